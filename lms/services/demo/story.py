"""The story of the example world: facts in the order in which they became known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lms.domain.assessment.policy import MarkingRules
from lms.domain.programme import Programme
from lms.domain.records import NOTHING, NewRecord, Subject, person
from lms.services.demo.dates import Dates
from lms.services.site import LONDON, fact

MOMENTS = {"submission": "arrived", "slip": "at"}
"""Kinds of fact that say themselves at which moment they happened: the one at which they were told."""
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

    def __init__(
        self, today: date, programmes: Mapping[str, Programme], marking: MarkingRules
    ) -> None:
        self.dates = Dates(today)
        self.programmes = programmes
        self.marking = marking
        self.drafts: list[Begun] = []
        self._told: list[Told] = []
        self._found: dict[tuple[str, str], list[Told]] = defaultdict(list)
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
        told = Told(known, by, replace(new, id=identity), texts)
        self._told.append(told)
        self._found[kind, subject.id].append(told)
        return identity

    @property
    def told(self) -> Sequence[Told]:
        """What has been told so far, in the order of telling, also what is still to come."""
        return self._told

    def find(self, kind: str, who: str, assessment: str | None = None, attempt: int = 1) -> Told:
        """The first fact of a kind about somebody's attempt at some work; LookupError for none."""
        for told in self._found[kind, who]:
            fact = told.fact
            if fact.get("assessment") == assessment and (fact.get("attempt") or 1) == attempt:
                return told
        raise LookupError(f"nothing was told of a {kind} of {who}")

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
            for moment, told in zip(self._moments(day, len(same_day)), same_day, strict=True):
                yield moment, _at(moment, told)

    def _moments(self, day: date, count: int) -> list[datetime]:
        """So many moments of one day, in order."""
        begin, length = SMALL_HOURS if day == self.dates.today else WORKING_HOURS
        first = datetime.combine(day, begin, LONDON).astimezone(UTC)
        step = min(timedelta(minutes=1), length / count)
        return [first + step * n for n in range(count)]


def _at(moment: datetime, told: Told) -> Told:
    """The fact with its own moment, where its kind has one; what is shown in person never arrives."""
    field_of = MOMENTS.get(told.fact.kind)
    if field_of is None or told.fact.get("in-person"):
        return told
    payload = {**told.fact.payload, field_of: moment.isoformat()}
    return replace(told, fact=replace(told.fact, payload=payload))
