"""The hour of a deadline: which instant it means, also on the nights when clocks change (8a.31)."""

from __future__ import annotations

from datetime import date, datetime, time

from lms.domain.clock import CAME_TWICE, doubt, instants, on_london_clock
from lms.domain.records import NewRecord, Records, Refusal


def instant_of(day: date, clock: str, default: time) -> datetime:
    """The instant of a deadline's hour: the clock time given, or the policy's where it is empty."""
    named = instants(day, clock) if clock else ()
    if len(named) == 1:
        return named[0]
    return on_london_clock(datetime.combine(day, _plain(clock) if clock else default))


def _plain(clock: str) -> time:
    return time.fromisoformat(clock).replace(tzinfo=None)


def check_deadline(new: NewRecord, _: Records) -> Refusal | None:
    """A deadline's hour is one that the clocks show on its day (8a.31).

    Of one that they show twice, told without its offset, the later is meant; whoever sets a
    deadline is asked which of the two it is.
    """
    said = doubt(new.on, new.get("time")) if new.get("time") else None
    return said if said and said.code != CAME_TWICE else None
