"""When a piece of work is due from one learner: the one answer that every door gives."""

from __future__ import annotations

from lms.domain.assessment.due_days import Deadline, once_handed_in, while_awaited
from lms.domain.assessment.nothing_handed_in import missed
from lms.domain.assessment.work import Work

__all__ = ["Deadline", "deadline_of"]


def deadline_of(work: Work, attempt: int) -> Deadline | None:
    """The deadline of an attempt with what set it; None where none binds, and then nothing is late.

    The month in a curriculum is a guide to learners, never a deadline. A cohort's deadline is for
    the attempt it names; a board's date for reassessment is for the attempts after the one it
    decided on. A day named when the learner came to the cohort, an extension, or circumstances
    that were accepted with a new day, goes beyond both.

    Work that was handed in is judged by the cohort in which that was, other work by the present
    one (8a.24); an attempt that failed for want of it keeps the deadline by which it failed.
    """
    begun = work.begun(attempt)
    if begun is not None:
        return once_handed_in(work, attempt, begun, work.stay(attempt))
    failed = missed(work, attempt)
    if failed is not None:
        return failed.deadline
    return while_awaited(work, attempt, work.stay(attempt))
