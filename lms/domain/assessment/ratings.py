"""Ratings from 0 to 6, item by item: what one rater's come to and where two raters differ.

The scale is that of the Systemic Practice Scale (Butler et al., 2018): items 0 to 6, an item that was
rightly not covered rated 3. It was found reliable for feedback; where something hangs on it, raters
differ and need benchmarking, so no mark is ever worked out from these numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lms.domain.assessment.outcome import FIRST, SECOND, Result
from lms.domain.programme import Assessment

HIGHEST_RATING = 6
NOT_COVERED = 3
"""The rating of an item that rightly had no place in the session."""


@dataclass(frozen=True, slots=True)
class Ratings:
    """One rater's sheet: how many items were rated, their total and mean (None where none was)."""

    items: int
    total: int
    mean: Fraction | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One item as two raters have it; ``apart`` is None unless both rated it."""

    criterion: str
    title: str
    first: int | None
    second: int | None

    @property
    def apart(self) -> int | None:
        if self.first is None or self.second is None:
            return None
        return abs(self.first - self.second)


def ratings(assessment: Assessment, given: Mapping[str, object]) -> Ratings:
    """What the ratings of a mark, by criterion, come to."""
    found = [r for c in assessment.criteria if (r := rating(given.get(c.id))) is not None]
    total = sum(found)
    return Ratings(len(found), total, Fraction(total, len(found)) if found else None)


def rating(value: object) -> int | None:
    """A rating as a mark's record keeps it; None for anything that is not one."""
    try:
        number = int(str(value))
    except ValueError:
        return None
    return number if 0 <= number <= HIGHEST_RATING else None


def differences(
    assessment: Assessment, first: Mapping[str, object], second: Mapping[str, object]
) -> tuple[Difference, ...]:
    """Two raters' ratings of every item, in the order of the criteria table."""
    return tuple(
        Difference(c.id, c.title, rating(first.get(c.id)), rating(second.get(c.id)))
        for c in assessment.criteria
    )


def both_raters(assessment: Assessment, result: Result) -> tuple[Difference, ...]:
    """The differences of a double-rated attempt once both sheets are in; nothing before that."""
    first, second = result.layers.get(FIRST), result.layers.get(SECOND)
    if not assessment.scale or first is None or second is None:
        return ()
    return differences(assessment, first.get("criteria") or {}, second.get("criteria") or {})
