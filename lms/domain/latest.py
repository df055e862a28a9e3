"""Which of several facts decides: the latest by the day it concerns, or what somebody set last (8a.23)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lms.domain.records import Record


def when(record: Record) -> tuple[date, int]:
    """The day that a fact concerns and, of two on one day, which of them came first.

    An outcome corrected today is still that of its meeting: it has the day and the place of what
    it corrects.
    """
    return record.on, record.get("in-place-of") or record.position


def by_day(records: Iterable[Record]) -> list[Record]:
    """Facts in the order of the days they concern; of one day, in the order of their recording."""
    return sorted(records, key=when)


def latest_by_day(records: Iterable[Record]) -> Record | None:
    """The one that decides of several facts: a check, a report, a judgement, a board's outcome.

    What was typed last is not what happened last.
    """
    return max(records, key=when, default=None)


def last_set(records: Iterable[Record]) -> Record | None:
    """What holds of several things that somebody set: a deadline, dates, an allocation.

    The last one set, whichever day it names: a deadline brought forward is not undone by the later
    day that it replaced.
    """
    return max(records, key=lambda r: r.position, default=None)


def unless_refused(credits: Iterable[Record]) -> list[Record]:
    """Of the decisions about one thing, by day, those that credit it and that no later one refused."""
    standing: list[Record] = []
    for credit in by_day(credits):
        standing = [] if credit.get("outcome") == "refused" else [*standing, credit]
    return standing


def credited_stages(credits: Iterable[Record]) -> list[Record]:
    """Of decisions about whole stages, those that credit one and that no later one refused."""
    stages: dict[str, list[Record]] = {}
    for credit in credits:
        stages.setdefault(credit.get("stage"), []).append(credit)
    return [one for about in stages.values() for one in unless_refused(about)]
