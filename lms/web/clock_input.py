"""Clock times and lengths as people type them: ``2pm``, ``9.30``, ``0930``, ``1 hour 30``."""

from __future__ import annotations

import re
from datetime import date

from lms.domain.clock import twice
from lms.web.number_input import read_number

CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.h ]?(?P<minute>[0-9]{2}))? ?(?P<half>[ap]\.?m\.?)?")


def read_clock(typed: str) -> str:
    """The time as ``14:00``; what cannot be meant comes back as it was typed, to be complained of."""
    match = CLOCK.fullmatch(typed.strip().lower())
    if not match or not (match["minute"] or match["half"] or ":" in typed):
        return typed.strip()
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
    if half:
        if not 1 <= hour <= 12:
            return typed.strip()
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else typed.strip()


def read_chosen(day: date, typed: str, chosen: str) -> str:
    """A typed time; where it came twice on the day, the one of the two that was chosen."""
    clock = read_clock(typed)
    try:
        return chosen if chosen in twice(day, clock) else clock
    except ValueError:
        return clock


def read_length(hours: str, minutes: str) -> int | None:
    """Hours and minutes together in minutes; -1 where one is below nothing, None where none is meant."""
    if not hours.strip() and not minutes.strip():
        return None
    try:
        whole, part = round(float(hours.strip() or 0) * 60), int(minutes.strip() or 0)
        return whole + part if whole >= 0 and part >= 0 else -1
    except (ValueError, OverflowError):
        return None


def read_minutes(typed: str) -> int | None:
    """A whole number of minutes; None where nothing is typed, -1 where it is no number."""
    if not typed.strip():
        return None
    number = read_number(typed)
    return -1 if number is None else number
