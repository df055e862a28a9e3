"""The time of a practice entry: how long it may be, when it was, and that no other entry has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from lms.domain import clock
from lms.domain.calendar import in_words
from lms.domain.records import NewRecord, Record, Records, Refusal
from lms.domain.requirements.practice import category_title
from lms.domain.signed_entries import (
    corrected,
    entries_of,
    open_corrections,
    open_objection,
    open_on,
    signatures_on,
    standing_entry,
)
from lms.domain.wording import many

LONGEST_HOURS = 16
"""Nobody works for longer at a stretch: the law leaves thirteen hours between two rests of eleven
(Working Time Regulations 1998, regulation 10), and a day away from home may run a little over."""
MOST_MINUTES = LONGEST_HOURS * 60
MOST_UNTIMED = 24 * 60
"""Study that is noted once a week or a month names no times, and is no stretch of one day."""


def upgrade_hours(payload: Mapping[str, Any], _: int) -> Mapping[str, Any]:
    """Version 1 had no ``next-day``: what ended no later than it began ran past midnight.

    Its minutes stay as they were counted, also on the nights when the clocks changed.
    """
    start, end = payload.get("start"), payload.get("end")
    if not start or not end or end > start:
        return payload
    return MappingProxyType({**payload, "next-day": True})


def interval(entry: NewRecord | Record) -> tuple[datetime, datetime] | None:
    """The instants between which an entry lasted, in UTC, if it names them."""
    start, end = entry.get("start"), entry.get("end")
    if not start or not end:
        return None
    return clock.interval(entry.on, start, end, next_day=bool(entry.get("next-day")))


def minutes_of(span: tuple[datetime, datetime]) -> int:
    """The minutes that passed on the clock between two instants."""
    return int((span[1] - span[0]) / timedelta(minutes=1))


def check_hours(new: NewRecord, records: Records) -> Refusal | None:
    """A length that a day can hold, and one entry for one stretch of time (8a.2, 8a.3, 8a.31)."""
    return (
        time_refusal(new)
        or _check_amounts(new)
        or _check_reversed(new, records)
        or _check_overlap(new, records, new.replaces)
    )


def check_correction(new: NewRecord, records: Records) -> Refusal | None:
    """A correction is of a signed entry, one at a time, and would be an entry itself."""
    entry = standing_entry(records, new.get("entry"))
    if entry is None:
        return Refusal("no-entry", "The entry is not on record; it may have been changed.")
    signed = signatures_on(entry.id, records)
    if not signed:
        return Refusal(
            "unsigned-entry", "Nobody has signed this entry, so it can be changed itself."
        )
    if any(open_objection(s, records) for s in signed):
        reason = "A signature on this entry is objected to; a tutor decides about that first."
        return Refusal("objected", reason, (entry.id,))
    waiting = open_on(entry.id, records)
    if waiting is not None and waiting.record.id != new.replaces:
        reason = "A correction of this entry waits already; take it back to ask for another."
        return Refusal("correction-open", reason, (waiting.record.id,))
    wanted = corrected(new, entry)
    if wanted is None:
        return None
    return (
        time_refusal(wanted) or _check_amounts(wanted) or _check_overlap(wanted, records, entry.id)
    )


def _check_reversed(new: NewRecord, records: Records) -> Refusal | None:
    named = new.get("corrects")
    if not named or records.of("reversal", entry=named):
        return None
    reason = "An entry is corrected only once everybody who signed it has signed that."
    return Refusal("not-signed-yet", reason, (named,))


def time_refusal(new: NewRecord) -> Refusal | None:
    """Why the times of an entry mean no stretch of time: one of them in doubt, or both reversed."""
    start, end = new.get("start"), new.get("end")
    if not start or not end:
        return None
    finished = new.on + clock.ONE_DAY if new.get("next-day") else new.on
    said = clock.doubt(new.on, start) or clock.doubt(finished, end)
    if said:
        return said
    if interval(new) is None:
        return Refusal(
            "ends-before-start",
            f"It ends at {end}, which is not after {start}. If it went on past midnight, say that "
            f"it ended on the next day (next-day: true).",
        )
    return None


def _check_amounts(new: NewRecord) -> Refusal | None:
    minutes, direct, span = new.get("minutes") or 0, new.get("direct") or 0, interval(new)
    if minutes <= 0:
        return Refusal("length", "An entry is at least one minute long.")
    if span and minutes_of(span) > MOST_MINUTES:
        return Refusal("length", TOO_LONG)
    if minutes > MOST_UNTIMED:
        return Refusal("length", TOO_MUCH)
    if direct < 0:
        return Refusal("length", "The part in the room cannot be less than nothing.")
    if direct > minutes:
        return Refusal("length", "The part in the room cannot be longer than the whole entry.")
    if span and minutes_of(span) < minutes:
        return Refusal("length", "The minutes given are more than lie between start and end.")
    return None


TOO_LONG = (
    f"An entry is at most {LONGEST_HOURS} hours long, for no working day holds more. "
    f"Look at its times; log what was done on two days as two entries."
)
TOO_MUCH = "An entry is of at most 24 hours; log what was done on other days by itself."


def _check_overlap(new: NewRecord, records: Records, besides: str | None) -> Refusal | None:
    span = interval(new)
    if span is None:
        return None
    for identity, other in _taken(records):
        if identity == besides or abs(other.on - new.on) > clock.ONE_DAY:
            continue
        theirs = interval(other)
        if theirs and span[0] < theirs[1] and theirs[0] < span[1]:
            return _overlap(new, other, identity)
    return None


def _taken(records: Records) -> Iterator[tuple[str, NewRecord | Record]]:
    """What has its time: the entries that stand, and what a correction that waits would make of one."""
    for entry in entries_of(records):
        yield entry.id, entry
    for waiting in open_corrections(records):
        wanted = corrected(waiting.record, waiting.entry)
        if wanted is not None:
            yield waiting.entry.id, wanted


def _overlap(new: NewRecord, other: NewRecord | Record, identity: str) -> Refusal:
    when = f"{in_words(other.on)}, {times_of(other)}"
    if other.enrolment != new.enrolment:
        return Refusal(
            "other-enrolment",
            f"The time on {when} is already logged in another enrolment; an hour counts in one only.",
            (identity,),
        )
    return Refusal(
        "overlap",
        f"It overlaps the entry of {when} ({category_title(other.get('category'))}); one stretch "
        f"of time is one entry.",
        (identity,),
    )


def entry_words(entry: NewRecord | Record) -> str:
    """An entry's day, times, kind and length, without a word that the learner wrote."""
    times = times_of(entry)
    when = f"{in_words(entry.on)}, {times}" if times else in_words(entry.on)
    direct = entry.get("direct")
    room = f", {length_words(direct)} of it in the room" if direct else ""
    length = length_words(int(entry.get("minutes")))
    return f"{when}: {category_title(entry.get('category'))}, {length}{room}"


def length_words(minutes: int) -> str:
    """A length as people say it: ``1 hour 30 minutes``."""
    hours, rest = divmod(minutes, 60)
    said = [many(hours, "hour")] if hours else []
    return " ".join(said + ([many(rest, "minute")] if rest or not hours else []))


def times_of(entry: NewRecord | Record) -> str:
    """From when to when an entry lasted, as people read it; empty where it names no times."""
    start, end = entry.get("start"), entry.get("end")
    if not start or not end:
        return ""
    later = " the next day" if entry.get("next-day") else ""
    return f"{clock.clock_words(start)} to {clock.clock_words(end)}{later}"
