"""Days and months as a training year counts them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 28 February."""
    return add_months(day, 12 * years)


def in_words(day: date | None) -> str:
    """A day as people write it: ``3 March 2026``."""
    return f"{day.day} {day:%B %Y}" if day else ""
