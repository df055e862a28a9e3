"""What dated checks of a public register show about any day (domain decisions 8a.12 and 8a.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from lms.domain.as_of import ONE_DAY, AsOf
from lms.domain.records import Record, Records

SYSTEMIC_TITLE = "family-and-systemic-psychotherapist"
RECHECK_AFTER = timedelta(days=90)
"""A check older than this warns that a re-check is due (8a.12)."""


class Holding(StrEnum):
    """What is known of an entry on a day."""

    HELD = "held"
    UNCONFIRMED = "unconfirmed"
    ABSENT = "absent"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Span:
    """Inclusive days on which one state of an entry is known; ``last`` None is open."""

    first: date
    last: date | None
    holding: Holding
    record: str = ""
    conditions: bool = False
    sanctions: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """The state of a register entry on the day asked about."""

    holding: Holding
    since: date | None = None
    record: str = ""
    conditions: bool = False
    sanctions: bool = False
    ever: bool = False
    last_day: date | None = None
    recheck_due: bool = False

    @property
    def held(self) -> bool:
        return self.holding is Holding.HELD


def entry_on(records: Records, register: str, as_of: AsOf) -> Entry:
    """What the known checks of one register say about the day.

    On the UKCP register only the title Family and Systemic Psychotherapist counts. ``since`` is
    the first day of the unbroken stretch in which the entry has been as it is on the day.
    """
    checks, spans = records.remember(("register", register), lambda: _known(records, register))
    started = [s for s in spans if s.holding is Holding.HELD and as_of.reached(s.first)]
    current = next((s for s in spans if as_of.within(s.first, s.last)), None)
    if current is None:
        return Entry(Holding.NEVER)
    newest = max(checked_on(c) for c in checks)
    held = current.holding is Holding.HELD
    return Entry(
        holding=current.holding,
        since=_since(spans, current),
        record=current.record,
        conditions=current.conditions,
        sanctions=current.sanctions,
        ever=bool(started),
        last_day=current.last,
        recheck_due=held and as_of.passed(newest + RECHECK_AFTER),
    )


def _known(records: Records, register: str) -> tuple[list[Record], list[Span]]:
    checks = [r for r in records.of("registration", register=register) if _counts(r, register)]
    return checks, timeline(checks)


def checked_on(check: Record) -> date:
    """The day on which somebody looked: the day named, else the day it was written down."""
    return check.get("checked") or check.recorded.date()


def _counts(check: Record, register: str) -> bool:
    title = check.get("title")
    return register != "ukcp" or check.get("result") == "absent" or title == SYSTEMIC_TITLE


def _since(spans: list[Span], current: Span) -> date:
    since = current.first
    for span in reversed(spans[: spans.index(current)]):
        if span.holding is not current.holding:
            break
        since = span.first
    return since


def timeline(checks: Iterable[Record]) -> list[Span]:
    """The spans of one register that its checks, in the order they were made, add up to.

    They follow one another without a gap, and the last is open.
    """
    spans: list[Span] = []
    for check in sorted(checks, key=lambda c: (checked_on(c), c.first)):
        absent = check.get("result") == "absent"
        spans = _with_absence(spans, check) if absent else _with_entry(spans, check)
    return _without_gaps(spans)


def _with_entry(spans: list[Span], check: Record) -> list[Span]:
    """A check that shows an entry fills the days of it on which nothing was known: where only the
    last day has moved it was held all along. A start after the last day known shows that the days
    between were not held."""
    kept = [part for span in spans if (part := _still_known(span, check))]
    before = [s.last for s in kept if s.last is not None and s.last < check.first]
    after_last = max(before) + ONE_DAY if before else check.first
    if after_last < check.first:
        kept.append(Span(after_last, check.first - ONE_DAY, Holding.ABSENT, check.id))
    holding = Holding.ABSENT if check.get("suspended") else Holding.HELD
    flags = bool(check.get("conditions")), bool(check.get("sanctions"))
    kept += [
        Span(first, last, holding, check.id, *flags)
        for first, last in _unknown_days(kept, check.first, check.last)
    ]
    return sorted(kept, key=lambda s: s.first)


def _still_known(span: Span, check: Record) -> Span | None:
    """What a later check leaves of what was known.

    It says nothing of days before its entry's first. If that first day is news, it begins
    something (a restoration, a suspension) and what was known ends there; if not, the entry's own
    beginning is merely repeated, and what earlier checks saw stands until the day of this one.
    """
    if check.last is not None and check.last < span.first:
        return span
    news = check.first > span.first
    speaks = check.first if news else max(check.first, checked_on(check))
    if speaks <= span.first:
        return None
    last = speaks - ONE_DAY
    return replace(span, last=last if span.last is None else min(span.last, last))


def _unknown_days(
    known: list[Span], first: date, last: date | None
) -> list[tuple[date, date | None]]:
    """The stretches of a period that no span covers."""
    free: list[tuple[date, date | None]] = []
    for span in sorted(known, key=lambda s: s.first):
        if last is not None and span.first > last:
            break
        if first < span.first:
            free.append((first, span.first - ONE_DAY))
        if span.last is None:
            return free
        first = max(first, span.last + ONE_DAY)
    return free if last is not None and first > last else [*free, (first, last)]


def _with_absence(spans: list[Span], check: Record) -> list[Span]:
    """A check that finds no entry: not held from the end that the register gives, else from the
    day after the last known day, and never from later than the day of the check."""
    looked = checked_on(check)
    ends = [s.last for s in spans if s.last is not None and s.holding is Holding.HELD]
    after_last = max(ends) + ONE_DAY if ends else looked
    last = check.get("last")
    first = last + ONE_DAY if last else min(after_last, looked)
    kept = [
        replace(s, last=first - ONE_DAY if s.last is None else min(s.last, first - ONE_DAY))
        for s in spans
        if s.first < first
    ]
    return [*kept, Span(first, None, Holding.ABSENT, check.id)]


def _without_gaps(spans: list[Span]) -> list[Span]:
    """Days between two known stretches were not held; days after the last are unconfirmed."""
    whole: list[Span] = []
    for span in spans:
        last = whole[-1].last if whole else None
        if last is not None and last + ONE_DAY < span.first:
            gap = Span(last + ONE_DAY, span.first - ONE_DAY, Holding.ABSENT, span.record)
            whole.append(gap)
        whole.append(span)
    if whole and whole[-1].last is not None:
        first = whole[-1].last + ONE_DAY
        whole.append(Span(first, None, Holding.UNCONFIRMED, whole[-1].record))
    return whole


def upgrade_check(payload: Mapping[str, Any], _: int) -> Mapping[str, Any]:
    """A look of version 1, whose ``ended`` was the first day off the register, named its end.

    Version 2 gives the last day on the register (8a.28): the day before, so no answer changes.
    """
    fields = {name: value for name, value in payload.items() if name != "ended"}
    ended = payload.get("ended")
    if ended is None or payload.get("result") != "absent":
        return fields
    return {**fields, "last": (date.fromisoformat(ended) - ONE_DAY).isoformat()}
