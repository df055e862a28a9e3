"""The things that wait, from stored rows where these hold, else worked out now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from lms.domain.evidence import Enrolment, enrolments_of
from lms.domain.records import person
from lms.services.programmes import all_versions, load, programme_of
from lms.services.relay_digest import relay_digest
from lms.services.site import Site
from lms.services.waiting_rows import Waits, cohorts_of, waiting_rows
from lms.store import views
from lms.store.keeping import keeping
from lms.store.view_tables import WaitingView
from lms.store.waiting import Outdated, Scope, WaitingItem, mark_made, outdated, waiting


def waiting_items(site: Site, scopes: Collection[Scope]) -> list[WaitingItem]:
    """Everything that waits in some scopes, oldest first.

    Rows that no longer stand are not shown: what these enrolments wait for is worked out now, for
    all of them at once, and kept.
    """
    versions = (load(site, v.programme, v.version) for v in all_versions(site))
    relays = {relay_digest(site, version) for version in versions}
    old = outdated(site.session(), scopes, relays, site.today())
    left_out = {one.enrolment for one in old}
    stored = [i for i in waiting(site.session(), scopes) if i.enrolment not in left_out]
    if not old:
        return stored
    return sorted((*stored, *_live(site, old)), key=lambda item: (item.since, item.record))


def _live(site: Site, old: Iterable[Outdated]) -> list[WaitingItem]:
    position, _ = site.ledger.head(site.session())
    wanted = {one.enrolment: one.person for one in old}
    records = site.about(*(person(identity) for identity in set(wanted.values())))
    cohorts = cohorts_of(site, site.session(), records)
    found: dict[Enrolment, Waits] = {}
    for identity in sorted(set(wanted.values())):
        own = records.about(person(identity))
        for enrolment in (e for e in enrolments_of(own) if e.id in wanted):
            programme = programme_of(site, enrolment)
            found[enrolment] = waiting_rows(site, enrolment, own, programme, cohorts)
    items = [_item(row, enrolment) for enrolment, waits in found.items() for row in waits.rows]
    _keep(site, found, position)
    return items


def _keep(site: Site, found: Mapping[Enrolment, Waits], position: int) -> None:
    """Keep what waits in some enrolments, over a ledger that had come as far as a position."""
    made = [(e, relay_digest(site, programme_of(site, e)), waits) for e, waits in found.items()]
    with keeping(site.ledger.engine) as session:
        held = views.hold(session, (e.id for e in found))
        rows = [row for e, waits in found.items() if e.id in held for row in waits.rows]
        views.replace_waiting(session, rows, held)
        for enrolment, relay, waits in made:
            if enrolment.id in held:
                mark_made(session, enrolment, relay, waits.good_until, position)


def _item(row: WaitingView, enrolment: Enrolment) -> WaitingItem:
    return WaitingItem(
        record=row.record,
        what=row.what,
        person=row.person,
        enrolment=row.enrolment,
        programme=row.programme,
        version=enrolment.version,
        cohort=row.cohort,
        item=row.item,
        since=row.since,
        needs=row.needs,
        due=row.due,
        given=row.given,
        allocated=row.allocated,
        barred=row.barred,
    )
