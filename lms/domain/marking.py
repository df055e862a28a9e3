"""What a marker is offered: a mark worked out from bands and weights, and the word rule applied."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lms.domain.programme import Assessment, Criterion

MIDDLE_OF_BAND = {"pass": 55, "merit": 65, "distinction": 75}
"""The mark that stands for a band: the middle of its ten."""
FAILED = 40
"""The mark that stands for a fail (our choice), ten under the lowest pass, or under a band of marks
that another piece can make up for."""
MARKS = re.compile(r"(\d{1,3}) to (\d{1,3})")
"""A band that is named by its marks."""


def suggested_mark(assessment: Assessment, bands: Mapping[str, str]) -> int | None:
    """The weighted mean of the bands given, half a mark rounded up; None until all are given.

    It is an offer: bands are broad, and the marker decides the mark.
    """
    weighed = [
        (criterion.weight or 0, _mark_for(bands.get(criterion.id, ""), criterion))
        for criterion in assessment.criteria
    ]
    total = sum(weight for weight, _ in weighed)
    if not total or any(mark is None for _, mark in weighed):
        return None
    return math.floor(Fraction(sum(w * (m or 0) for w, m in weighed), total) + Fraction(1, 2))


def _mark_for(band: str, criterion: Criterion) -> int | None:
    """The mark that stands for a band of a criterion; None for what is no band."""
    marks = MARKS.fullmatch(band)
    if marks:
        return (int(marks[1]) + int(marks[2]) + 1) // 2
    if band.casefold() == "fail":
        parted = [int(found[1]) for name, _ in criterion.bands if (found := MARKS.fullmatch(name))]
        return min([FAILED, *(low - 10 for low in parted)])
    return MIDDLE_OF_BAND.get(band.casefold())


@dataclass(frozen=True, slots=True)
class WordRule:
    """How long a text may be, and how long it is; ``words`` is None where nobody counted."""

    at_least: int
    at_most: int
    words: int | None

    @property
    def kept(self) -> bool:
        return self.words is None or self.at_least <= self.words <= self.at_most

    @property
    def says(self) -> str:
        """The rule and the count in a sentence."""
        rule = f"{self.at_least:,} to {self.at_most:,} words are asked for"
        if self.words is None:
            return f"{rule}; the words were not counted."
        over = self.words - self.at_most
        under = self.at_least - self.words
        aside = f", {over:,} too many" if over > 0 else f", {under:,} too few" if under > 0 else ""
        return f"{self.words:,} words{aside}; {rule}."


def word_rule(assessment: Assessment, words: int | None) -> WordRule | None:
    """The word rule of an assessment applied to a count; None where it has none."""
    if assessment.words is None:
        return None
    share = Fraction(assessment.words * assessment.tolerance, 100)
    return WordRule(
        math.ceil(assessment.words - share), math.floor(assessment.words + share), words
    )
