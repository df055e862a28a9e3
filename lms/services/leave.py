"""A learner leaves: withdraws from an enrolment, or moves to another cohort of the programme."""

from __future__ import annotations

from datetime import date

from lms.domain.policy import Actor, Target
from lms.domain.refusals.of_presence import why_left, why_same_cohort, why_too_soon
from lms.errors import BadInput
from lms.services.decide import deciding, reason_problems, record_about
from lms.services.enrolments import Learning
from lms.services.problem_at import NO_DAY, ProblemAt, day_problems, past_day_problems, refused_at
from lms.services.see_cohort import cohort_named
from lms.services.site import Site, require


def withdraw(
    site: Site, actor: Actor, enrolment: str, on: date, reason: str, key: str | None = None
) -> str:
    """End an enrolment on a day, with a reason; gives the record's id. What was done stays."""
    learner = deciding(site, actor, "withdraw", enrolment)
    problems = [
        *_still_here(learner),
        *day_problems("on", on, "the last day here"),
        *reason_problems(reason),
    ]
    if on != NO_DAY:
        problems += refused_at("on", why_too_soon(learner.enrolment, on))
    return record_about(site, actor, learner, "withdrawal", on, reason, key, problems=problems)


def move_cohort(
    site: Site,
    actor: Actor,
    enrolment: str,
    cohort: str,
    on: date,
    reason: str,
    key: str | None = None,
) -> str:
    """Move an enrolment to another cohort of the same programme; the version stays as it is."""
    learner = deciding(site, actor, "move-learner", enrolment)
    programme = learner.enrolment.programme
    require(site, actor, "move-learner", Target(programme=programme, cohort=cohort))
    if not cohort:
        raise BadInput("The move cannot be recorded.", [ProblemAt("cohort", "Choose a cohort.")])
    cohort_named(site, programme, cohort)
    problems = [
        *_still_here(learner),
        *past_day_problems("on", on, site.today(), "the day of the move"),
    ]
    problems += refused_at("cohort", why_same_cohort(learner.enrolment, cohort))
    problems += reason_problems(reason)
    return record_about(
        site, actor, learner, "cohort-move", on, reason, key, problems=problems, cohort=cohort
    )


def _still_here(learner: Learning) -> list[ProblemAt]:
    return refused_at("on", why_left(learner.enrolment))
