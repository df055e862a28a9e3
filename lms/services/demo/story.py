"""The story of the example world: facts in the order in which they became known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lms.domain.programme import Programme
from lms.domain.records import NOTHING, NewRecord, Subject, person
from lms.services.demo.dates import Dates
from lms.services.site import LONDON, fact

WORKING_HOURS = (time(8), timedelta(hours=10))
SMALL_HOURS = (time(0, 1), timedelta(minutes=5))
"""What became known today became known just after midnight, so that it is never still to come."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fact, the day on which it became known, who recorded it, and its private texts by field."""

    known: date
    by: str
    fact: NewRecord
    texts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Begun:
    """Something a learner has begun to write and not handed in."""

    person: str
    place: str
    content: Any
    saved: date


class Story:
    """Collects facts in any order; gives those known by today, with ids that are always the same."""

    def __init__(self, today: date, programmes: Mapping[str, Programme]) -> None:
        self.dates = Dates(today)
        self.programmes = programmes
        self.drafts: list[Begun] = []
        self._told: list[Told] = []
        self._numbers: Counter[str] = Counter()

    def tell(
        self,
        about: str | Subject,
        kind: str,
        on: date,
        *,
        by: str,
        known: date | None = None,
        texts: Mapping[str, Any] = NOTHING,
        **fields: Any,
    ) -> str:
        """Add a fact and give its id; unless said otherwise it became known when it happened.

        A field whose name is taken here or in Python ends in an underscore: ``by_``, ``with_``.
        """
        subject = about if isinstance(about, Subject) else person(about)
        new = fact(subject, kind, on, **{name.rstrip("_"): v for name, v in fields.items()})
        identity = self._identity(subject, kind)
        known = max(known or on, self.dates.opening)
        self._told.append(Told(known, by, replace(new, id=identity), texts))
        return identity

    def _identity(self, subject: Subject, kind: str) -> str:
        """An id that the same place in the same story always has."""
        name = f"{subject}/{kind}"
        self._numbers[name] += 1
        place = f"https://example.org/{self.dates.today}/{name}/{self._numbers[name]}"
        return str(uuid5(NAMESPACE_URL, place))

    def in_order(self) -> Iterator[tuple[datetime, Told]]:
        """Every fact known by today, with the moment at which it became known."""
        in_order = sorted(self._told, key=lambda told: told.known)
        for day, group in groupby(in_order, key=lambda told: told.known):
            if day > self.dates.today:
                return
            same_day = list(group)
            yield from zip(self._moments(day, len(same_day)), same_day, strict=True)

    def _moments(self, day: date, count: int) -> list[datetime]:
        """So many moments of one day, in order."""
        begin, length = SMALL_HOURS if day == self.dates.today else WORKING_HOURS
        first = datetime.combine(day, begin, LONDON).astimezone(UTC)
        step = min(timedelta(minutes=1), length / count)
        return [first + step * n for n in range(count)]
