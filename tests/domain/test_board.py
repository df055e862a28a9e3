"""A board may end a stage only when nothing is open, and may never condone clinical work."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from lms.domain.board import Decision, ending_of, is_clinical, outcomes_of, problems_of, unsettled
from lms.domain.evidence import Enrolment, Period
from lms.domain.programme import Programme, Requirement, Stage
from lms.domain.progress import Progress
from lms.domain.verdicts import Finding, Outcome, Verdict

CLINIC = Requirement("clinic", "Clinic hours", "hours", {"category": "clinic"})
STUDY = Requirement("study", "Study", "hours", {"category": "study"})
REPORT = Requirement("report", "Report", "report", {"by": "live-supervisor"})
MET_ON = date(2026, 7, 15)


def board(outcome: str) -> Requirement:
    return Requirement("board", "Board", "board", {"outcome": outcome})


def stage(*requirements: Requirement, award: bool = False) -> Stage:
    return Stage(
        "year-3",
        "Year 3",
        1,
        "qualifying",
        "qualifying",
        award,
        12,
        20,
        Fraction(100),
        3,
        requirements,
    )


def progress(of: Stage, outcomes: dict[str, Outcome], withdrawn: date | None = None) -> Progress:
    verdicts = tuple(
        Verdict(
            r.id,
            r.title,
            r.kind,
            Finding(outcomes.get(r.id, Outcome.MET), "For a test."),
            part=r.part,
            optional=r.optional,
        )
        for r in of.requirements
    )
    enrolment = Enrolment("e", "ben", "ft", "1", "qualifying", "c", date(2025, 9, 1))
    if withdrawn:
        enrolment = Enrolment(
            "e", "ben", "ft", "1", "qualifying", "c", date(2025, 9, 1), withdrawn=withdrawn
        )
    programme = Programme("ft", "Family therapy", "1", (), "level-7@1", (of,))
    dates = Period(date(2025, 9, 1), date(2026, 8, 31))
    return Progress(
        "ben", enrolment, programme, of, MET_ON, dates, Outcome.NOT_YET, verdicts, False, None
    )


YEAR = stage(CLINIC, STUDY, board("progress"))
ALL_BUT_BOARD = {"board": Outcome.NOT_YET}
SHORT = {"board": Outcome.NOT_YET, "clinic": Outcome.NOT_YET}


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (stage(board("complete")), "complete"),
        (stage(board("progress")), "progress"),
        (stage(board("award"), award=True), "award"),
        (stage(STUDY), "complete"),
    ],
)
def test_the_stage_says_how_it_ends_well(of: Stage, expected: str) -> None:
    assert ending_of(of) == expected
    assert outcomes_of(of)[0] == expected


def test_going_on_under_a_condition_is_open_only_where_going_on_is() -> None:
    assert "progress-with-condition" in outcomes_of(YEAR)
    assert "progress-with-condition" not in outcomes_of(stage(board("complete")))


def test_the_boards_own_requirement_keeps_nothing_open() -> None:
    assert unsettled(progress(YEAR, ALL_BUT_BOARD)) == ()
    assert [v.id for v in unsettled(progress(YEAR, SHORT))] == ["clinic"]


def test_who_has_done_everything_may_go_on() -> None:
    assert problems_of(Decision("ben", "progress"), progress(YEAR, ALL_BUT_BOARD), MET_ON) == []


@pytest.mark.parametrize("outcome", [Outcome.NOT_YET, Outcome.NOT_MET, Outcome.HELD])
def test_nobody_goes_on_with_anything_open_whatever_the_reason(outcome: Outcome) -> None:
    short = progress(YEAR, {**ALL_BUT_BOARD, "study": outcome})
    (problem,) = problems_of(Decision("ben", "progress", "A good year."), short, MET_ON)
    assert "Study" in problem


def test_clinical_work_is_named_as_never_condoned() -> None:
    (problem,) = problems_of(Decision("ben", "progress"), progress(YEAR, SHORT), MET_ON)
    assert "never condoned: Clinic hours" in problem


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        (CLINIC, True),
        (Requirement("a", "Agency", "hours", {"category": "agency"}), True),
        (REPORT, True),
        (STUDY, False),
        (Requirement("t", "Report", "report", {"by": "tutor"}), False),
        (Requirement("e", "Essay", "assessed-work", {"assessment": "e"}), False),
    ],
)
def test_what_counts_as_clinical(requirement: Requirement, expected: bool) -> None:
    assert is_clinical(requirement) is expected


def test_a_condition_is_something_open_by_a_day_to_come() -> None:
    good = Decision("ben", "progress-with-condition", "Families cancelled.", "clinic", MET_ON)
    problems = problems_of(good, progress(YEAR, SHORT), MET_ON)
    assert problems == ["Give the day, after the meeting, by which the condition must be met."]
    good = Decision(
        "ben", "progress-with-condition", "Families cancelled.", "clinic", date(2026, 12, 1)
    )
    assert problems_of(good, progress(YEAR, SHORT), MET_ON) == []


def test_a_condition_on_something_settled_is_none() -> None:
    decision = Decision("ben", "progress-with-condition", "Why.", "study", date(2026, 12, 1))
    (problem,) = problems_of(decision, progress(YEAR, SHORT), MET_ON)
    assert "open requirement" in problem


@pytest.mark.parametrize("outcome", ["referred", "deferred", "failed"])
def test_every_other_outcome_has_a_reason(outcome: str) -> None:
    before = progress(YEAR, SHORT)
    assert problems_of(Decision("ben", outcome), before, MET_ON) == [
        "Write the reason for this outcome."
    ]
    assert problems_of(Decision("ben", outcome, "Because."), before, MET_ON) == []


def test_an_outcome_of_another_stage_is_not_open() -> None:
    (problem,) = problems_of(Decision("ben", "award"), progress(YEAR, ALL_BUT_BOARD), MET_ON)
    assert "choose progress" in problem


def test_who_has_left_is_not_sent_on() -> None:
    left = progress(YEAR, ALL_BUT_BOARD, withdrawn=date(2026, 5, 1))
    assert problems_of(Decision("ben", "progress"), left, MET_ON) == ["This learner has withdrawn."]
