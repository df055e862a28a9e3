"""The day a question is asked about, which notes when its answer could change by itself."""

from __future__ import annotations

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


class AsOf:
    """A day that rules compare with, never read bare.

    Each comparison with a day still to come is noted, so the first date on which the answer could
    change unaided (``good_until``) falls out of the evaluation itself and cannot be forgotten.
    """

    def __init__(self, day: date):
        self.day = day
        self._turns: set[date] = set()

    def reached(self, day: date) -> bool:
        """Whether that day has come (on the day itself, yes)."""
        if day > self.day:
            self._turns.add(day)
        return day <= self.day

    def passed(self, day: date | None) -> bool:
        """Whether that day is over; a day that is not known is not."""
        return day is not None and day != date.max and self.reached(day + ONE_DAY)

    def within(self, first: date, last: date | None) -> bool:
        """Whether the day lies in a period, both ends included."""
        return self.reached(first) and not self.passed(last)

    @property
    def good_until(self) -> date | None:
        """The first day on which something compared so far would turn; None if nothing would."""
        return min(self._turns, default=None)
