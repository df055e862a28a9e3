"""Prior learning and waivers: recorded decisions that settle a requirement or a whole stage."""

from __future__ import annotations

from datetime import date

from lms.domain.policy import Actor
from lms.domain.refusals.of_version import why_never_waived, why_nothing_credited
from lms.errors import BadInput, Refused
from lms.services.decide import (
    deciding_result,
    reason_problems,
    record_about,
    requirement_of,
)
from lms.services.problem_at import ProblemAt, past_day_problems, refused_at
from lms.services.programmes import catalogue
from lms.services.site import Site

OUTCOMES = ("credited", "credited-with-condition", "refused")


def decide_prior_learning(
    site: Site,
    actor: Actor,
    enrolment: str,
    outcome: str,
    on: date,
    reason: str,
    requirement: str = "",
    stage: str = "",
    key: str | None = None,
) -> str:
    """Credit, or refuse to credit, a requirement or a whole ``programme/stage`` (8a.8).

    The reason says what evidence there was of currency and of any shortfall.
    """
    learner = deciding_result(site, actor, "decide-prior-learning", enrolment)
    problems = past_day_problems("on", on, site.today(), "the day of the decision")
    known = frozenset(catalogue(site).stages)
    problems += refused_at("about", why_nothing_credited(requirement, stage, known))
    if requirement:
        requirement_of(learner, requirement)
    if outcome not in OUTCOMES:
        problems.append(ProblemAt("outcome", "Choose what was decided."))
    problems += reason_problems(reason, "Write what evidence there was and what it shows.")
    return record_about(
        site,
        actor,
        learner,
        "credit",
        on,
        reason,
        key,
        problems=problems,
        requirement=requirement or None,
        stage=stage or None,
        outcome=outcome,
    )


def waive(
    site: Site,
    actor: Actor,
    enrolment: str,
    requirement: str,
    on: date,
    reason: str,
    key: str | None = None,
) -> str:
    """Waive one requirement for one learner; clinical work and boards' decisions never are."""
    learner = deciding_result(site, actor, "waive", enrolment)
    if not requirement:
        problem = ProblemAt("requirement", "Choose the requirement to waive.")
        raise BadInput("The waiver cannot be recorded.", [problem])
    wanted = requirement_of(learner, requirement)
    refusal = why_never_waived(wanted)
    if refusal:
        raise Refused(refusal)
    problems = past_day_problems("on", on, site.today(), "the day of the waiver")
    problems += reason_problems(reason)
    return record_about(
        site,
        actor,
        learner,
        "waiver",
        on,
        reason,
        key,
        problems=problems,
        requirement=requirement,
    )
