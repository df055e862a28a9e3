"""When a piece of work is due from one learner, as every page, list and answer says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.assessment.deadlines import Deadline
from lms.domain.assessment.late_words import CORRECTION, deadline_words
from lms.domain.assessment.outcome import Stand
from lms.domain.assessment.results import correction_ends, result_of
from lms.domain.assessment.slips import changes_the_attempt
from lms.domain.assessment.work import Work
from lms.domain.calendar import last_day_of_period, month_in_words
from lms.domain.programme import Assessment


@dataclass(frozen=True, slots=True)
class WhenDue:
    """A deadline that binds, or else the month for which the curriculum plans the work.

    The month is a guide: nobody is late by it. Both are None where nothing is said at all.
    """

    deadline: Deadline | None = None
    planned: date | None = None
    """The last day of that month of the learner's stage."""

    @property
    def day(self) -> date | None:
        """The London day of the deadline."""
        return self.deadline.day if self.deadline else None

    @property
    def says(self) -> str:
        """``due by Friday 3 April 2026, 12:00``, ``planned for March 2027`` or nothing."""
        if self.deadline:
            return f"due by {deadline_words(self.deadline)}"
        return f"planned for {month_in_words(self.planned)}" if self.planned else ""

    @property
    def is_correction(self) -> bool:
        """Whether it came back for a slip, and is due when its correction ends."""
        return self.deadline is not None and self.deadline.why == CORRECTION

    def is_over(self, now: datetime) -> bool:
        """Whether the deadline has passed at an instant."""
        return self.deadline is not None and self.deadline.at < now


NOTHING_SAID = WhenDue()


def when_due(work: Work, attempt: int, stage_began: date | None = None) -> WhenDue:
    """When an attempt is to be handed in, as things stand on the day asked about.

    Work that came back for a slip is due when its correction ends; other work by its deadline.
    Without one, the curriculum's month guides a first attempt, counted from the first day of the
    learner's stage.
    """
    deadline = _correction(work, attempt) or result_of(work, attempt).deadline
    if deadline is not None or attempt > 1 or stage_began is None:
        return WhenDue(deadline)
    return WhenDue(planned=planned(work.assessment, stage_began))


def planned(assessment: Assessment, stage_began: date) -> date | None:
    """The last day of the month of the stage for which the curriculum plans the work."""
    months = assessment.due_month
    return last_day_of_period(stage_began, months) if months is not None else None


def _correction(work: Work, attempt: int) -> Deadline | None:
    if result_of(work, attempt).stand is not Stand.RETURNED:
        return None
    slip = [s for s in work.of("slip", attempt) if changes_the_attempt(s)][-1]
    return Deadline(correction_ends(work, slip), CORRECTION, slip.id)
