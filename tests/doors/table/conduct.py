"""Slips of confidentiality, suspected misconduct, and decisions on claims and appeals."""

from __future__ import annotations

from tests.doors.acts import Act, Wrong

ON_PAGE = "On page two, take out where they live."
SEEN = "Two passages stand in a book."
PAPER = {"work": "{ben_paper}", "reason": ON_PAGE}
CLAIM = {"decision": "accepted", "effect": "lateness", "reason": "Seen in the letter."}


def slip(name: str, again: str, what: str, grade: str, box: str, *wrongs: Wrong) -> Act:
    """Returning work for a slip."""
    return Act(
        name=name,
        writes=("slip",),
        by="mark",
        page="/conduct/work/{work}/return",
        operation="return-for-slip",
        facts={**PAPER, "what": what, "grade": grade, "box": box},
        arguments={"record": "{work}"},
        body={"what": "{what}", "grade": "{grade}", "reason": "{reason}"},
        form={"what": "{box}", "reason": "{reason}"},
        about="ben",
        may=("lead", "theo", "tess"),
        again=again,
        wrongs=(
            Wrong("of one's own", "his or her own work", "rex", {"work": "{rex_paper}"}),
            Wrong("of a closed copy", "under quarantine", facts={"work": "{vic_paper}"}),
            Wrong("without a word", "Say where", facts={"reason": " "}),
            *wrongs,
        ),
    )


SEVERAL = {"what": "several", "grade": "minor", "box": "several-minor"}
SLIPS = (
    slip(
        "return for a minor slip",
        "already",
        "one",
        "minor",
        "one",
        Wrong("while held", "It is held", facts={"work": "{gus_paper}"}),
        Wrong("twice", "already", facts={"work": "{fay_paper}"}),
        Wrong("after the board", "board has decided", facts={"work": "{tom_paper}"}),
        Wrong("of several, as a marker", "the tutor decides", facts=SEVERAL),
    ),
    slip("fail for a major slip", "under quarantine", "named", "major", "named"),
    Act(
        name="take a slip back",
        by="mark",
        page="/conduct/slips/{slip}/take-back",
        operation="take-back-slip",
        facts={"slip": "{fay_slip}", "reason": "It was a story."},
        arguments={"slip": "{slip}"},
        body={"reason": "{reason}"},
        form={"reason": "{reason}"},
        about="fay",
        may=("lead", "tess"),
        again="taken back",
        keyed=("api", "cli"),
        wrongs=(
            Wrong("after the board", "A board has met", facts={"slip": "{viv_slip}"}),
            Wrong("without a word", "Say why", facts={"reason": " "}),
        ),
    ),
)

MISCONDUCT = (
    Act(
        name="report misconduct",
        writes=("misconduct",),
        by="mark",
        page="/conduct/work/{work}/report",
        operation="report-misconduct",
        facts={**PAPER, "reason": SEEN},
        arguments={"record": "{work}"},
        body={"reason": "{reason}"},
        form={"reason": "{reason}"},
        about="ben",
        may=("lead", "theo", "tess", "mo"),
        again="held already",
        wrongs=(
            Wrong("while held", "held already", facts={"work": "{gus_paper}"}),
            Wrong("after the board", "board has decided", facts={"work": "{tom_paper}"}),
            Wrong("of oneself", "his or her own work", "roz", {"work": "{roz_essay}"}),
            Wrong("without a word", "Say what you saw", facts={"reason": " "}),
        ),
    ),
    Act(
        name="decide on misconduct",
        writes=("misconduct-decision",),
        by="connie",
        page="/conduct/cases/{case}/decide",
        operation="decide-on-misconduct",
        facts={"case": "{gus_misconduct}", "outcome": "no-case", "reason": "The book is named."},
        arguments={"case": "{case}"},
        body={"outcome": "{outcome}", "reason": "{reason}"},
        form={"outcome": "{outcome}", "reason": "{reason}"},
        about="gus",
        again="more",
        wrongs=(
            Wrong("as who reported it", "You reported it", "cory"),
            Wrong("as who marked it", "You have marked", "cara"),
            Wrong("on oneself", "own", "rex", {"case": "{rex_misconduct}"}),
            Wrong("after the board", "board has decided", facts={"case": "{tom_misconduct}"}),
            Wrong("without a word", "Give the reason", facts={"reason": " "}),
        ),
    ),
)

HOME = "/programmes/course/cohorts/{cohort}"
DECISIONS = (
    Act(
        name="decide on a claim",
        writes=("circumstances-decision",),
        by="lead",
        page=f"{HOME}/circumstances/{{claim}}",
        operation="decide-on-claim",
        facts={"claim": "{hal_circumstances}", "cohort": "marking", "until": None, **CLAIM},
        arguments={"claim": "{claim}"},
        body={
            "decision": "{decision}",
            "effect": "{effect}",
            "reason": "{reason}",
            "until": "{until}",
        },
        form={
            "decision": "{decision}",
            "effect": "{effect}",
            "reason": "{reason}",
            "until#day": "{until}",
        },
        about="hal",
        again="decided already",
        wrongs=(
            Wrong("after the board", "The board has met", facts={"claim": "{wes_circumstances}"}),
            Wrong("on oneself", "his or her own work", "rex", {"claim": "{rex_circumstances}"}),
            Wrong("with no effect", "Say what follows", facts={"effect": ""}),
            Wrong("with no new day", "Give the new last day", facts={"effect": "extension"}),
            Wrong("without a word", "Write the reason", facts={"reason": " "}),
        ),
    ),
    Act(
        name="decide on an appeal",
        writes=("appeal-decision",),
        by="chair",
        page=f"{HOME}/appeals/{{appeal}}",
        operation="decide-on-appeal",
        facts={"appeal": "{viv_appeal}", "cohort": "decided", "outcome": "upheld", "reason": "So."},
        arguments={"appeal": "{appeal}"},
        body={"outcome": "{outcome}", "reason": "{reason}"},
        form={"outcome": "{outcome}", "reason": "{reason}"},
        about="viv",
        may=("lead",),
        again="decided already",
        wrongs=(
            Wrong("as who marked it", "You have marked this work", "bruno"),
            Wrong("on oneself", "his or her own work", "roz", {"appeal": "{roz_appeal}"}),
            Wrong("twice", "decided already", facts={"appeal": "{wes_appeal}"}),
            Wrong("without a word", "Write the reason", facts={"reason": " "}),
        ),
    ),
)
ROWS = (*SLIPS, *MISCONDUCT, *DECISIONS)
