"""A learner leaves: withdraws from an enrolment."""

from __future__ import annotations

from datetime import date

from lms.domain.policy import Actor
from lms.domain.refusals.of_presence import why_left, why_too_soon
from lms.services.decide import deciding, reason_problems, record_about
from lms.services.enrolments import Learning
from lms.services.problem_at import NO_DAY, ProblemAt, day_problems, refused_at
from lms.services.site import Site


def withdraw(
    site: Site, actor: Actor, enrolment: str, on: date, reason: str, key: str | None = None
) -> str:
    """End an enrolment on a day, with a reason; gives the record's id. What was done stays."""
    learner = deciding(site, actor, "withdraw", enrolment)
    problems = [
        *still_here(learner),
        *day_problems("on", on, "the last day here"),
        *reason_problems(reason),
    ]
    if on != NO_DAY:
        problems += refused_at("on", why_too_soon(learner.enrolment, on))
    return record_about(site, actor, learner, "withdrawal", on, reason, key, problems=problems)


def still_here(learner: Learning) -> list[ProblemAt]:
    """That somebody has left already, where it is so."""
    return refused_at("on", why_left(learner.enrolment))
