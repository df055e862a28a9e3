"""What markers do, and who is given which work: marks of each layer, agreement, interests, comments."""

from __future__ import annotations

from datetime import date

from tests.doors.acts import OUTSIDE, STAFF, Act, Wrong

BANDS = {"seeing": "Merit", "saying": "Merit"}
MARK = {"mark": 64, "overall": "Well seen.", "reason": ""}
GIVEN = {"mark": "{mark}", "overall": "{overall}", "reason": "{reason}"}
FILLED = {**GIVEN, "band-seeing": "Merit", "band-saying": "Merit"}


def mark(name: str, by: str, work: str, *wrongs: Wrong, **more: object) -> Act:
    """A mark of the layer whose turn it is."""
    return Act(
        name=name,
        by=by,
        page="/marking/{work}",
        operation="mark-submission",
        facts={"work": work, **MARK},
        arguments={"record": "{work}"},
        body={"bands": BANDS, **GIVEN},
        form=FILLED,
        wrongs=wrongs,
        **more,  # type: ignore[arg-type]
    )


MARKS = (
    mark(
        "mark first",
        "mark",
        "{ben_paper}",
        Wrong("before it is handed in", "taken back", facts={"work": "{cid_paper}"}),
        Wrong("while it is returned", "was returned", facts={"work": "{fay_paper}"}),
        Wrong("while held", "is held", "theo", {"work": "{gus_paper}"}),
        Wrong("of a closed copy", "under quarantine", facts={"work": "{vic_paper}"}),
        Wrong(
            "after the board", "board has decided", facts={"work": "{tom_paper}", "reason": "So."}
        ),
        Wrong("as the moderator", "You moderate", "milo", {"work": "{ned_essay}", "reason": "So."}),
        Wrong("one's own", "his or her own work", "rex", {"work": "{rex_paper}"}),
        Wrong("out of range", "from 0 to 100", facts={"mark": 130}),
        Wrong("another's, unread", "Somebody else has marked", "theo", {"work": "{pat_paper}"}),
        about="ben",
        may=("theo", "tess"),
        never=("boss", "mia"),
        again="more",
    ),
    mark(
        "mark second",
        "mona",
        "{cat_project}",
        Wrong("not allocated to one", "allocated to another", "theo"),
        Wrong("with both marks in", "both marks are in", "theo", {"work": "{dan_project}"}),
        Wrong("after the board", "waits for no mark", "theo", {"work": "{tom_project}"}),
        about="cat",
        may=("theo", "tess"),
        never=("boss", "mia"),
        again="Write why you correct it",
    ),
    mark(
        "mark third",
        "theo",
        "{eve_project}",
        Wrong("as the first marker", "Write why", "mark"),
        about="eve",
        may=("tess",),
        never=("boss", "mia"),
        again="Write why you correct it",
    ),
    Act(
        name="agree a mark",
        by="mark",
        page="/marking/{work}/agree",
        operation="agree-mark",
        facts={"work": "{dan_project}", "mark": 60, "reason": "We talked."},
        arguments={"record": "{work}"},
        body={"mark": "{mark}", "reason": "{reason}"},
        form={"mark": "{mark}", "reason": "{reason}"},
        about="dan",
        never=("boss", "mia"),
        again="more",
        wrongs=(
            Wrong("with one mark missing", "There is nothing", facts={"work": "{cat_project}"}),
            Wrong("after the board", "There is nothing", facts={"work": "{tom_project}"}),
            Wrong("outside the two", "between the two marks", facts={"mark": 80}),
            Wrong("without a word", "Write how", facts={"reason": " "}),
        ),
    ),
    Act(
        name="throw a marking draft away",
        by="mark",
        page="/marking/{work}/discard",
        facts={"work": "{ben_paper}"},
        may=("theo", "tess", "olly", "yara", "eli"),
        keyed=(),
        wrongs=(
            Wrong("as who only manages", "no role", "lead"),
            Wrong("before one's time", "no role", on=date(2026, 1, 2)),
        ),
    ),
)

