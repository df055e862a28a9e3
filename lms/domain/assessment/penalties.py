"""Penalties for late and over-long work: pure functions, each named and with its source."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from lms.domain.assessment.working_days import Lateness
from lms.domain.wording import many


def half_up(value: Fraction) -> int:
    """A whole mark, a half rounded up: done at the end of each published step (8a.10)."""
    return math.floor(value + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Penalised:
    """What a penalty leaves of a mark, and why, in a sentence that the learner reads."""

    mark: int
    because: str


Late = Callable[[int, Lateness, int], Penalised]
"""From the mark, how late, and the pass mark, what is left."""


@dataclass(frozen=True, slots=True)
class LatePenalty:
    """A rule for late work.

    ``closes_after`` says after how many days nothing can earn a mark any more (None: never);
    ``in_working_days`` which days those are.
    """

    name: str
    says: str
    source: str
    apply: Late
    closes_after: int | None
    in_working_days: bool = False


FACTORS = (95, 90, 85, 80, 75)
"""Per cent left on each working day late."""


def factor_by_working_day(mark: int, late: Lateness, _: int) -> Penalised:
    """Policy A: times 0.95 on the first working day, 0.05 less on each that follows, then zero."""
    days = late.working_days
    if days > len(FACTORS):
        return Penalised(0, f"{many(days, 'working day')} late: no mark after {len(FACTORS)}")
    factor = Fraction(FACTORS[days - 1], 100)
    left = half_up(mark * factor)
    return Penalised(left, f"{many(days, 'working day')} late: {mark} × {float(factor):.2f}")


def two_steps(mark: int, late: Lateness, _: int) -> Penalised:
    """Policy B: 5 points on the first day, 15 in all on calendar days 2 to 7, then zero."""
    days = late.calendar_days
    if days > WEEK:
        return Penalised(0, f"{many(days, 'day')} late: no mark after {WEEK}")
    points = 5 if days == 1 else 15
    return Penalised(max(0, mark - points), f"{many(days, 'day')} late: {points} points off")


WEEK = 7


def ten_a_day(mark: int, late: Lateness, _: int) -> Penalised:
    """Policy C: 10 points for each of five days, then zero."""
    days = late.calendar_days
    if days > len(FACTORS):
        return Penalised(0, f"{many(days, 'day')} late: no mark after {len(FACTORS)}")
    return Penalised(max(0, mark - 10 * days), f"{many(days, 'day')} late: {10 * days} points off")


def at_most_a_pass(mark: int, late: Lateness, pass_mark: int) -> Penalised:
    """Policy D: at most the pass mark, the real mark kept beside it for the board to choose."""
    days = many(late.calendar_days, "day")
    return Penalised(min(mark, pass_mark), f"{days} late: at most {pass_mark}, unless accepted")


A = LatePenalty(
    "A",
    "Times 0.95, 0.90, 0.85, 0.80, 0.75 by working days late; nothing after five",
    "Sheffield ScHARR coursework penalties",
    factor_by_working_day,
    len(FACTORS),
    in_working_days=True,
)
B = LatePenalty(
    "B",
    "5 points off on the first day, 15 in all on days 2 to 7; nothing after seven",
    "UCL-style penalties for late submission of coursework",
    two_steps,
    WEEK,
)
C = LatePenalty(
    "C",
    "10 points off for each day; nothing after five",
    "Manchester SBS postgraduate deadlines and penalties",
    ten_a_day,
    len(FACTORS),
)
D = LatePenalty(
    "D",
    "At most the pass mark; the real mark is kept beside it",
    "Birkbeck late submission of coursework",
    at_most_a_pass,
    None,
)


@dataclass(frozen=True, slots=True)
class OverLength:
    """A rule for work that is longer than asked, its tolerance included."""

    name: str
    says: str
    source: str
    apply: Callable[[int, int, int], Penalised | None]
    """From the mark, the words and the length asked for (without tolerance); None: no penalty."""


def _nothing_off(_: int, __: int, ___: int) -> None:
    return None


def _ten_then_zero(mark: int, words: int, asked: int) -> Penalised | None:
    over = Fraction(words - asked, asked)
    if over >= Fraction(1, 5):
        return Penalised(
            0, f"{words:,} words where {asked:,} are asked for: 20 per cent or more over"
        )
    if over > Fraction(1, 10):
        return Penalised(max(0, mark - 10), f"{words:,} words where {asked:,} are asked for")
    return None


NOT_READ = OverLength(
    "not-read",
    "Words beyond the limit are not read; no marks are taken off",
    "Sheffield SEAS submission penalties; CfSSW Year 2 (±10 per cent)",
    _nothing_off,
)
TEN_THEN_ZERO = OverLength(
    "ten-then-zero",
    "10 points off between 10 and 20 per cent over; nothing from 20 per cent",
    "a college's over-length policy",
    _ten_then_zero,
)
