"""Working days and London clocks: how late something is, and when a clock in working hours runs out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache

from lms.domain.clock import on_london_clock
from lms.domain.records import LONDON

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingDays:
    """Mondays to Fridays but for the bank holidays that are handed in (England's)."""

    holidays: frozenset[date] = frozenset()

    def is_one(self, day: date) -> bool:
        """Whether people work on that day."""
        return day.weekday() < SATURDAY and day not in self.holidays

    def after(self, day: date, count: int = 1) -> date:
        """The working day so many working days after a day, which need not be one itself."""
        return _after(self, day, count)

    def between(self, first: date, last: date) -> int:
        """The working days after ``first`` up to and including ``last``; 0 if that is not later."""
        days = (last - first).days
        if days <= 0:
            return 0
        weeks, over = divmod(days, 7)
        rest = sum((last - n * ONE_DAY).weekday() < SATURDAY for n in range(over))
        free = bisect_right(self._in_order, last) - bisect_right(self._in_order, first)
        return weeks * SATURDAY + rest - free

    @cached_property
    def _in_order(self) -> list[date]:
        """The holidays on which people would have worked."""
        return sorted(day for day in self.holidays if day.weekday() < SATURDAY)

    def when_hours_end(self, begins: datetime, hours: int) -> datetime:
        """When so many hours have gone by, the hours of days off not counted.

        A clock started on a day off begins at 00:00 of the next working day (decision 8a.11). Hours
        are hours of the London clock's day: on the two days when the clocks change, a working day
        is still counted as what it is on the wall.
        """
        wall = begins.astimezone(LONDON).replace(tzinfo=None)
        if not self.is_one(wall.date()):
            wall = datetime.combine(self.after(wall.date()), time())
        left = timedelta(hours=hours)
        while wall + left > (midnight := datetime.combine(wall.date() + ONE_DAY, time())):
            left -= midnight - wall
            wall = datetime.combine(self.after(wall.date()), time())
        return on_london_clock(wall + left)


@lru_cache(maxsize=4096)
def _after(days: WorkingDays, day: date, count: int) -> date:
    for _ in range(count):
        day += ONE_DAY
        while not days.is_one(day):
            day += ONE_DAY
    return day


@dataclass(frozen=True, slots=True)
class Lateness:
    """How long after the deadline something arrived: 0 of each where it was in time.

    A day of either kind begins at the deadline's hour, so a minute late is one day late.
    """

    working_days: int = 0
    calendar_days: int = 0

    @property
    def late(self) -> bool:
        return self.calendar_days > 0


IN_TIME = Lateness()


def lateness(deadline: datetime, arrived: datetime, days: WorkingDays) -> Lateness:
    """How late an arrival is; the instant of the deadline itself is in time (8a.10)."""
    if arrived <= deadline:
        return IN_TIME
    wall = deadline.astimezone(LONDON)
    return Lateness(
        _turns(wall, arrived, days.after),
        _turns(wall, arrived, lambda day: day + ONE_DAY),
    )


def _turns(deadline: datetime, arrived: datetime, following: Callable[[date], date]) -> int:
    count, day, turn = 0, deadline.date(), deadline
    while turn < arrived:
        count, day = count + 1, following(day)
        turn = on_london_clock(datetime.combine(day, deadline.time()))
    return count
