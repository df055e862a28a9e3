"""What learners do: drafts and files, handing in and taking back, circumstances, appeals, portfolios."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.doors.acts import Act, Wrong

WORK = "/learning/{enrolment}/assessments/{item}"
PLACE = {"enrolment": "{enrolment}", "item": "{item}"}
PAPER = {"enrolment": "{abe_enrolment}", "item": "crs.paper", "revision": "{abe_revision}"}
DRAFT = {"enrolment": "{enrolment}", "kind": "submission", "item": "{item}"}
OLD_DRAFT = Wrong("over a draft saved since", "saved from another window", facts={"revision": 0})


def of(name: str, **more: object) -> dict[str, object]:
    """The facts of another learner's place."""
    return {"enrolment": f"{{{name}_enrolment}}", **more}


DRAFTS = (
    Act(
        name="save a draft",
        by="abe",
        page=f"{WORK}/write",
        operation="save-draft",
        facts=PAPER,
        arguments=DRAFT,
        body={"texts": {"text": "Anew."}, "revision": "{revision}"},
        form={"text-text": "Anew.", "revision": "{revision}"},
        again="saved from another window",
        keyed=(),
        wrongs=(OLD_DRAFT,),
    ),
    Act(
        name="throw a draft away",
        by="abe",
        page=f"{WORK}/discard",
        operation="throw-draft-away",
        facts=PAPER,
        arguments=DRAFT,
        keyed=(),
        wrongs=(Wrong("of work that there is not", "no such thing", facts={"item": "crs.none"}),),
    ),
    Act(
        name="add files",
        by="abe",
        page=f"{WORK}/files",
        operation="add-files-to-draft",
        facts=PAPER,
        arguments=PLACE,
        files={"more.txt": b"It repeats."},
        again="more",
        keyed=("api", "cli"),
        wrongs=(Wrong("to work shown in person", "in person", facts={"item": "crs.viva"}),),
    ),
    Act(
        name="state a file's words",
        by="abe",
        page=f"{WORK}/files/words",
        operation="state-words-of-file",
        facts={**PAPER, "file": "{abe_file}", "words": 12, "reason": "Two are a heading."},
        arguments={**PLACE, "file": "{file}"},
        body={"words": "{words}", "reason": "{reason}"},
        form={"words-{file}": "{words}", "reason-{file}": "{reason}"},
        again="more",
        keyed=(),
        wrongs=(
            Wrong("with no number", "in digits", facts={"words": 0}),
            Wrong("with no reason", "Say why", facts={"reason": ""}),
        ),
    ),
    Act(
        name="take a file away",
        by="abe",
        page=f"{WORK}/files/{{file}}/remove",
        operation="remove-file-from-draft",
        facts={**PAPER, "file": "{abe_file}"},
        arguments={**PLACE, "file": "{file}"},
        again="no such file in your draft",
        keyed=(),
        wrongs=(
            Wrong("of work that there is not", "no such thing", facts={"item": "crs.none"}),
            Wrong("of another's draft", "no such file", "ben", of("ben", item="crs.paper")),
        ),
    ),
    Act(
        name="begin with what was handed in",
        by="fay",
        page=f"{WORK}/begin",
        facts=of("fay", item="crs.paper"),
        keyed=(),
        wrongs=(Wrong("where nothing was", "nothing handed in", "ann", of("ann")),),
    ),
    Act(
        name="assemble a portfolio",
        by="pat",
        page=f"{WORK}/portfolio",
        operation="assemble-portfolio",
        facts=of("pat", item="crs.portfolio", chosen="submission:{pat_paper}", revision=0),
        arguments={"enrolment": "{enrolment}", "assessment": "{item}"},
        body={"chosen": ["{chosen}"], "revision": "{revision}"},
        form={"chosen": "{chosen}", "revision": "{revision}"},
        again="saved from another window",
        keyed=(),
        wrongs=(
            Wrong("into other work", "not assembled", facts={"item": "crs.essay"}),
            Wrong("with another's", "no longer there", facts={"chosen": "submission:{tom_paper}"}),
        ),
    ),
)

LOGS = (
    Act(
        name="hand in a log",
        by="ann",
        page="/learning/{enrolment}/logs/{item}/check",
        operation="hand-in-log",
        facts=of("ann", item="crs.log", revision="{ann_log_revision}"),
        arguments={"enrolment": "{enrolment}"},
        body={
            "template": "{item}",
            "texts": {"what-happened": "It rained.", "what-you-make-of-it": "It repeats."},
        },
        form={"revision": "{revision}"},
        again={"page": "This draft is gone", "api": "more", "cli": "more"},
        wrongs=(
            Wrong(
                "after leaving", "You have left", "kit", of("kit", revision="{kit_log_revision}")
            ),
            Wrong("by no template", "no such thing", facts={"item": "crs.none"}),
        ),
    ),
    Act(
        name="take a log back",
        writes=("retraction",),
        by="ann",
        page="/learning/{enrolment}/written/{record}/take-back",
        operation="take-back-log",
        facts=of("ann", record="{ann_log}"),
        arguments={"enrolment": "{enrolment}", "record": "{record}"},
        again="taken back",
        keyed=(),
        wrongs=(
            Wrong("after its answer", "answered already", "ben", of("ben", record="{ben_log}")),
        ),
    ),
)

