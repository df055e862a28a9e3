"""What becomes of a practice entry once it is signed: corrections, addenda, objections decided."""

from __future__ import annotations

from datetime import date

from tests.doors.acts import Act, Wrong

HOURS = "/learning/{enrolment}/hours"
ENTRY = {"enrolment": "{ian_enrolment}", "entry": "{ian_signed}"}
TIMES = {"on": "{day}", "start": "10:00", "end": "{end}", "reason": "{reason}"}

WHILE_OPEN = (
    Wrong("while one waits", "waits already", facts={"entry": "{ian_correcting}"}),
    Wrong("while it is objected to", "objected to", facts={"entry": "{ian_objected}"}),
)
"""When no correction of an entry can be asked for, whatever is to be corrected."""
UNSIGNED = Wrong("of what nobody signed", "can be changed itself", facts={"entry": "{ian_open}"})
NO_WORD = Wrong("without a word", "Say why", facts={"reason": " "})

ROWS = (
    Act(
        name="end the links of a signer",
        by="tess",
        page="/teaching/learners/ian/{enrolment}/signers/{signer}/end-links",
        operation="end-signing-links",
        facts={"enrolment": "{ian_enrolment}", "signer": "boss"},
        arguments={"enrolment": "{enrolment}", "signer": "{signer}"},
        form={},
        about="ian",
        may=("lead",),
        again="more",
        writes=("links-ended",),
        wrongs=(Wrong("of nobody who signs", "signs for this learner", facts={"signer": "ben"}),),
    ),
    Act(
        name="ask for a correction",
        by="ian",
        page=f"{HOURS}/{{entry}}/correct",
        operation="ask-for-correction",
        facts={**ENTRY, "day": date(2026, 2, 10), "end": "12:30", "reason": "It ran on."},
        arguments={"enrolment": "{enrolment}", "entry": "{entry}"},
        body=TIMES,
        form={"on#day": "{day}", "start": "10:00", "end": "{end}", "reason": "{reason}"},
        again="waits already",
        writes=("correction",),
        wrongs=(
            NO_WORD,
            Wrong("backwards", "ends before it begins", facts={"end": "09:00"}),
            Wrong("on a day to come", "cannot lie ahead", facts={"day": date(2026, 3, 9)}),
            *WHILE_OPEN,
            UNSIGNED,
        ),
    ),
    Act(
        name="ask to take a signed entry back",
        by="ian",
        page=f"{HOURS}/{{entry}}/ask-to-take-back",
        operation="ask-to-take-back-hours",
        facts={**ENTRY, "reason": "The session was cancelled."},
        arguments={"enrolment": "{enrolment}", "entry": "{entry}"},
        body={"reason": "{reason}"},
        form={"reason": "{reason}"},
        again="waits already",
        writes=("correction",),
        wrongs=(
            NO_WORD,
            *WHILE_OPEN,
            UNSIGNED,
        ),
    ),
    Act(
        name="take a correction back",
        by="ian",
        page=f"{HOURS}/corrections/{{correction}}/take-back",
        operation="take-back-correction",
        facts={"enrolment": "{ian_enrolment}", "correction": "{ian_correction}"},
        arguments={"enrolment": "{enrolment}", "correction": "{correction}"},
        again="taken back",
        keyed=(),
        wrongs=(Wrong("of none", "no such correction", facts={"correction": "none"}),),
    ),
    Act(
        name="add to a signed entry",
        by="ian",
        page=f"{HOURS}/{{entry}}/add",
        operation="add-addendum",
        facts={**ENTRY, "text": "We spoke of loss."},
        arguments={"enrolment": "{enrolment}", "entry": "{entry}"},
        body={"text": "{text}"},
        form={"text": "{text}"},
        again="more",
        writes=("addendum",),
        wrongs=(
            Wrong("without a word", "Write what you want to add", facts={"text": " "}),
            UNSIGNED,
        ),
    ),
    Act(
        name="decide an objection",
        by="tess",
        page="/teaching/objections/{objection}",
        operation="decide-objection",
        facts={"objection": "{ian_objection}", "outcome": "upheld", "reason": "Boss was away."},
        arguments={"objection": "{objection}"},
        body={"outcome": "{outcome}", "reason": "{reason}"},
        form={"outcome": "{outcome}", "reason": "{reason}"},
        about="ian",
        again="decided about this objection already",
        writes=("objection-decision",),
        wrongs=(
            Wrong("without a word", "Write what you looked at", facts={"reason": " "}),
            Wrong("of none", "nothing", facts={"objection": "none"}),
        ),
    ),
)

BY_LINK = (
    Act(
        name="answer a correction",
        by="",
        page="/sign/{link}/corrections/{correction}/agency-supervisor",
        operation="answer-correction",
        facts={"link": "{boss_link}", "correction": "{ian_correction}"},
        arguments={"token": "{link}", "correction": "{correction}"},
        body={"role": "agency-supervisor", "declared": True},
        form={"decision": "signed", "declared": "yes"},
        again={"page": "no longer waits", "api": "no longer waits", "cli": "no longer waits"},
        writes=("correction-answer", "reversal", "hours", "signature"),
    ),
    Act(
        name="object to a signature",
        by="",
        page="/signed/{copy}",
        operation="object-to-signatures",
        facts={"copy": "{boss_copy}", "signature": "{ian_first_signature}"},
        arguments={"token": "{copy}"},
        body={"signatures": ["{signature}"], "reason": "I was away."},
        form={"signature": "{signature}", "reason": "I was away."},
        again="objected to already",
        writes=("objection",),
    ),
)
"""What whoever was mailed a link does by it: its token is the key, so that nobody else is turned away."""
