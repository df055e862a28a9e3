"""Deadlines, releases, boards, and what a lead writes down for them."""

from __future__ import annotations

from datetime import date

from tests.doors.acts import Act, Wrong

HOME = "/programmes/course/cohorts/{cohort}"
COHORT = {"programme": "course", "cohort": "{cohort}"}
STAGE = {**COHORT, "stage": "year"}


def release(name: str, marks: str, cohort: str, *wrongs: Wrong) -> Act:
    """A release of a cohort's marks."""
    return Act(
        name=name,
        writes=("release",),
        by="lead",
        page=f"{HOME}/marks/year/release",
        operation="release-marks",
        facts={"cohort": cohort, "marks": marks, "item": ""},
        arguments=STAGE,
        body={"marks": "{marks}", "assessment": "{item}"},
        form={"marks": "{marks}", "assessment": "{item}"},
        again="nothing to release",
        wrongs=wrongs,
    )


MARKS = (
    Act(
        name="set a deadline",
        writes=("deadline",),
        by="lead",
        page=f"{HOME}/marks/year/deadline",
        operation="set-deadline",
        facts={"cohort": "marking", "item": "crs.paper", "day": date(2026, 4, 1), "attempt": 1},
        arguments=COHORT,
        body={"assessment": "{item}", "attempt": "{attempt}", "on": "{day}"},
        form={"assessment": "{item}", "attempt": "{attempt}", "on#day": "{day}"},
        wrongs=(
            Wrong("in the past", "lies ahead", facts={"day": date(2026, 2, 27)}),
            Wrong("for no work", "Choose the piece of work", facts={"item": "crs.none"}),
            Wrong("for no attempt", "number of the attempt", facts={"attempt": 0}),
        ),
    ),
    release(
        "release provisional marks",
        "provisional",
        "confirmed",
        Wrong("before a sample", "a sample is to be drawn", facts={"cohort": "to-draw"}),
        Wrong("before the decision", "moderator's decision", facts={"cohort": "drawn"}),
        Wrong("before the markers agree", "agree a mark", facts={"cohort": "marking"}),
        Wrong("twice", "nothing to release", facts={"cohort": "decided"}),
    ),
    release(
        "release ratified marks",
        "ratified",
        "met",
        Wrong("before the board", "no board has decided", facts={"cohort": "confirmed"}),
        Wrong("twice", "nothing to release", facts={"cohort": "decided"}),
    ),
    Act(
        name="give the board's mark",
        by="lead",
        page="/programmes/learners/{enrolment}/marks/{item}/{attempt}/change",
        operation="give-board-mark",
        facts={
            "enrolment": "{una_enrolment}",
            "item": "crs.essay",
            "attempt": 2,
            "mark": 50,
            "reason": "The appeal was upheld.",
        },
        arguments={"enrolment": "{enrolment}"},
        body={
            "assessment": "{item}",
            "attempt": "{attempt}",
            "mark": "{mark}",
            "reason": "{reason}",
        },
        form={"mark": "{mark}", "reason": "{reason}"},
        about="una",
        again="more",
        wrongs=(
            Wrong(
                "before anybody has seen it",
                "Nobody has seen this mark",
                facts={"enrolment": "{ray_enrolment}", "attempt": 1},
            ),
            Wrong("of no attempt", "no mark of this attempt", facts={"attempt": 5}),
            Wrong(
                "of oneself",
                "his or her own",
                "roz",
                {"enrolment": "{roz_enrolment}", "attempt": 1},
            ),
            Wrong("out of range", "from 0 to 100", facts={"mark": 101}),
            Wrong("without a word", "Write the reason", facts={"reason": " "}),
        ),
    ),
    Act(
        name="allow another attempt",
        writes=("further-attempt",),
        by="lead",
        page="/programmes/learners/{enrolment}/marks/{item}/further-attempt",
        operation="allow-further-attempt",
        facts={"enrolment": "{una_enrolment}", "item": "crs.essay", "reason": "The board said so."},
        arguments={"enrolment": "{enrolment}"},
        body={"assessment": "{item}", "reason": "{reason}"},
        form={"reason": "{reason}"},
        about="una",
        again="an attempt left",
        wrongs=(
            Wrong("while one is left", "an attempt left", facts={"enrolment": "{ann_enrolment}"}),
            Wrong("before the board", "Only a board", facts={"enrolment": "{bea_enrolment}"}),
            Wrong("of oneself", "his or her own", "roz", {"enrolment": "{roz_enrolment}"}),
            Wrong("without a word", "Write why", facts={"reason": " "}),
        ),
    ),
)

