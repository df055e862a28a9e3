"""What leads and planners decide: prior learning, waivers, breaks, moves, leaving, accreditation."""

from __future__ import annotations

from datetime import date

from tests.doors.acts import Act

HOME = "/programmes/learners/{enrolment}"
QUY = {"enrolment": "{quy_enrolment}"}
BY_ENROLMENT = {"enrolment": "{enrolment}"}
DAY, REASON = date(2026, 3, 2), "It was looked at."
DECIDED = {"on": DAY, "reason": REASON}
TYPED = {"on#day": DAY, "reason": REASON}

ROWS = (
    Act(
        name="decide on prior learning",
        writes=("credit",),
        by="lead",
        page=f"{HOME}/prior-learning",
        operation="decide-on-prior-learning",
        facts=QUY,
        arguments=BY_ENROLMENT,
        body={"requirement": "crs.report", "outcome": "credited", **DECIDED},
        form={"about": "requirement:crs.report", "outcome": "credited", **TYPED},
    ),
    Act(
        name="waive a requirement",
        writes=("waiver",),
        by="lead",
        page=f"{HOME}/waiver",
        operation="waive-requirement",
        facts=QUY,
        arguments=BY_ENROLMENT,
        body={"requirement": "crs.essay-passed", **DECIDED},
        form={"requirement": "crs.essay-passed", **TYPED},
    ),
    Act(
        name="pause studies",
        writes=("interruption",),
        by="lead",
        page=f"{HOME}/pause",
        operation="interrupt-enrolment",
        facts=QUY,
        arguments=BY_ENROLMENT,
        body={"first": DAY, "last": date(2026, 4, 30), "reason": REASON},
        form={"first#day": DAY, "last#day": date(2026, 4, 30), "reason": REASON},
    ),
    Act(
        name="move to another cohort",
        writes=("cohort-move",),
        by="lead",
        page=f"{HOME}/move/marking/{DAY}",
        operation="move-learner",
        facts=QUY,
        arguments=BY_ENROLMENT,
        body={"cohort": "marking", **DECIDED},
        form={"reason": REASON},
    ),
    Act(
        name="take a move back",
        writes=("retraction",),
        by="lead",
        page=f"{HOME}/moves/{{move}}/back",
        operation="take-back-move",
        facts={"enrolment": "{wyn_enrolment}", "move": "{wyn_cohort_move}"},
        arguments={**BY_ENROLMENT, "record": "{move}"},
        body={"reason": REASON},
        form={"reason": REASON},
    ),
    Act(
        name="withdraw",
        writes=("withdrawal",),
        by="lead",
        page=f"{HOME}/withdraw",
        operation="withdraw-learner",
        facts=QUY,
        arguments=BY_ENROLMENT,
        body={"last": DAY, "reason": REASON},
        form={"last#day": DAY, "reason": REASON},
    ),
    Act(
        name="end a post",
        writes=("employment-end",),
        by="plan",
        page="/cadre/people/{who}/end",
        operation="end-employment",
        facts={"who": "sue"},
        arguments={"person": "{who}"},
        body={"employer": "medway", "last": DAY},
        form={"employer": "medway", "last#day": DAY},
    ),
    Act(
        name="decide on accreditation",
        writes=("accreditation",),
        by="lead",
        page="/programmes/course/cohorts/order/accreditation",
        operation="decide-accreditation",
        arguments={"programme": "course", "cohort": "order"},
        body={"stage": "year", "outcome": "not-yet", **DECIDED},
        form={"stage": "year", "outcome": "not-yet", **TYPED},
    ),
)
