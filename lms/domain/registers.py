"""What dated checks of a public register show about any day (domain decisions 8a.12 and 8a.1)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lms.domain.as_of import ONE_DAY, AsOf
from lms.domain.records import Record, Records
from lms.domain.register_spans import Holding as Holding
from lms.domain.register_spans import Span, checked_on, timeline

SYSTEMIC_TITLE = "family-and-systemic-psychotherapist"
RESTRICTIONS = ("practice", "supervision", "other")
"""What conditions or a sanction touch. A look that does not say is taken to touch practice."""

TOUCHING = ("practice", "supervision")
MEMBERSHIPS = ("aft", "ift")
"""Associations: a membership is no professional registration."""

RECHECK_AFTER = timedelta(days=90)
"""A check older than this warns that a re-check is due (8a.12)."""


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
    suspended: bool = False

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
        suspended=current.suspended,
    )


def span_on(records: Records, register: str, day: date) -> Span | None:
    """What is known of an entry on one register on a day, where nobody asks since when."""
    return next((s for s in entry_spans(records, register) if s.covers(day)), None)


def _known(records: Records, register: str) -> tuple[list[Record], list[Span]]:
    checks = [r for r in records.of("registration", register=register) if _counts(r, register)]
    return checks, timeline(checks)


def entry_spans(records: Records, register: str) -> list[Span]:
    """The spans of an entry on one register; on UKCP's, of the one that counts."""
    return records.remember(("register", register), lambda: _known(records, register))[1]


def _counts(check: Record, register: str) -> bool:
    return register != "ukcp" or check.get("result") == "absent" or _systemic(check)


def _systemic(check: Record) -> bool:
    return bool(check.get("title") == SYSTEMIC_TITLE)


def _since(spans: list[Span], current: Span) -> date:
    since = current.first
    for span in reversed(spans[: spans.index(current)]):
        if span.holding is not current.holding:
            break
        since = span.first
    return since


def restricted_on(records: Records, day: date, sorts: Collection[str]) -> bool:
    """Whether somebody is suspended, or under conditions or a sanction that touch one of the sorts,
    by any entry on any professional register, under whatever title (8a.27)."""
    lines = records.remember("restrictions", lambda: list(_lines(records)))
    return any(
        span.suspended or ((span.conditions or span.sanctions) and _touches(span, sorts))
        for spans in lines
        for span in spans
        if span.covers(day)
    )


def ever_restricted(records: Records) -> bool:
    """Whether any look showed that somebody was suspended, or under conditions or a sanction."""
    shown = ("suspended", "conditions", "sanctions")
    return records.remember(
        "ever restricted",
        lambda: any(r.get(flag) for r in records.of("registration") for flag in shown),
    )


def _touches(span: Span, sorts: Collection[str]) -> bool:
    return bool(set(span.touches or TOUCHING) & set(sorts))


def _lines(records: Records) -> Iterator[list[Span]]:
    """The spans of every entry: of each register, and on UKCP's of each title."""
    looks = records.of("registration")
    for register in sorted({r.get("register") for r in looks} - {*MEMBERSHIPS}):
        yield entry_spans(records, register)
    other = [r for r in records.of("registration", register="ukcp") if not _systemic(r)]
    yield timeline(other)


def upgrade_check(payload: Mapping[str, Any], _: int) -> Mapping[str, Any]:
    """A look of version 1, whose ``ended`` was the first day off the register, named its end.

    Version 2 gives the last day on the register (8a.28): the day before, so no answer changes.
    """
    fields = {name: value for name, value in payload.items() if name != "ended"}
    ended = payload.get("ended")
    if ended is None or payload.get("result") != "absent":
        return fields
    return {**fields, "last": (date.fromisoformat(ended) - ONE_DAY).isoformat()}
