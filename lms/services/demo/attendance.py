"""Registers of the example world: who was there, by half-days, as the tutor took them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lms.services.demo.course import Course


def attend(
    course: Course, stage: str, register: str, days: Sequence[date], missed: str = ""
) -> None:
    """Take the register of every day; ``missed`` names days and halves, such as ``3 7pm 9am``."""
    absences = missed.split()
    for number, day in enumerate(days, start=1):
        absent = [half for half in ("am", "pm") if f"{number}{half}" in absences]
        if len(absent) == 1:
            for half in ("am", "pm"):
                _mark(course, stage, register, number, day, half, half not in absent)
        else:
            present = not absent and str(number) not in absences
            _mark(course, stage, register, number, day, "whole", present)


def _mark(
    course: Course, stage: str, register: str, number: int, day: date, half: str, present: bool
) -> None:
    course.tell(
        "attendance",
        day,
        by=course.tutor,
        register=register,
        stage=f"{course.programme.id}/{stage}",
        day=number,
        half=half,
        present=present,
    )


def taught_days(course: Course, stage: str, weeks_apart: float) -> list[date]:
    """The taught days of a stage: the first in its second week, then so many weeks apart."""
    count = course.stage(stage).days
    return [course.week(stage, 1 + int(n * weeks_apart), weekday=2) for n in range(count)]


def declare(course: Course, declaration: str, on: date) -> None:
    """The learner signs a text."""
    course.tell("declaration", on, declaration=declaration)
