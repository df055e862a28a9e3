"""The days on which the example world turns: every one of them is counted from one date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lms.domain.calendar import add_months, add_years

MONTHS_KEPT = 40
"""How long before today the example site began to keep records."""
YEAR_END = {"swe": (11, 30), "ukcp": (9, 30), "aft-supervisors": (2, 28), "hcpc": (7, 31)}
"""The last day of each register's year (domain facts 2.1, 2.2)."""


@dataclass(frozen=True, slots=True)
class Dates:
    """Today, and the days that are told by their distance from it."""

    today: date

    @property
    def opening(self) -> date:
        """The day on which the example site began; older facts were entered then."""
        return self.ago(MONTHS_KEPT)

    def ago(self, months: int, days: int = 0) -> date:
        """A working day so many months before today, and so many days after that."""
        return working_day(add_months(self.today, -months) + timedelta(days=days))

    def monday(self, months: int) -> date:
        """The first Monday on or after the day so many months before today."""
        day = add_months(self.today, -months)
        return day + timedelta(days=-day.weekday() % 7)

    def last(self, month: int, day: int, at_least: int = 1) -> date:
        """The latest such day of a year that is at least so many days past."""
        found = date(self.today.year, month, day)
        while found > self.today - timedelta(days=at_least):
            found = add_years(found, -1)
        return found


def is_working_day(day: date) -> bool:
    """Whether courses and services work on a day: not at weekends, not around Christmas."""
    return (
        day.weekday() < 5 and not (day.month, day.day) >= (12, 23) and (day.month, day.day) > (1, 2)
    )


def working_day(day: date) -> date:
    """The day itself, or the next one on which people work."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def year_end(register: str, on: date) -> date:
    """The last day that a register shows to somebody who looks on a day."""
    month, day = YEAR_END[register]
    end = date(on.year, month, day)
    return end if end >= on else add_years(end, 1)


def signing_day(session: date) -> date:
    """When a supervisor who signs once a month signs a session: early in the next month."""
    return working_day(add_months(session.replace(day=1), 1) + timedelta(days=4))
