"""Deadlines of the example world: one for each cohort and piece of work, from which all else is counted."""

from __future__ import annotations

from datetime import date, timedelta

from lms.domain.calendar import last_day_of_period
from lms.domain.programme import Assessment, Stage
from lms.domain.records import cohort
from lms.services.demo.cohorts import INTAKES, Intake
from lms.services.demo.dates import working_day
from lms.services.demo.story import Story

CLOSED = ((12, 17), (1, 3))
"""No deadline falls between these days: nobody should be late over Christmas."""
AGAIN = timedelta(days=28)
"""From one attempt to the next."""
SECOND_ATTEMPTS = {
    ("foundation-1", "fnd.interview"),
    ("year-2-1", "y2.a3"),
    ("qualifying-1", "y3.theory"),
}
"""Cohorts in which the lead also set a day for the attempt after the first."""


def deadline(story: Story, intake: Intake, stage: Stage, assessment: Assessment) -> date:
    """The last day for the first attempt: about the end of the month that the curriculum names."""
    months = assessment.due_month or stage.months
    day = working_day(last_day_of_period(intake.start(story, stage.id), months))
    while (day.month, day.day) > CLOSED[0] or (day.month, day.day) < CLOSED[1]:
        day = working_day(day + timedelta(days=1))
    return day


def tell_deadlines(story: Story) -> None:
    """Every deadline, as the programme lead set it before the stage began."""
    for intake in INTAKES.values():
        for stage in story.programmes[intake.programme].stages_of(intake.admission):
            known = intake.start(story, stage.id) - timedelta(days=20)
            for assessment in stage.assessments:
                last = deadline(story, intake, stage, assessment)
                _set(story, intake, assessment, 1, last, known)
                if (intake.id, assessment.id) in SECOND_ATTEMPTS:
                    again = working_day(last + AGAIN)
                    _set(story, intake, assessment, 2, again, last + timedelta(days=20))


def _set(
    story: Story, intake: Intake, assessment: Assessment, attempt: int, last: date, known: date
) -> None:
    story.tell(
        cohort(intake.id),
        "deadline",
        last,
        by="gloria",
        known=known,
        assessment=assessment.id,
        attempt=attempt,
    )
