"""Recording a panel's judgement about a learner, made after the stage and no part of completing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.domain.policy import POLICY, SYSTEM, Actor
from lms.domain.programme import Requirement
from lms.domain.refusals.of_presence import why_too_soon
from lms.domain.refusals.of_version import why_not_judged
from lms.domain.wording import parted
from lms.errors import NotFound, NotPermitted
from lms.services.decide import deciding_result, reason_problems, record_about, requirement_of
from lms.services.enrolments import Learning, check_open, target_of
from lms.services.problem_at import ProblemAt, past_day_problems, refused_at
from lms.services.site import Site

ACT = "record-judgement"
RECORDED_BY = "tutor"
"""Who records what was judged by somebody in a role that records no judgements, such as a line manager."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was judged on a day, and why."""

    outcome: str
    on: date
    reason: str


def judged(
    site: Site, actor: Actor, enrolment: str, requirement: str
) -> tuple[Requirement, Learning]:
    """The requirement that asks for a judgement by somebody in the actor's role, and the enrolment.

    NotFound where there is none, NotPermitted where it asks for somebody in another role.
    """
    of = deciding_result(site, actor, ACT, enrolment)
    return _asked_for(site, actor, of, requirement), of


def _asked_for(site: Site, actor: Actor, of: Learning, requirement: str) -> Requirement:
    wanted = requirement_of(of, requirement)
    none = why_not_judged(wanted, wanted.settings.get("outcomes", [""])[0])
    if none is not None:
        raise NotFound(none.reason)
    if not may_judge(site, actor, of, wanted):
        role = parted(judging_role(wanted))
        raise NotPermitted(f"This judgement is recorded by somebody with the role of {role}.")
    return wanted


def may_judge(site: Site, actor: Actor, of: Learning, requirement: Requirement) -> bool:
    """Whether the actor holds the role, for this learner, in which a judgement is recorded."""
    by, target = judging_role(requirement), target_of(site, of.enrolment, actor)
    return actor is SYSTEM or any(
        grant.role == by and grant.covers(target, site.today()) for grant in actor.grants
    )


def judging_role(requirement: Requirement) -> str:
    """The role in which a judgement is recorded here: that of the curriculum, where it is one."""
    by = str(requirement.settings["by"])
    return by if by in POLICY[ACT] else RECORDED_BY


def record_judgement(
    site: Site,
    actor: Actor,
    enrolment: str,
    requirement: str,
    judgement: Judgement,
    key: str | None = None,
) -> str:
    """Record a judgement with its reason, which the learner reads; gives the record's id.

    A later one stands in place of an earlier; both stay on record.
    """
    of = deciding_result(site, actor, ACT, enrolment)
    wanted = _asked_for(site, actor, of, requirement)
    check_open(of, site.today())
    return record_about(
        site,
        actor,
        of,
        "judgement",
        judgement.on,
        judgement.reason,
        key,
        problems=_problems(site, of, wanted, judgement),
        requirement=requirement,
        outcome=judgement.outcome,
    )


def _problems(
    site: Site, of: Learning, wanted: Requirement, judgement: Judgement
) -> list[ProblemAt]:
    found = refused_at("outcome", why_not_judged(wanted, judgement.outcome))
    days = past_day_problems("on", judgement.on, site.today(), "the day of the judgement")
    days = days or refused_at("on", why_too_soon(of.enrolment, judgement.on))
    says = "Write what it rests on and, where it is not yet, what would change it."
    return [*found, *days, *reason_problems(judgement.reason, says)]
