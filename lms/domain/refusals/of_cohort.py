"""What cannot be recorded about a cohort: a deadline that is over, a stage or work that is not there."""

from __future__ import annotations

from datetime import date

from lms.domain.assessment.bands import may_be_marked_by
from lms.domain.records import NewRecord, Refusal
from lms.domain.refusals.of_attempts import attempt_named
from lms.domain.refusals.of_work import why_unknown_attempt
from lms.domain.refusals.setting import Setting


def why_over(day: date, today: date) -> Refusal | None:
    """Why nobody sets a deadline for a day: it was over by then."""
    if day >= today:
        return None
    reason = "A deadline lies ahead: nobody is late for a day that was over when it was set."
    return Refusal("over", reason)


def check_deadline(new: NewRecord, at: Setting) -> Refusal | None:
    """A deadline is for an attempt that there can be, and lies ahead when it is set."""
    return why_unknown_attempt(attempt_named(new)) or why_over(new.on, at.today)


def check_policy(new: NewRecord, at: Setting) -> Refusal | None:
    """The tables of the version describe the bands of the policy (8a.33).

    Of a policy whose plugin is not here nothing is known; work under it is held.
    """
    policy = at.marking.find(str(new.get("policy")))
    if policy is None or new.get("programme") != at.programme.id:
        return None
    return may_be_marked_by(at.programme, policy, at.kinds)
