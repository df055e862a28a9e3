"""Whether a day that somebody typed can be meant, said so that they know what to type instead."""

from __future__ import annotations

from datetime import date

from lms.domain.calendar import in_words

EARLIEST = date(1990, 1, 1)
"""No training or employment that this site could know of began earlier."""
LATEST = date(2100, 12, 31)


def date_problems(day: date) -> list[str]:
    """What is wrong with a day that may lie ahead."""
    if EARLIEST <= day <= LATEST:
        return []
    return [f"{in_words(day)} cannot be meant; check the year."]


def past_problems(day: date, today: date, what: str) -> list[str]:
    """What is wrong with a day on which something has happened; ``what`` names it."""
    if day > today:
        begins = what[0].upper() + what[1:]
        return [f"{begins} cannot lie ahead: {in_words(day)} is after today, {in_words(today)}."]
    return date_problems(day)
