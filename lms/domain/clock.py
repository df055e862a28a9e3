"""Clock times of the site's zone: which instant one means, also on the nights when clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from lms.domain.calendar import in_words
from lms.domain.records import LONDON, Refusal

CAME_TWICE = "came-twice"
ONE_DAY = timedelta(days=1)
EARLIEST, LATEST = date.min + ONE_DAY, date.max - ONE_DAY


def read_clock_time(text: object) -> str:
    """A clock time as it is kept: ``14:00``, or ``01:30+01:00`` where its offset is given.

    ValueError where it is none: seconds are nobody's clock.
    """
    try:
        at = time.fromisoformat(text)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        at = None
    if at is None or at.second or at.microsecond:
        raise ValueError(f"needs a time such as 14:00, not {_shown(text)}")
    return at.isoformat("minutes")


def _shown(text: object) -> str:
    said = repr(text)
    return said if len(said) <= 40 else f"{said[:37]}..."


def instants(day: date, clock: str) -> tuple[datetime, ...]:
    """Every instant, in UTC, at which the zone's clocks show a time on a day: one, none or two.

    Where the time has its offset, only the instant that it names, if there is one.
    """
    if not EARLIEST < day < LATEST:  # beside the ends of the calendar, no other zone has a time
        return ()
    at = time.fromisoformat(clock)
    wall = datetime.combine(day, at.replace(tzinfo=None))
    both = (wall.replace(tzinfo=LONDON, fold=fold).astimezone(UTC) for fold in (0, 1))
    shown = sorted({i for i in both if i.astimezone(LONDON).replace(tzinfo=None) == wall})
    if at.tzinfo is None:
        return tuple(shown)
    named = datetime.combine(day, at).astimezone(UTC)
    return (named,) if named in shown else ()


def on_london_clock(wall: datetime) -> datetime:
    """The instant at which London's clocks show a time, in UTC.

    A time that spring's change leaves out is the instant as far after the change; of a time that
    autumn's change shows twice, it is the later, so that nobody is late by an hour of grace lost.
    """
    found = instants(wall.date(), wall.time().isoformat())
    return found[-1] if found else wall.replace(tzinfo=LONDON).astimezone(UTC)


def doubt(day: date, clock: str) -> Refusal | None:
    """Why a clock time means no one instant on a day; None where it does."""
    found, plain = instants(day, clock), clock[:5]
    if len(found) == 1:
        return None
    that_night = f"in the night of {in_words(day)}"
    if not instants(day, plain):
        says = f"There was no {plain} {that_night}: the clocks went forward over it."
        return Refusal("never-was", says)
    if found:
        first, second = twice(day, clock)
        says = (
            f"{plain} came twice {that_night}, when the clocks went back: give {first} for the "
            f"first time, before the change, or {second} for the second, after it."
        )
        return Refusal("came-twice", says)
    right = " or ".join(_with_offset(i) for i in instants(day, plain))
    return Refusal("other-offset", f"{clock} is not {plain} here {that_night}; give {right}.")


def twice(day: date, clock: str) -> tuple[str, ...]:
    """A time that came twice on a day, each of the two with its offset; else nothing."""
    found = instants(day, clock[:5])
    return tuple(_with_offset(i) for i in found) if len(found) > 1 else ()


def _with_offset(instant: datetime) -> str:
    return instant.astimezone(LONDON).isoformat(timespec="minutes")[11:]


def instant(wall: datetime) -> datetime:
    """The one instant at which the zone's clocks show a time; ValueError where it is in doubt."""
    said = doubt(wall.date(), wall.time().isoformat())
    if said:
        raise ValueError(said.reason)
    return wall.replace(tzinfo=LONDON)


def settled(day: date, clock: str) -> str:
    """A time that is in no doubt, without an offset that it does not need."""
    return clock if twice(day, clock) or doubt(day, clock) else clock[:5]


def interval(
    on: date, start: str, end: str, *, next_day: bool = False
) -> tuple[datetime, datetime] | None:
    """The instants between which something lasted; None where it would end before it begins.

    Of a time that came twice and has no offset, kept before it was asked for, the first is meant.
    """
    begin, finish = _first(on, start), _first(on + ONE_DAY if next_day else on, end)
    return (begin, finish) if begin < finish else None


def _first(day: date, clock: str) -> datetime:
    found = instants(day, clock)
    return (
        found[0] if found else on_london_clock(datetime.combine(day, time.fromisoformat(clock[:5])))
    )


def clock_words(clock: str) -> str:
    """A clock time as people read it; one that came twice says which of the two it was."""
    offset = time.fromisoformat(clock).utcoffset()
    if offset is None:
        return clock
    return f"{clock[:5]} ({'before' if offset else 'after'} the clocks went back)"
