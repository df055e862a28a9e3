"""Who employs somebody on a day, where, and for what share of a full-time post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from lms.domain.kinds_read import some_kinds
from lms.domain.records import Record, Records

EMPLOYMENT = some_kinds("employment", "employment-end")
"""The kinds of records that say who employs somebody."""


@dataclass(frozen=True, slots=True)
class Post:
    """An employment in force; ``fte`` is its share of a full-time post."""

    employer: str
    team: str | None
    fte: Fraction


def posts_on(records: Records, day: date) -> tuple[Post, ...]:
    """The employments of one person in force on a day, both ends included.

    The person leaves an authority's counts the day after the last day there (8a.6).
    """
    return tuple(
        Post(job.get("employer"), job.get("team"), Fraction(str(job.get("fte") or 1)))
        for job in records.of("employment")
        if job.covers(day) and not _left(job, records, day)
    )


def _left(job: Record, records: Records, day: date) -> bool:
    ends = records.of("employment-end", employer=job.get("employer"))
    return any(job.first <= end.on < day for end in ends)


def employers_on(records: Records, day: date) -> frozenset[str]:
    """The authorities that employed somebody on a day."""
    return frozenset(post.employer for post in posts_on(records, day))
