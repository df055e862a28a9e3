"""A marker's queue: own allocations first, then by the day on which feedback is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.domain.assessment.layers import HELD
from lms.domain.policy import Actor
from lms.services.list_waiting import WORK, Names, title_of
from lms.services.site import Site
from lms.services.waiting_for import WaitsFor, version_of, waiting_for


@dataclass(frozen=True, slots=True)
class ToMark:
    """A piece of work in a marker's queue.

    ``waits_for`` is first, second, third, agree, word-count, or held, which nobody can mark; ``own`` that it is
    allocated to the marker, or waits for him or her alone. ``due`` is the target for feedback:
    so many working days after it was handed in, as the marking policy says. ``person`` is empty
    where the marker is not told whose it is.
    """

    record: str
    title: str
    person: str
    name: str
    programme: str
    cohort: str
    since: date
    due: date | None
    overdue: bool
    waits_for: str
    own: bool


def marking_queue(site: Site, actor: Actor) -> tuple[ToMark, ...]:
    """The work that somebody can mark, and what is held; in a fixed number of statements."""
    rows = [one for one in waiting_for(site, actor) if one.row.what == WORK]
    names = Names(site, actor, rows)
    return tuple(sorted((_to_mark(site, one, names) for one in rows), key=_order))


def _to_mark(site: Site, one: WaitsFor, names: Names) -> ToMark:
    row = one.row
    identity, name = names.of(one)
    return ToMark(
        record=row.record,
        title=title_of(version_of(site, row), row),
        person=identity,
        name=name,
        programme=row.programme,
        cohort=row.cohort,
        since=row.since,
        due=row.due,
        overdue=row.due is not None and row.due < site.today(),
        waits_for=one.turn,
        own=one.own,
    )


def _order(item: ToMark) -> tuple[bool, bool, date, date, str]:
    return (item.waits_for == HELD, not item.own, item.due or date.max, item.since, item.record)