MEETING = {
    "cohort": "confirmed",
    "learner": "ray",
    "day": date(2026, 3, 2),
    "chair": "chair",
    "members": ("chair", "nour", "owen"),
    "minutes": "Minutes of the day.",
    "outcome": "referred",
    "reason": "The project is to come.",
    "by": "meeting",
    "earlier": "",
}
ACTION = {
    **MEETING,
    "cohort": "met",
    "learner": "sam",
    "by": "chairs-action",
    "earlier": "{met_board_meeting}",
    "members": (),
}


def board(name: str, facts: dict[str, object], *wrongs: Wrong) -> Act:
    """A meeting of a board, or what its chair does alone."""
    return Act(
        name=name,
        writes=("board-meeting", "board-outcome"),
        by="lead",
        page=f"{HOME}/board/year",
        operation="record-board-meeting",
        facts={**facts, "seen": "{seen}"},
        arguments=STAGE,
        body={
            "on": "{day}",
            "chair": "{chair}",
            "members": "{members}",
            "minutes": "{minutes}",
            "by": "{by}",
            "earlier": "{earlier}",
            "seen": "{seen}",
            "decisions": [{"person": "{learner}", "outcome": "{outcome}", "reason": "{reason}"}],
        },
        form={
            "on#day": "{day}",
            "chair": "{chair}",
            "members": "{members}",
            "minutes": "{minutes}",
            "by": "{by}",
            "earlier": "{earlier}",
            "seen": "{seen}",
            "outcome-{learner}": "{outcome}",
            "reason-{learner}": "{reason}",
        },
        again="after you opened the papers",
        wrongs=wrongs,
    )


DRAWN = {"cohort": "drawn", "learner": "ned"}
BOARDS = (
    board(
        "hold a board",
        MEETING,
        Wrong("before moderation", "waits for the moderator", facts=DRAWN),
        Wrong(
            "after it is decided",
            "decided this already",
            facts={"cohort": "decided", "learner": "tom"},
        ),
        Wrong("without a quorum", "a board needs 3", facts={"members": ("chair",)}),
        Wrong("chaired by nobody of it", "Choose a chair", facts={"chair": "theo"}),
        Wrong("on a day to come", "cannot lie ahead", facts={"day": date(2026, 3, 9)}),
        Wrong("of what is not settled", "needs everything settled", facts={"outcome": "complete"}),
        Wrong("before newer facts", "after you opened the papers", facts={"seen": 1}),
        Wrong("without minutes", "Write the minutes", facts={"minutes": " "}),
        Wrong(
            "about oneself",
            "about himself or herself",
            facts={"cohort": "decided", "learner": "roz", "members": ("nour", "owen", "roz")},
        ),
    ),
    board(
        "chair's action",
        ACTION,
        Wrong("without a meeting", "Choose the meeting", facts={"earlier": ""}),
        Wrong(
            "after another board's meeting",
            "Choose the meeting",
            facts={"earlier": "{decided_board_meeting}"},
        ),
        Wrong("with members", "A chair acts alone", facts={"members": ("chair", "nour")}),
        Wrong(
            "on what is final",
            "decided this already",
            facts={
                "cohort": "decided",
                "learner": "tom",
                "earlier": "{decided_board_meeting}",
            },
        ),
        Wrong("without a word", "Write why the chair acts", facts={"minutes": " "}),
    ),
    Act(
        name="correct an outcome",
        by="lead",
        page=f"{HOME}/decisions/{{outcome_record}}/correct",
        operation="correct-board-outcome",
        facts={
            "cohort": "met",
            "outcome_record": "{sam_board_outcome}",
            "learner": "sam",
            "outcome": "deferred",
            "why": "The claim was accepted.",
            "chair": "chair",
            "mistake": "The papers lacked the claim.",
        },
        arguments={"record": "{outcome_record}"},
        body={
            "outcome": "{outcome}",
            "reason": "{why}",
            "chair": "{chair}",
            "mistake": "{mistake}",
        },
        form={
            "outcome-{learner}": "{outcome}",
            "decision-reason": "{why}",
            "chair": "{chair}",
            "reason": "{mistake}",
        },
        about="sam",
        again={"page": "no such decision", "api": "taken back", "cli": "taken back"},
        keyed=("api", "cli"),
        wrongs=(
            Wrong("chaired by nobody of it", "Choose a chair", facts={"chair": "theo"}),
            Wrong("to what is not settled", "everything settled", facts={"outcome": "complete"}),
            Wrong("without a word", "Write what the mistake", facts={"mistake": " "}),
            Wrong(
                "of one's own",
                "his or her own",
                "roz",
                {"cohort": "decided", "outcome_record": "{roz_board_outcome}", "learner": "roz"},
            ),
        ),
    ),
)
ROWS = (*MARKS, *BOARDS)
