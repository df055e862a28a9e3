"""What leads decide about a programme's cohorts and its intake."""

from __future__ import annotations

from datetime import date

from tests.doors.acts import Act, Wrong

COHORT = {"programme": "course", "cohort": "{cohort}"}
ACCREDITED = {
    "cohort": "decided",
    "stage": "year",
    "outcome": "accredited",
    "on": date(2026, 2, 27),
    "reason": "The letter of 27 February.",
}

CLOSING = {
    "programme": "course",
    "outcome": "closed",
    "on": date(2026, 3, 2),
    "reason": "The last cohort of this course.",
}

ROWS = (
    Act(
        name="decide about accreditation",
        by="lead",
        page="/programmes/course/cohorts/{cohort}/accreditation",
        operation="decide-accreditation",
        facts=ACCREDITED,
        arguments=COHORT,
        body={
            "stage": "{stage}",
            "outcome": "{outcome}",
            "on": "{on}",
            "reason": "{reason}",
        },
        form={
            "stage": "{stage}",
            "outcome": "{outcome}",
            "on#day": "{on}",
            "reason": "{reason}",
        },
        again="more",
        writes=("accreditation",),
        wrongs=(
            Wrong("of no stage", "Choose the stage", facts={"stage": "never"}),
            Wrong("of a cohort that is none", "no cohort", facts={"cohort": "never"}),
            Wrong("that lies ahead", "cannot lie ahead", facts={"on": date(2026, 3, 3)}),
            Wrong("without a word", "who decided it", facts={"reason": " "}),
        ),
    ),
    Act(
        name="close to new enrolments",
        by="lead",
        page="/programmes/{programme}/intake",
        operation="decide-intake",
        facts=CLOSING,
        arguments={"programme": "{programme}"},
        body={"outcome": "{outcome}", "on": "{on}", "reason": "{reason}"},
        form={"outcome": "{outcome}", "on#day": "{on}", "reason": "{reason}"},
        may=("op",),
        again="on that day already",
        writes=("intake",),
        wrongs=(
            Wrong("in the past", "today at the earliest", facts={"on": date(2026, 3, 1)}),
            Wrong("where it is open", "open to new enrolments", facts={"outcome": "open"}),
            Wrong("without a word", "Write why", facts={"reason": " "}),
        ),
    ),
)