HANDING_IN = (
    Act(
        name="hand in work",
        by="abe",
        page=f"{WORK}/check",
        operation="hand-in-work",
        facts={**PAPER, "stated": "yes", "statement": True},
        arguments={"enrolment": "{enrolment}"},
        body={"assessment": "{item}", "draft": "{revision}", "statement": "{statement}"},
        form={"revision": "{revision}", "statement": "{stated}"},
        again="draft",
        wrongs=(
            Wrong(
                "while it waits", "waits to be read", "ben", of("ben", revision="{ben_revision}")
            ),
            Wrong("while held", "It is held", "gus", of("gus", revision="{gus_revision}")),
            Wrong("after passing", "It is passed", "tom", of("tom", revision="{tom_revision}")),
            Wrong("after leaving", "You have left", "kit", of("kit", revision="{kit_revision}")),
            Wrong(
                "after the last attempt",
                "only a board can allow another",
                "una",
                of("una", item="crs.essay", revision="{una_revision}"),
            ),
            Wrong("from an older draft", "draft", facts={"revision": 1}),
            Wrong(
                "without the statement", "Confirm that", facts={"stated": "", "statement": False}
            ),
            Wrong("where it is shown in person", "in person", facts={"item": "crs.viva"}),
        ),
    ),
    Act(
        name="take work back",
        by="ben",
        page="/learning/{enrolment}/written/{record}/take-back",
        operation="take-back-work",
        facts=of("ben", record="{ben_paper}"),
        arguments={"enrolment": "{enrolment}", "record": "{record}"},
        again="taken back",
        keyed=(),
        wrongs=(
            Wrong("after its mark", "answered already", "pat", of("pat", record="{pat_paper}")),
            Wrong("after a slip", "answered already", "fay", of("fay", record="{fay_paper}")),
            Wrong("while held", "answered already", "gus", of("gus", record="{gus_paper}")),
            Wrong("again", "taken back", "cid", of("cid", record="{cid_paper}")),
            Wrong("shown in person", "in person", "ivy", of("ivy", record="{ivy_submission}")),
        ),
    ),
)

CLAIM = {"asks": "lateness", "statement": "I was ill."}
APPEAL = {
    "item": "crs.essay",
    "attempt": 2,
    "grounds": "procedure",
    "judgement": True,
    "box": "yes",
}
ASKING = (
    Act(
        name="declare circumstances",
        writes=("circumstances",),
        by="ann",
        page=f"{WORK}/circumstances",
        operation="declare-circumstances",
        facts=of("ann", item="crs.paper", **CLAIM),
        arguments={"enrolment": "{enrolment}"},
        body={"assessment": "{item}", "asks": "{asks}", "statement": "{statement}"},
        form={"asks": "{asks}", "statement": "{statement}"},
        again="not decided yet",
        wrongs=(
            Wrong("while one is open", "not decided yet", "hal", of("hal")),
            Wrong("while held", "It is held", "gus", of("gus")),
            Wrong("of work passed in time", "It is passed", "pat", of("pat")),
            Wrong("after the board", "The board has met", "tom", of("tom", item="crs.essay")),
            Wrong("after leaving", "You have left", "kit", of("kit")),
            Wrong("of feedback alone", "for feedback only", facts={"item": "crs.own"}),
            Wrong("without a word", "Say what happened", facts={"statement": " "}),
            Wrong("for more time without a day", "Give the day", facts={"asks": "extension"}),
        ),
    ),
    Act(
        name="contest a word count",
        writes=("word-count-claim",),
        by="ben",
        page="/learning/{enrolment}/written/{work}/word-count",
        operation="contest-word-count",
        facts={**of("ben", work="{ben_paper}", words=90), "reason": "Six are a heading."},
        arguments={"enrolment": "{enrolment}", "record": "{work}"},
        body={"words": "{words}", "reason": "{reason}"},
        form={"words": "{words}", "reason": "{reason}"},
        again="more",
        wrongs=(
            Wrong("after the board", "board has decided", "tom", of("tom", work="{tom_paper}")),
            Wrong("taken back since", "no work of yours", "cid", of("cid", work="{cid_paper}")),
            Wrong("with the same number", "holds already", facts={"words": 96}),
            Wrong("with a name", "somebody's name", facts={"reason": "Mr Smith counts."}),
            Wrong("without a word", "Say what was counted", facts={"reason": " "}),
        ),
    ),
    Act(
        name="appeal",
        writes=("appeal",),
        by="una",
        page=f"{WORK}/appeal?attempt={{attempt}}",
        operation="make-appeal",
        facts={**of("una", statement="It was not read."), **APPEAL},
        arguments={"enrolment": "{enrolment}"},
        body={
            "assessment": "{item}",
            "attempt": "{attempt}",
            "grounds": "{grounds}",
            "statement": "{statement}",
            "not_judgement": "{judgement}",
        },
        form={"grounds": "{grounds}", "statement": "{statement}", "not-judgement": "{box}"},
        again="already",
        wrongs=(
            Wrong("before the board", "once the board has met", "ray", of("ray", attempt=1)),
            Wrong("before its release", "once the board has met", "sam", of("sam", attempt=1)),
            Wrong("too late", "could be made until", on=date(2026, 4, 1)),
            Wrong("twice", "already", "viv", of("viv", attempt=1)),
            Wrong("against judgement", "academic judgement", facts={"judgement": False, "box": ""}),
            Wrong("of feedback alone", "for feedback only", facts={"item": "crs.own"}),
        ),
    ),
)
EVIDENCED = replace(
    ASKING[0],
    name="declare circumstances with evidence",
    operation="declare-circumstances-with-evidence",
    files={"letter.txt": b"Seen."},
    files_as="evidence",
    wrongs=ASKING[0].wrongs[:1],
)
ROWS = (EVIDENCED, *DRAFTS, *LOGS, *HANDING_IN, *ASKING)
