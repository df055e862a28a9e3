"""What a planner enters of the registers: looks, numbers, and a look that was a mistake."""

from __future__ import annotations

from datetime import date

from tests.doors.acts import Act, Wrong

HAL = {"who": "hal"}
TODAY, AHEAD = date(2026, 3, 2), date(2026, 3, 3)
LOOK = {**HAL, "checked": TODAY, "last": date(2026, 2, 20), "result": "absent"}

ROWS = (
    Act(
        name="record a look at a register",
        by="plan",
        page="/cadre/checks/enter?register=swe&person={who}",
        operation="record-register-checks",
        facts=LOOK,
        body={
            "checks": [
                {
                    "person": "{who}",
                    "register": "swe",
                    "result": "{result}",
                    "checked": "{checked}",
                    "last": "{last}",
                }
            ]
        },
        form={
            "people": "{who}",
            "result-hal": "{result}",
            "checked#day": "{checked}",
            "final-hal#day": "{last}",
        },
        about="hal",
        again="more",
        wrongs=(
            Wrong("of tomorrow", "cannot lie ahead", facts={"checked": AHEAD}),
            Wrong("with a last day ahead", "cannot lie ahead", facts={"last": AHEAD}),
        ),
    ),
    Act(
        name="keep a register number",
        by="plan",
        page="/cadre/people/{who}/number/swe",
        operation="keep-register-number",
        facts={**HAL, "number": "SW4711"},
        arguments={"person": "{who}", "register": "swe"},
        body={"number": "{number}"},
        form={"number": "{number}"},
        about="hal",
        keyed=(),
        wrongs=(Wrong("that is none", "letters and digits", facts={"number": "SW 1!"}),),
    ),
    Act(
        name="take back a look that found nothing",
        by="plan",
        page="/cadre/people/{who}/looks/{look}/mistake",
        operation="retract-register-absence",
        facts={**HAL, "look": "{hal_absence}", "reason": "Another person of that name."},
        arguments={"record": "{look}"},
        body={"reason": "{reason}"},
        form={"reason": "{reason}"},
        about="hal",
        again="taken back already",
        wrongs=(
            Wrong("without a word", "why it was a mistake", facts={"reason": " "}),
            Wrong("that found an entry", "found an entry", facts={"look": "{hal_entry}"}),
        ),
    ),
)
