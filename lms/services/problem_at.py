"""What is wrong with a form, and at which of its fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lms.domain.records import Refusal
from lms.errors import BadInput
from lms.services.dates import date_problems, past_problems

NO_DAY = date.min
"""Stands for a day that was typed and is none, so that all problems are told at once."""


@dataclass(frozen=True, slots=True)
class ProblemAt:
    """A sentence that says what to do, and the name of the field that it is about.

    ``code`` is the reason's short name where it is a rule about facts that cases ask too.
    """

    field: str
    what: str
    code: str = ""

    def __str__(self) -> str:
        return self.what


def refused_at(field: str, refusal: Refusal | None) -> list[ProblemAt]:
    """A rule about facts that does not allow what one field says; nothing where none is broken."""
    return [ProblemAt(field, refusal.reason, refusal.code)] if refusal else []


def refuse_form(problems: Iterable[ProblemAt], message: str) -> None:
    """BadInput with every problem at once, where there is any."""
    found = list(problems)
    if found:
        raise BadInput(message, found)


def day_problems(field: str, day: date, what: str) -> list[ProblemAt]:
    """What is wrong with a day; ``what`` names it, as in "the first day"."""
    if day == NO_DAY:
        return [ProblemAt(field, f"Give {what} as day, month and year, such as 1 9 2026.")]
    return [ProblemAt(field, said) for said in date_problems(day)]


def past_day_problems(field: str, day: date, today: date, what: str) -> list[ProblemAt]:
    """What is wrong with a day on which something has happened already."""
    if day == NO_DAY:
        return day_problems(field, day, what)
    code = "ahead" if day > today else ""
    return [ProblemAt(field, said, code) for said in past_problems(day, today, what)]
