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
        wrongs=(
            Wrong("of no stage", "Choose the stage", facts={"stage": "never"}),
            Wrong("of a cohort that is none", "no cohort", facts={"cohort": "never"}),
            Wrong("that lies ahead", "cannot lie ahead", facts={"on": date(2026, 3, 3)}),
            Wrong("without a word", "who decided it", facts={"reason": " "}),
        ),
    ),
)
