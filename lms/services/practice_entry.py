"""A practice entry as a learner gives it: what each category asks, and what cannot be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lms.domain.calendar import in_words
from lms.domain.clock import ONE_DAY, doubt, read_clock_time, settled
from lms.domain.payloads import FieldProblem
from lms.domain.practice_time import (
    MOST_MINUTES,
    MOST_UNTIMED,
    TOO_LONG,
    TOO_MUCH,
    interval,
    minutes_of,
)
from lms.domain.records import NewRecord, person
from lms.services.check_writing import FAMILY_CODE
from lms.services.dates import date_problems
from lms.services.enrolments import Learning
from lms.services.problem_at import NO_DAY

CLINIC, SUPERVISION_GIVEN = "clinic", "supervision-given"
FORMS = ("group", "individual")
CODE = re.compile(r"[A-Z]{1,3}[1-9]\d{0,2}")
"""A learner's own code for a group or a supervisee, such as G1: never a name."""
LONGEST_NOTE = 2_000
SOME_DAY = date(2026, 1, 15)
"""A day on which no clock changes."""


@dataclass(frozen=True, slots=True)
class PracticeEntry:
    """What the learner says happened; ``minutes`` is worked out where both times are given.

    A time that came twice in the night when the clocks go back has its offset, ``01:30+01:00``;
    ``next_day`` says that the entry ended after midnight.
    ``direct`` is the part in the room as therapist, ``with_whom`` the learner's own code for the
    group or supervisee, ``family`` that for the family, ``note`` private text for the signer.
    """

    on: date
    category: str
    start: str = ""
    end: str = ""
    next_day: bool = False
    minutes: int | None = None
    direct: int | None = None
    form: str = ""
    with_whom: str = ""
    family: str = ""
    online: bool = False
    note: str = ""

    @property
    def length(self) -> int:
        """The minutes of the whole entry by its times, or as given; 0 where neither means any."""
        if self.start and self.end:
            span = interval(self.as_record("", {}))
            return minutes_of(span) if span else 0
        return self.minutes or 0

    def as_record(self, who: str, more: Mapping[str, Any]) -> NewRecord:
        """The entry's day and times as the ledger's checks read them, with more of its fields."""
        times = {"start": self.start, "end": self.end, "next-day": self.next_day}
        return NewRecord(person(who), "hours", self.on, self.on, {**times, **more})

    def settle(self) -> PracticeEntry:
        """The same, its times as they are kept: without an offset that they do not need."""
        finished = self.on + ONE_DAY if self.next_day else self.on
        start = settled(self.on, read_clock_time(self.start)) if self.start else ""
        end = settled(finished, read_clock_time(self.end)) if self.end else ""
        return replace(self, start=start, end=end)


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of practice that the learner's stages ask for.

    ``signed`` says that somebody must sign it, so that its clock times are needed.
    """

    id: str
    titles: tuple[str, ...]
    signed: bool


def categories(of: Learning) -> tuple[Category, ...]:
    """What the learner may log, in the order in which the requirements name it."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for stage in of.stages:
        for requirement in (r for top in stage.requirements for r in top.walk()):
            category = requirement.settings.get("category")
            if category:
                named = (requirement.title, bool(requirement.settings.get("signed-by")))
                found.setdefault(category, []).append(named)
    return tuple(
        Category(c, tuple(dict.fromkeys(t for t, _ in named)), any(s for _, s in named))
        for c, named in found.items()
    )


def entry_problems(of: Learning, entry: PracticeEntry, today: date) -> list[FieldProblem]:
    """What cannot be meant, each with the field that it is about."""
    # The times of a day that cannot be meant are looked at as on any other.
    timed = entry if not date_problems(entry.on) else replace(entry, on=SOME_DAY)
    return [*_of_day(of, entry, today), *_of_length(of, timed), *_of_codes(entry)]


def _of_day(of: Learning, entry: PracticeEntry, today: date) -> Iterator[FieldProblem]:
    if entry.on == NO_DAY:
        yield FieldProblem("on", "Give the day of the session: day, month and year.")
        return
    if entry.on > today:
        yield FieldProblem("on", f"The session cannot lie ahead; today is {in_words(today)}.")
    if entry.on < of.enrolment.started:
        began = in_words(of.enrolment.started)
        yield FieldProblem(
            "on", f"The session was before you were enrolled on {began}, so it counts elsewhere."
        )


def _of_length(of: Learning, entry: PracticeEntry) -> Iterator[FieldProblem]:
    known = {c.id: c for c in categories(of)}
    if entry.category not in known:
        yield FieldProblem("category", "Choose what kind of practice it was.")
    signed = entry.category in known and known[entry.category].signed
    missing = "start" if not entry.start else "end"
    if not (entry.start and entry.end) and (signed or entry.start or entry.end):
        yield FieldProblem(missing, "Give the time at which it began and that at which it ended.")
        return
    wrong = list(_of_times(entry))
    yield from wrong or _of_minutes(entry)


def _of_times(entry: PracticeEntry) -> Iterator[FieldProblem]:
    """What keeps the times from meaning one stretch of time, each at its field."""
    if not entry.start:
        return
    finished = entry.on + ONE_DAY if entry.next_day else entry.on
    found = []
    for name, day, value in (("start", entry.on, entry.start), ("end", finished, entry.end)):
        if not _is_clock(value):
            found.append(FieldProblem(name, "Give the time by the clock, such as 14:00."))
        elif said := doubt(day, value):
            found.append(FieldProblem(name, said.reason, said.code))
    yield from found
    if not found and not entry.length:
        yield FieldProblem("next-day", ENDS_BEFORE)


ENDS_BEFORE = (
    "It ends before it begins. If it went on past midnight, say that it ended on the next day "
    "(next_day: true); if not, look at its times."
)
TWO_LENGTHS = "The times come to {} minutes; leave the length out, or put the times right."


def _of_minutes(entry: PracticeEntry) -> Iterator[FieldProblem]:
    given = entry.minutes
    if entry.length <= 0 or (given is not None and given <= 0):
        yield FieldProblem("minutes", "Give how long it took, or when it began and ended.")
    elif entry.end and entry.length > MOST_MINUTES:
        yield FieldProblem("end", TOO_LONG)
    elif entry.length > MOST_UNTIMED:
        yield FieldProblem("minutes", TOO_MUCH)
    elif given not in (None, entry.length):
        yield FieldProblem("minutes", TWO_LENGTHS.format(entry.length))
    elif entry.direct is not None and not 0 <= entry.direct <= entry.length:
        text = f"The part in the room is between 0 and the {entry.length} minutes of the entry."
        yield FieldProblem("direct", text)


def _is_clock(text: str) -> bool:
    try:
        return read_clock_time(text) == text
    except ValueError:
        return False


def _of_codes(entry: PracticeEntry) -> Iterator[FieldProblem]:
    if entry.family and not FAMILY_CODE.fullmatch(entry.family):
        yield FieldProblem("family", "Give a code of your own: F and a number, such as F1.")
    if entry.form and entry.form not in FORMS:
        yield FieldProblem("form", "Choose whether it was a group or one supervisee.")
    if entry.with_whom and not CODE.fullmatch(entry.with_whom):
        text = "Give a code of your own for the group or supervisee, such as G1 or S1: no name."
        yield FieldProblem("with", text)
    if entry.category == SUPERVISION_GIVEN and not entry.form:
        yield FieldProblem("form", "Choose whether it was a group or one supervisee.")
    if len(entry.note) > LONGEST_NOTE:
        yield FieldProblem("note", f"A note has at most {LONGEST_NOTE:,} characters.")
