"""A learner leaves: withdraws from an enrolment."""

from __future__ import annotations

from datetime import date

from lms.domain.as_of import ONE_DAY
from lms.domain.policy import Actor
from lms.domain.refusals.of_presence import why_too_soon, why_withdrawn
from lms.services.decide import deciding, reason_problems, record_about
from lms.services.problem_at import NO_DAY, day_problems, refused_at
from lms.services.site import Site


def withdraw(
    site: Site, actor: Actor, enrolment: str, last: date, reason: str, key: str | None = None
) -> str:
    """End an enrolment after a last day, with a reason; gives the record's id. What was done stays.

    The record is of the day after, from which on the learner is gone, as such records always were.
    Until then the learner is here as before, however early the withdrawal is recorded.
    """
    learner = deciding(site, actor, "withdraw", enrolment)
    problems = [
        *refused_at("on", why_withdrawn(learner.enrolment, site.today())),
        *day_problems("last", last, "the last day here"),
        *reason_problems(reason),
    ]
    gone = last if last == NO_DAY else last + ONE_DAY
    if last != NO_DAY:
        problems += refused_at("last", why_too_soon(learner.enrolment, gone))
    return record_about(site, actor, learner, "withdrawal", gone, reason, key, problems=problems)