WORDS = (
    Act(
        name="decide a word count",
        writes=("word-count-decision",),
        by="mark",
        page="/marking/{work}/word-count",
        operation="decide-word-count",
        facts={"work": "{ben_paper}", "holds": "another", "words": 90, "reason": "By hand."},
        arguments={"record": "{work}"},
        body={"holds": "{holds}", "words": "{words}", "reason": "{reason}"},
        form={"holds": "{holds}", "words": "{words}", "reason": "{reason}"},
        about="ben",
        may=("lead", "theo", "tess"),
        never=("boss", "mia"),
        again="more",
        wrongs=(
            Wrong("while it is returned", "was returned", facts={"work": "{fay_paper}"}),
            Wrong("while held", "is held", "theo", {"work": "{gus_paper}"}),
            Wrong("of a closed copy", "under quarantine", facts={"work": "{vic_paper}"}),
            Wrong("of one's own", "his or her own work", "rex", {"work": "{rex_paper}"}),
            Wrong("as the moderator", "You moderate", "milo", {"work": "{ned_essay}"}),
            Wrong("after the board", "board has decided", facts={"work": "{tom_paper}"}),
            Wrong("with no number", "Give the number", facts={"words": None}),
            Wrong("without a word", "Write why", facts={"reason": " "}),
        ),
    ),
)

COHORT = {"programme": "course", "cohort": "marking", "assessment": "{item}"}
SET = "/programmes/course/cohorts/marking/marking/{item}"
ALLOCATED = {"role": "second", "marker": "mona", "reason": "", "item": "crs.project"}
ALLOCATION = (
    Act(
        name="allocate one",
        writes=("allocation",),
        by="lead",
        page=SET,
        operation="allocate-submission",
        facts={**ALLOCATED, "work": "{eve_project}", "role": "third", "marker": "theo"},
        arguments={"record": "{work}"},
        body={"role": "{role}", "marker": "{marker}", "reason": "{reason}"},
        form={"action": "one", "what": "{work}:{role}", "marker": "{marker}", "reason": "{reason}"},
        about="eve",
        wrongs=(
            Wrong("to whoever manages", "manages this learner", facts={"marker": "boss"}),
            Wrong("to whoever has an interest", "An interest", facts={"marker": "mia"}),
            Wrong("to one of the two", "does not mark the same", facts={"marker": "mona"}),
            Wrong("to nobody who marks", "who marks this programme", facts={"marker": "plan"}),
            Wrong("once the mark is given", "is given already", facts={"role": "first"}),
            Wrong(
                "after the board",
                "is given already",
                facts={"work": "{tom_project}", "role": "first"},
            ),
        ),
    ),
    Act(
        name="share a set out",
        by="lead",
        page=SET,
        operation="share-out-marking",
        facts={"item": "crs.paper", "marker": "mark"},
        arguments=COHORT,
        body={"markers": ["{marker}"]},
        form={"action": "rule", "markers": "{marker}"},
        wrongs=(Wrong("among nobody who marks", "at least one", facts={"marker": "plan"}),),
    ),
)

OWN = (
    Act(
        name="declare an interest",
        writes=("interest",),
        by="theo",
        page="/marking/interests",
        operation="declare-interest",
        facts={"learner": "ann", "reason": "A cousin."},
        body={"learner": "{learner}", "reason": "{reason}"},
        form={"action": "declare", "learner": "{learner}", "reason": "{reason}"},
        may=("chair", "ext", "mo", "tess"),
        shut=frozenset({401, 403, 422}),
        wrongs=(
            Wrong("in nobody who learns here", "Choose a learner", facts={"learner": "plan"}),
            Wrong("without a word", "what connects you", facts={"reason": " "}),
        ),
    ),
    Act(
        name="take an interest back",
        by="mia",
        page="/marking/interests/{interest}/take-back",
        operation="take-back-interest",
        facts={"interest": "{mia_interest}"},
        arguments={"record": "{interest}"},
        again="no such interest",
        keyed=(),
        wrongs=(Wrong("that there is not", "no such interest", facts={"interest": "none"}),),
    ),
    Act(
        name="keep a comment",
        by="theo",
        page="/marking/comments",
        operation="keep-comment",
        facts={"text": "Show it."},
        body={"text": "{text}"},
        form={"text": "{text}"},
        may=(*OUTSIDE[1:], *STAFF),
        wrongs=(Wrong("with nothing in it", "Write the comment", facts={"text": " "}),),
    ),
    Act(
        name="throw a comment away",
        by="mona",
        page="/marking/comments/{comment}/delete",
        operation="throw-comment-away",
        facts={"comment": "{mona_comment}"},
        arguments={"comment": "{comment}"},
        again="no such comment",
        keyed=(),
        wrongs=(Wrong("that there is not", "no such comment", facts={"comment": "none"}),),
    ),
)
ROWS = (*MARKS, *WORDS, *ALLOCATION, *OWN)
