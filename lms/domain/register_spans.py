"""The spans of one register that its looks, made one after another, add up to (8a.12, 8a.26, 8a.30)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from lms.domain.as_of import ONE_DAY
from lms.domain.records import Record


class Holding(StrEnum):
    """What is known of an entry on a day."""

    HELD = "held"
    UNCONFIRMED = "unconfirmed"
    ABSENT = "absent"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Span:
    """Inclusive days on which one state of an entry is known; ``last`` None is open.

    ``shown_from`` is the first day of the entry that a look showed; None where the span is no
    entry's. ``nothing_found`` is a stretch made absent by looks that found no entry, ``gone`` one
    after a last day that a later look moved back.
    """

    first: date
    last: date | None
    holding: Holding
    record: str = ""
    conditions: bool = False
    sanctions: bool = False
    suspended: bool = False
    touches: tuple[str, ...] = ()
    shown_from: date | None = None
    nothing_found: bool = False
    gone: bool = False

    def covers(self, day: date) -> bool:
        """Whether it holds the day."""
        return self.first <= day and (self.last is None or day <= self.last)

    def reaches_past(self, day: date) -> bool:
        """Whether it is of an entry that began by a day and was shown to go on after it."""
        began = self.shown_from is not None and self.shown_from <= day
        return began and (self.last is None or self.last > day)

    def until(self, day: date) -> Span | None:
        """What of it lies no later than a day."""
        if self.first > day:
            return None
        return replace(self, last=day if self.last is None else min(self.last, day))


def checked_on(check: Record) -> date:
    """The day on which somebody looked: the day named, else the day it was written down."""
    return check.get("checked") or check.recorded.date()


def timeline(checks: Iterable[Record]) -> list[Span]:
    """The spans of one register that its looks add up to; of two on one day, the later recorded.

    They follow one another without a gap, and the last is open.
    """
    spans: list[Span] = []
    nothing: date | None = None
    for check in sorted(checks, key=lambda c: (checked_on(c), c.position)):
        if check.get("result") == "absent":
            spans, nothing = _with_absence(spans, check), checked_on(check)
        else:
            spans = _with_entry(spans, check, nothing)
    return _without_gaps(spans)


def _with_entry(spans: list[Span], check: Record, nothing: date | None) -> list[Span]:
    """A look that shows an entry fills the days of it on which nothing was known: where only the
    last day has moved it was held all along. A start after the last day known shows that the days
    between were not held. ``nothing`` is the day of the last look that found no entry."""
    spans = [s for s in spans if not (s.gone and (check.last is None or check.last >= s.first))]
    shortened = check.last is not None and any(s.reaches_past(check.last) for s in spans)
    kept = [part for span in spans if (part := _still_known(span, check, nothing))]
    before = [s.last for s in kept if s.last is not None and s.last < check.first]
    after_last = max(before) + ONE_DAY if before else check.first
    if after_last < check.first:
        gap = _unknown_days(kept, after_last, check.first - ONE_DAY)
        kept += [Span(first, last, Holding.ABSENT, check.id) for first, last in gap]
    free = _unknown_days(kept, check.first, check.last)
    kept += [_shown(check, first, last) for first, last in free]
    if shortened and check.last is not None:
        kept += _after_the_last(kept, check, check.last)
    return sorted(kept, key=lambda s: s.first)


def _shown(check: Record, first: date, last: date | None) -> Span:
    """Some days of the entry that a look showed."""
    suspended = bool(check.get("suspended"))
    return Span(
        first,
        last,
        Holding.ABSENT if suspended else Holding.HELD,
        check.id,
        conditions=bool(check.get("conditions")),
        sanctions=bool(check.get("sanctions")),
        suspended=suspended,
        touches=tuple(check.get("touches") or ()),
        shown_from=check.first,
    )


def _after_the_last(kept: list[Span], check: Record, last: date) -> list[Span]:
    """After a last day moved back: not held where the look was made later than it (8a.26)."""
    begun_since = any(s.first > last and s.shown_from is not None for s in kept)
    if checked_on(check) <= last or begun_since or any(s.last is None for s in kept):
        return []
    known = max((s.last for s in kept if s.last is not None), default=last)
    return [Span(max(known, last) + ONE_DAY, None, Holding.ABSENT, check.id, gone=True)]


def _still_known(span: Span, check: Record, nothing: date | None) -> Span | None:
    """What a later look leaves of what was known.

    It says nothing of days before its entry's first. If that first day is news, it begins
    something (a restoration, a suspension) and what was known ends there; if not, the entry's own
    beginning is merely repeated, and what earlier looks saw stands until the day of this one.
    """
    left: Span | None = span
    if check.last is not None and span.reaches_past(check.last):
        left = span.until(check.last)
    elif check.last is not None and check.last < span.first:
        return span
    speaks = _speaks_from(span, check, nothing)
    return left.until(speaks - ONE_DAY) if left else None


def _speaks_from(span: Span, check: Record, nothing: date | None) -> date:
    """The first day about which a look has something to say against a span.

    What looks that found nothing made absent stays so until the start that is shown now, if that
    lies after the last of them, else until the day before this look (8a.30).
    """
    looked = checked_on(check)
    if span.nothing_found:
        news = nothing is None or check.first > nothing
        return max(check.first, span.first) if news else looked
    return check.first if check.first > span.first else max(check.first, looked)


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
    """A look that finds no entry: not held from the day after the last that the register gives,
    else after the last known day, and never from later than the day of the look."""
    looked, last = checked_on(check), check.get("last")
    entries = [s for s in spans if s.shown_from is not None]
    ends = [s.last or looked - ONE_DAY for s in entries]
    after_last = max(ends) + ONE_DAY if ends else looked
    first = last + ONE_DAY if last else min(after_last, looked)
    kept = [part for s in spans if (part := s.until(first - ONE_DAY)) and not s.gone]
    if entries and after_last < first and all(s.last and s.last < after_last for s in kept):
        shown = max(entries, key=lambda s: s.first)  # the end given is later than any seen before
        kept.append(replace(shown, first=after_last, last=first - ONE_DAY, record=check.id))
    return [*kept, Span(first, None, Holding.ABSENT, check.id, nothing_found=True)]


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
