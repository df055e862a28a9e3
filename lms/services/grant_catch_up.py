"""Granting catch-up: attendance met by a tutor's signed exception, the register left as it is (8a.4)."""

from __future__ import annotations

from lms.domain.policy import Actor
from lms.domain.refusals.of_version import why_no_catch_up
from lms.services.decide import (
    deciding_result,
    reason_problems,
    record_about,
    requirement_of,
)
from lms.services.problem_at import refuse_form, refused_at
from lms.services.site import Site


def grant_catch_up(
    site: Site, actor: Actor, enrolment: str, requirement: str, reason: str, key: str | None = None
) -> str:
    """Record that missed days were caught up, with what was done; gives the record's id."""
    learner = deciding_result(site, actor, "grant-catch-up", enrolment)
    problems = reason_problems(reason, "Write what was missed and how it was caught up.")
    wanted = requirement_of(learner, requirement)
    problems += refused_at("reason", why_no_catch_up(wanted))
    refuse_form(problems, "Catch-up cannot be granted yet.")
    return record_about(
        site,
        actor,
        learner,
        "catch-up",
        site.today(),
        reason,
        key,
        from_site=["on"],
        requirement=requirement,
    )
