"""A tutor's queue: logs to read, work to mark and entries unsigned too long, oldest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lms.domain.assessment.layers import HELD
from lms.domain.policy import Actor, Target, may
from lms.domain.programme import Programme
from lms.domain.requirements.practice import category_title
from lms.services.candidates import candidates
from lms.services.people import Person, people
from lms.services.site import Site
from lms.services.waiting_for import (
    LOG as LOG,
)
from lms.services.waiting_for import (
    OBJECTION as OBJECTION,
)
from lms.services.waiting_for import (
    UNSIGNED as UNSIGNED,
)
from lms.services.waiting_for import (
    WORK as WORK,
)
from lms.services.waiting_for import (
    WaitsFor,
    asked_of,
    version_of,
    waiting_for,
)
from lms.services.whose_work import Told
from lms.store.waiting import WaitingItem

UNSIGNED_TOO_LONG = timedelta(days=14)
"""A supervisor has a fortnight before the entry shows in the tutor's queue (our choice)."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing in the queue; unsigned entries of one learner and category are one thing.

    ``days`` is how long the oldest has waited, ``record`` that oldest one. Whoever only marks is
    told a candidate's code for ``name`` and no ``person``.
    """

    record: str
    what: str
    person: str
    name: str
    programme: str
    cohort: str
    title: str
    since: date
    days: int
    entries: int = 1


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for one tutor or marker; ``counts`` covers every kind, shown or not."""

    items: tuple[Waiting, ...]
    counts: Mapping[str, int]


def list_waiting(site: Site, actor: Actor, only: str | None = None) -> Queue:
    """What waits within the programmes and cohorts of the actor's grants today, oldest first.

    The number of statements does not depend on how many learners or items there are.
    """
    rows = [
        one
        for one in waiting_for(site, actor)
        if one.turn != HELD and _is_due(one.row, site.today())
    ]
    named = Names(site, actor, rows)
    found = _together(_waiting(site, one, named) for one in rows)
    counts = Counter(item.what for item in found)
    return Queue(tuple(item for item in found if only in (None, item.what)), counts)


class Names:
    """Whom the actor is told of, among the people whose things wait, in a few statements."""

    def __init__(self, site: Site, actor: Actor, rows: Iterable[WaitsFor]) -> None:
        found = list(rows)
        self._site, self._actor = site, actor
        works = [o.row.record for o in found if o.row.what == WORK]
        self._candidates = candidates(site, {o.row.programme for o in found}, works)
        self._people: Mapping[str, Person] = people(site.session(), {o.row.person for o in found})
        asked = [asked_of(site, o.row) for o in found if o.row.what == WORK]
        self._told = Told(site, actor, [one for one in asked if one is not None])

    def of(self, one: WaitsFor) -> tuple[str, str]:
        """A person's id and name; no id and a candidate's pseudonym where neither is told."""
        row = one.row
        name = self._people[row.person].name if row.person in self._people else row.person
        if self._tells(row, one.target):
            return row.person, name
        return "", self._candidates.name(row.enrolment, row.record)

    def _tells(self, row: WaitingItem, target: Target) -> bool:
        asked = asked_of(self._site, row) if row.what == WORK else None
        if asked:
            return self._told.tells(asked, target)
        return may(self._actor, "see-whose-work", target, self._site.today())


def _is_due(row: WaitingItem, today: date) -> bool:
    return row.what != UNSIGNED or row.since + UNSIGNED_TOO_LONG < today


def _waiting(site: Site, one: WaitsFor, names: Names) -> Waiting:
    row = one.row
    identity, name = names.of(one)
    return Waiting(
        record=row.record,
        what=row.what,
        person=identity,
        name=name,
        programme=row.programme,
        cohort=row.cohort,
        title=title_of(version_of(site, row), row),
        since=row.since,
        days=(site.today() - row.since).days,
    )


def title_of(programme: Programme, row: WaitingItem) -> str:
    """What a thing that waits is called in the learner's version of the programme."""
    if row.what == UNSIGNED:
        return f"{category_title(row.item)} entries"
    if row.what == OBJECTION:
        return "A signer's objection"
    logs = {t.id: t.title for s in programme.stages for t in s.logs}
    works = {a.id: a.title for s in programme.stages for a in s.assessments}
    return (logs | works).get(row.item, row.item)


def _together(found: Iterable[Waiting]) -> list[Waiting]:
    """The unsigned entries of one learner and category as one thing, in the oldest one's place."""
    items: dict[tuple[str, ...], Waiting] = {}
    for item in found:
        same = (
            (item.person, item.programme, item.title) if item.what == UNSIGNED else (item.record,)
        )
        if same in items:
            items[same] = replace(items[same], entries=items[same].entries + 1)
        else:
            items[same] = item
    return list(items.values())
