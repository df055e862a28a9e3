"""The cohorts that a learner was in, one after another, and in which of them something happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple, TypeAlias

from lms.domain.clock import on_london_clock
from lms.domain.records import LONDON, Record


class Move(NamedTuple):
    """A cohort that somebody came to: from which day, and where the ledger has it.

    ``recorded`` is when it was written down, None for the cohort of the enrolment itself. ``due``
    are the days that the move named for work which could no longer be in time in the new cohort,
    each with its ``assessment`` and ``attempt``.
    """

    on: date
    cohort: str
    position: int
    recorded: datetime | None = None
    due: Sequence[Mapping[str, Any]] = ()

    @property
    def begins(self) -> datetime:
        """The instant before which nothing of this cohort was asked of the learner.

        A move that is written down for an earlier day asks for nothing before it was written down.
        """
        morning = on_london_clock(datetime.combine(self.on, time()))
        return morning if self.recorded is None else max(morning, self.recorded)

    @property
    def day(self) -> date:
        """The first day that is judged by this cohort and no longer by the one before it."""
        return self.begins.astimezone(LONDON).date()

    def day_named(self, assessment: str, attempt: int) -> date | None:
        """The day that the move named for an attempt at a piece of work, if it did."""
        for named in self.due:
            if (named.get("assessment"), named.get("attempt") or 1) == (assessment, attempt):
                return date.fromisoformat(str(named.get("day")))
        return None


Moves: TypeAlias = tuple[Move, ...]
"""The cohorts that somebody was in, one after another; the first is that of the enrolment."""


def move_before(moves: Moves, record: Record) -> Move | None:
    """The move by which the learner had come to the cohort in which something happened.

    What was on record before a move was written down happened in the cohort before it, whatever
    day the move says: nothing recorded is judged anew (8a.24).
    """
    known = [
        move
        for n, move in enumerate(moves)
        if n == 0 or (move.position < record.position and move.on <= record.on)
    ]
    return known[-1] if known else None


def reached(moves: Moves, releases: Iterable[Record]) -> list[Record]:
    """The releases that were made to a cohort while the learner was known to be in it.

    What a cohort released to somebody stays released when he or she leaves it; what it released
    before or afterwards was released to others. A move that is written down later for an earlier
    day changes nothing of that: who saw a mark has seen it.
    """
    return [r for r in releases if not moves or cohort_at(moves, r.position) == r.subject.id]


def cohort_at(moves: Moves, position: int) -> str | None:
    """The cohort that the learner was known to be in when the ledger had come to a position."""
    known = [move.cohort for move in moves if move.position < position]
    return known[-1] if known else None
