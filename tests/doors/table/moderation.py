"""What moderators, external examiners and those who record what is shown in person do."""

from __future__ import annotations

from datetime import date

from tests.doors.acts import Act, Wrong

HERE = {"programme": "course", "cohort": "{cohort}", "assessment": "{item}"}
ESSAYS = {"item": "crs.essay"}
DRAWN = {**ESSAYS, "cohort": "drawn", "sample": "{drawn_sample}", "script": "{ned_essay}"}
REASON = "The marks are sound."

SETS = (
    Act(
        name="draw a sample",
        by="mo",
        page="/moderation/course/{cohort}/{item}/draw",
        operation="draw-sample",
        facts={**ESSAYS, "cohort": "to-draw"},
        arguments=HERE,
        may=("lead",),
        again="drawn already",
        wrongs=(
            Wrong("of work one marked", "has marked none", "milo"),
            Wrong("while one waits", "drawn already", facts={"cohort": "drawn"}),
            Wrong("after it is confirmed", "is confirmed", facts={"cohort": "confirmed"}),
            Wrong("of work not sampled", "nothing to moderate", facts={"item": "crs.paper"}),
            Wrong("before anything is marked", "nothing to moderate", facts={"cohort": "marking"}),
        ),
    ),
    Act(
        name="decide on a set",
        by="mo",
        page="/moderation/course/{cohort}/{item}/decision/{sample}",
        operation="decide-on-set",
        facts={**DRAWN, "decision": "confirmed", "reason": REASON},
        arguments=HERE,
        body={"sample": "{sample}", "decision": "{decision}", "reason": "{reason}"},
        form={"decision": "{decision}", "reason": "{reason}"},
        never=("mark",),
        again="No sample of this set waits",
        wrongs=(
            Wrong("before the draw", "No sample of this set waits", facts={"cohort": "to-draw"}),
            Wrong("of another sample", "Another sample", facts={"sample": "{met_sample}"}),
            Wrong("of work one marked", "has marked none", "mimi"),
            Wrong("after it is confirmed", "No sample", facts={"cohort": "confirmed"}),
            Wrong("without a word", "Write what", facts={"reason": " "}),
        ),
    ),
    Act(
        name="note on a script",
        by="mo",
        page="/moderation/course/{cohort}/{item}/scripts/{script}",
        facts={**DRAWN, "note": "Well marked."},
        form={"note": "{note}"},
        again="more",
        keyed=(),
        never=("mark",),
        wrongs=(
            Wrong(
                "after the decision",
                "not in the sample",
                facts={"cohort": "met", "script": "{sam_essay}"},
            ),
        ),
    ),
)

EXAMINING = (
    Act(
        name="ask for a script",
        writes=("script-asked-for",),
        by="ext",
        page="/examining/course/{cohort}/{item}/scripts/{script}/ask",
        operation="ask-for-script",
        facts={**DRAWN, "reason": "It lies near a boundary."},
        arguments={**HERE, "submission": "{script}"},
        body={"reason": "{reason}"},
        form={"reason": "{reason}"},
        about="ned",
        wrongs=(
            Wrong("before its mark", "not open", facts={"script": "{ben_paper}"}),
            Wrong("after one's time", "no role", on=date(2026, 7, 10)),
            Wrong("without a word", "Write why", facts={"reason": " "}),
        ),
    ),
    Act(
        name="comment to the board",
        writes=("external-comment",),
        by="ext",
        page="/examining/course/{cohort}/comment",
        operation="comment-for-board",
        facts={"cohort": "drawn", "stage": "year", "comment": "It is well marked."},
        arguments={"programme": "course", "cohort": "{cohort}"},
        body={"stage": "{stage}", "comment": "{comment}"},
        form={"stage": "{stage}", "comment": "{comment}"},
        again="more",
        wrongs=(
            Wrong("after one's time", "no role", on=date(2026, 7, 10)),
            Wrong("without a word", "Write the comment", facts={"comment": " "}),
            Wrong("on no stage", "Choose the stage", facts={"stage": "none"}),
        ),
    ),
)

VIVA = {"cohort": "marking", "item": "crs.viva"}
SHOWN = {"learner": "jan", "consent": "{jan_consent}", "day": date(2026, 2, 27), **VIVA}
IN_PERSON = (
    Act(
        name="record in person",
        by="tess",
        page="/marking/in-person/course/{cohort}/{item}",
        operation="record-in-person",
        facts=SHOWN,
        arguments=HERE,
        body={"on": "{day}", "shown": [{"person": "{learner}", "consent": "{consent}"}]},
        form={"on#day": "{day}", "shown": "{learner}", "consent-{learner}": "{consent}"},
        about="jan",
        may=("theo",),
        again="waits to be read",
        wrongs=(
            Wrong(
                "twice", "waits to be read", facts={"learner": "ivy", "consent": "{ivy_consent}"}
            ),
            Wrong(
                "of one who left",
                "not on the list",
                facts={"learner": "kit", "consent": "{kit_consent}"},
            ),
            Wrong("of oneself", "not on the list", "rex", {"learner": "rex"}),
            Wrong("of nobody here", "not on the list", facts={"learner": "ned"}),
            Wrong("before the consent", "not in date", facts={"day": date(2026, 1, 20)}),
            Wrong("before it happened", "cannot lie ahead", facts={"day": date(2026, 3, 9)}),
            Wrong("before the course", "not enrolled yet", facts={"day": date(2025, 12, 1)}),
            Wrong(
                "after it passed", "passed", facts={"learner": "lou", "consent": "{lou_consent}"}
            ),
        ),
    ),
    Act(
        name="take back what was shown",
        by="tess",
        page="/marking/in-person/course/{cohort}/{item}/{learner}/take-back",
        operation="take-back-in-person",
        facts={"learner": "ivy", "record": "{ivy_submission}", "reason": "It was Jan.", **VIVA},
        arguments={"record": "{record}"},
        form={"reason": "{reason}"},
        about="ivy",
        may=("theo",),
        again={"page": "nothing under this address", "api": "taken back", "cli": "taken back"},
        keyed=(),
        wrongs=(
            Wrong(
                "after its mark",
                "Somebody has marked it already",
                facts={"learner": "lou", "record": "{lou_submission}"},
            ),
            Wrong(
                "where it was handed in",
                "only its writer can take it back",
                facts={"learner": "hal", "record": "{hal_submission}"},
            ),
        ),
    ),
)
ROWS = (*SETS, *EXAMINING, *IN_PERSON)
