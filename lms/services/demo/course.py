"""One learner on one course of the example world: who, on what, from when, with which tutor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from lms.domain.calendar import last_day_of_period
from lms.domain.programme import Programme, Stage
from lms.services.demo.cohorts import Intake
from lms.services.demo.dates import working_day
from lms.services.demo.story import Story

LEAD, ADMISSIONS = "gloria", "hector"
"""The programme lead and the admissions tutor of the example world."""


@dataclass(frozen=True, slots=True)
class Course:
    """An enrolment, through which everything about it is told.

    ``last`` is the last day on which anything was done in it, for somebody who left or is away.
    """

    story: Story
    person: str
    intake: Intake
    enrolment: str
    last: date | None = None

    @property
    def tutor(self) -> str:
        return self.intake.tutor

    @property
    def afterwards(self) -> Course:
        """The same course for what others decide after the learner's last day."""
        return replace(self, last=None)

    @property
    def programme(self) -> Programme:
        return self.story.programmes[self.intake.programme]

    def stage(self, identity: str) -> Stage:
        """A stage of the course; it is there, for the example world follows the curricula."""
        found = self.programme.stage(identity)
        if found is None:
            raise LookupError(f"{self.programme.key} has no stage {identity}")
        return found

    def start(self, stage: str) -> date:
        """The first day of a stage."""
        return self.intake.start(self.story, stage)

    def week(self, stage: str, number: int, weekday: int = 0) -> date:
        """A working day in a week of a stage, counted from 0."""
        return working_day(self.start(stage) + timedelta(weeks=number, days=weekday))

    def due(self, stage: str, month: int) -> date:
        """The last day of a month of a stage."""
        return last_day_of_period(self.start(stage), month)

    def tell(self, kind: str, on: date, *, by: str = "", **more: Any) -> str:
        """A fact of this enrolment; the learner records it unless somebody else is named.

        What would have come after the learner's last day did not happen, and has no id.
        """
        if self.last is not None and on > self.last:
            return ""
        return self.story.tell(
            self.person,
            kind,
            on,
            by=by or self.person,
            enrolment=self.enrolment,
            curriculum=self.programme.key,
            **more,
        )


def enrol(
    story: Story,
    person: str,
    intake: Intake,
    accepted: tuple[str, ...] = (),
    last: date | None = None,
) -> Course:
    """Enrol somebody for the intake's first day, with the entry checks that were accepted."""
    programme = story.programmes[intake.programme]
    start = intake.start(story)
    enrolment = story.tell(
        person,
        "enrolment",
        start,
        by=LEAD,
        known=start - timedelta(days=30),
        curriculum=programme.key,
        programme=programme.id,
        version=programme.version,
        admission=intake.admission,
        cohort=intake.id,
    )
    course = Course(story, person, intake, enrolment, last)
    for requirement in accepted:
        looked_at = start - timedelta(days=20)
        accept_entry(course, requirement, looked_at)
    return course


def accept_entry(course: Course, requirement: str, on: date) -> None:
    """The admissions tutor accepts an entry check."""
    reason = {"text": "Seen with the application, and clear."}
    course.tell(
        "entry-check",
        on,
        by=ADMISSIONS,
        requirement=requirement,
        outcome="accepted",
        texts={"reason": reason},
    )


def leave(course: Course, kind: str, on: date, reason: str, **more: Any) -> None:
    """A break, a move or a withdrawal, which the programme lead recorded with its reason."""
    course.afterwards.tell(kind, on, by=LEAD, texts={"reason": {"text": reason}}, **more)


def credit(course: Course, on: date, outcome: str, reason: str, **what: str) -> None:
    """The admissions tutor decides about prior learning: a requirement or a whole stage."""
    course.tell(
        "credit", on, by=ADMISSIONS, outcome=outcome, texts={"reason": {"text": reason}}, **what
    )


def certificate(story: Story, person: str, level: str, on: date, complete: bool = True) -> None:
    """A certificate of another provider; one that is not complete shows neither hours nor whose it is."""
    story.tell(
        person,
        "certificate",
        on,
        by=ADMISSIONS,
        level=level,
        accredited=complete,
        hours_shown=complete,
        provider="another-provider" if complete else None,
    )
