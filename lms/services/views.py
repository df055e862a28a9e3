"""What pages read, worked out from the ledger: what no longer stands, or everything anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeVar

from lms.services.kept_facts import copy_facts
from lms.services.site import Site
from lms.services.stage_lines import stage_lines
from lms.services.waiting_items import waiting_items
from lms.store import views
from lms.store.enrolments import of_people
from lms.store.waiting import Scope

T = TypeVar("T")
AT_A_TIME = 50
"""People worked on together: nobody waits for more than these."""
BEGINNING = 0


def bring_up_to_date(site: Site, since: int = BEGINNING) -> int:
    """Work out what no longer stands, and keep it; the position that the ledger had come to.

    Everything, or what follows from what was recorded after a position about the learners
    themselves; what follows from somebody else's records is then left to whoever reads it.
    """
    session = site.session()
    session.rollback()
    position, _ = site.ledger.head(session)
    if position <= since:
        return position
    for some in _parts(views.people_since(session, since)):
        session.rollback()
        stage_lines(site, of_people(session, some))
    session.rollback()
    waiting_items(site, [Scope()])
    session.rollback()
    return position


def rebuild(site: Site) -> int:
    """Build every view again from the ledger while writing goes on; the number of people."""
    with site.ledger.write("system") as writer:
        views.rebuild_heads(writer.session)
        views.clear_strangers(writer.session)
        people = views.people_on_record(writer.session)
    for some in _parts(people):
        with site.ledger.write("system") as writer:
            copy_facts(site, writer.session, set(some))
    bring_up_to_date(site)
    return len(people)


def _parts(every: Sequence[T]) -> Iterator[Sequence[T]]:
    rest = iter(every)
    while some := tuple(islice(rest, AT_A_TIME)):
        yield some
