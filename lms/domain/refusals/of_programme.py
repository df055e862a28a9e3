"""What cannot be recorded because of a programme's intake: an enrolment while it is closed."""

from __future__ import annotations

from lms.domain.intake import programme_subject, refuse_new, why_over
from lms.domain.records import NewRecord, Refusal
from lms.domain.refusals.setting import Setting


def check_intake(new: NewRecord, at: Setting) -> Refusal | None:
    """Nobody new is enrolled on a programme that is closed to new enrolments (8a.15)."""
    about = at.others.about(programme_subject(str(new.get("programme"))))
    return refuse_new(about, at.programme.title, new.on, at.today)


def check_ahead(new: NewRecord, at: Setting) -> Refusal | None:
    """An intake is closed or opened from the day on which that is recorded, or from a later one."""
    return why_over(new.on, at.today)
