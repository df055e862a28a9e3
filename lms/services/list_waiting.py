"""A tutor's queue: logs to read, work to mark and entries unsigned too long, oldest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lms.domain.policy import POLICY, SYSTEM, Actor, Target, may
from lms.domain.programme import Programme
from lms.services.people import Person, people
from lms.services.programmes import load
from lms.services.read_work import candidate
from lms.services.site import Site
from lms.store.enrolments import employers_on
from lms.store.waiting import Scope, WaitingItem, waiting

LOG, WORK, UNSIGNED = "log", "submission", "signature"
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
    rows = [(row, target) for row, target in _rows(site, actor) if _is_due(row, site.today())]
    names = people(site.session(), {row.person for row, _ in rows})
    found = _together(_waiting(site, actor, row, target, names) for row, target in rows)
    counts = Counter(item.what for item in found)
    return Queue(tuple(item for item in found if only in (None, item.what)), counts)


def _rows(site: Site, actor: Actor) -> list[tuple[WaitingItem, Target]]:
    """The waiting items whose act is the actor's; nobody waits for himself or herself."""
    rows = waiting(site.session(), _scopes(site, actor))
    limited = any(g.authority for g in actor.grants)
    employed = (
        employers_on(site.session(), {r.person for r in rows}, site.today()) if limited else {}
    )
    targets = [
        (r, Target(r.person, r.programme, r.cohort, employed.get(r.person, frozenset())))
        for r in rows
        if r.person != actor.person
    ]
    return [(r, t) for r, t in targets if may(actor, _act(site, r), t, site.today())]


def _scopes(site: Site, actor: Actor) -> set[Scope]:
    if actor is SYSTEM:
        return {Scope()}
    today = site.today()
    return {
        Scope(g.programme, g.cohort)
        for g in actor.grants
        if g.role in POLICY["see-teaching-queue"]
        and g.first <= today
        and (g.last is None or today <= g.last)
    }


def _act(site: Site, row: WaitingItem) -> str:
    if row.what == LOG:
        return "answer-log"
    if row.what == UNSIGNED:
        return "countersign"
    return "read-private-work" if _is_private(site, row) else "mark-work"


def _version(site: Site, row: WaitingItem) -> Programme:
    return load(site, row.programme, row.version)


def _is_private(site: Site, row: WaitingItem) -> bool:
    stages = _version(site, row).stages
    return any(a.private for s in stages for a in s.assessments if a.id == row.item)


def _is_due(row: WaitingItem, today: date) -> bool:
    return row.what != UNSIGNED or row.since + UNSIGNED_TOO_LONG < today


def _waiting(
    site: Site, actor: Actor, row: WaitingItem, target: Target, names: Mapping[str, Person]
) -> Waiting:
    named = may(actor, "see-whose-work", target, site.today())
    name = names[row.person].name if row.person in names else row.person
    return Waiting(
        record=row.record,
        what=row.what,
        person=row.person if named else "",
        name=name if named else candidate(row.record),
        programme=row.programme,
        cohort=row.cohort,
        title=_title(_version(site, row), row),
        since=row.since,
        days=(site.today() - row.since).days,
    )


def _title(programme: Programme, row: WaitingItem) -> str:
    if row.what == UNSIGNED:
        return f"{row.item.replace('-', ' ').capitalize()} entries"
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
