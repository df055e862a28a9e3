"""What dated checks of a public register show about any day (domain decisions 8a.12 and 8a.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

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

    On the UKCP register only the title Family and Systemic Psychotherapist counts.
    """
    checks = [r for r in records.of("registration", register=register) if _counts(r, register)]
    spans = timeline(checks)
    started = [s for s in spans if s.holding is Holding.HELD and as_of.reached(s.first)]
    current = next((s for s in spans if as_of.within(s.first, s.last)), None)
    if current is None:
        return Entry(Holding.NEVER if not checks else Holding.ABSENT, ever=bool(started))
    newest = max((c.get("checked") or c.first for c in checks), default=None)
    return Entry(
        holding=current.holding,
        since=_held_since(spans, current),
        record=current.record,
        conditions=current.conditions,
        sanctions=current.sanctions,
        ever=bool(started),
        last_day=current.last,
        recheck_due=newest is not None and as_of.passed(newest + RECHECK_AFTER),
    )


def _counts(check: Record, register: str) -> bool:
    title = check.get("title")
    return register != "ukcp" or check.get("result") == "absent" or title == SYSTEMIC_TITLE


def _held_since(spans: list[Span], current: Span) -> date:
    since = current.first
    for span in reversed(spans[: spans.index(current)]):
        if span.holding is not current.holding or span.last != since - ONE_DAY:
            break
        since = span.first
    return since


def timeline(checks: Iterable[Record]) -> list[Span]:
    """The spans of one register that the checks, in the order they became known, add up to."""
    spans: list[Span] = []
    for check in checks:
        if check.get("result") == "absent":
            spans = _with_absence(spans, check)
        else:
            spans = _with_entry(spans, check)
    return _with_unconfirmed_tail(spans)


def _with_entry(spans: list[Span], check: Record) -> list[Span]:
    """A check that shows an entry: it replaces what was known of its own days, and a later start
    than the last known day shows that the gap between was not held."""
    holding = Holding.ABSENT if check.get("suspended") else Holding.HELD
    new = Span(
        check.first,
        check.last,
        holding,
        check.id,
        bool(check.get("conditions")),
        bool(check.get("sanctions")),
    )
    kept = [part for span in spans for part in _outside(span, new)]
    before = [s for s in kept if s.last is not None and s.last < new.first]
    if before and before[-1].last is not None and before[-1].last + ONE_DAY < new.first:
        gap = Span(before[-1].last + ONE_DAY, new.first - ONE_DAY, Holding.ABSENT, check.id)
        kept.append(gap)
    return sorted([*kept, new], key=lambda s: s.first)


def _with_absence(spans: list[Span], check: Record) -> list[Span]:
    """A check that finds no entry: not held from the end that the register gives, else from the
    day after the last known day, and never from later than the day of the check."""
    looked = check.get("checked") or check.first
    ends = [s.last for s in spans if s.last is not None and s.holding is Holding.HELD]
    after_last = max(ends) + ONE_DAY if ends else looked
    first = check.get("ended") or min(after_last, looked)
    absence = Span(first, None, Holding.ABSENT, check.id)
    kept = [part for span in spans for part in _outside(span, absence)]
    return sorted([*kept, absence], key=lambda s: s.first)


def _outside(span: Span, new: Span) -> list[Span]:
    """What is left of a span once newer knowledge has taken its own days."""
    parts = []
    if span.first < new.first:
        last = new.first - ONE_DAY
        parts.append(replace(span, last=last if span.last is None else min(span.last, last)))
    if new.last is not None and (span.last is None or span.last > new.last):
        parts.append(replace(span, first=max(span.first, new.last + ONE_DAY)))
    return parts


def _with_unconfirmed_tail(spans: list[Span]) -> list[Span]:
    if not spans or spans[-1].last is None:
        return spans
    end = spans[-1].last
    return [*spans, Span(end + ONE_DAY, None, Holding.UNCONFIRMED, spans[-1].record)]
