"""Days and months as a training year counts them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from lms.domain.as_of import ONE_DAY


def last_day_of_period(first: date, months: int) -> date:
    """The last day of a period of so many months that begins with a day: an enrolment, a stage.

    It is the day before the corresponding day, or the month's last day where there is none: a month
    from 15 March ends on 14 April, one from 31 January with February (decision 8a.29).
    """
    corresponding = add_months(first, months)
    return corresponding - ONE_DAY if corresponding.day == first.day else corresponding


def limit_after(day: date, months: int = 0, *, years: int = 0) -> date:
    """The last day of a limit of so many months or years after something that happened on a day.

    It is the corresponding day, or the month's last day where there is none: five years after a
    certificate of 1 September end on 1 September (decision 8a.29).
    """
    return add_months(day, months + 12 * years)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or that month's last day where it is shorter.

    Rules ask ``last_day_of_period`` or ``limit_after`` instead: they say on which day it ends.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 28 February."""
    return add_months(day, 12 * years)


def month_in_words(day: date) -> str:
    """The month of a day as people write it: ``March 2026``."""
    return f"{day:%B %Y}"


def in_words(day: date | None) -> str:
    """A day as people write it: ``3 March 2026``."""
    return f"{day.day} {day:%B %Y}" if day else ""
