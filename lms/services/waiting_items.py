"""The things that wait, from stored rows where these hold, else worked out now."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from lms.domain.evidence import Enrolment, enrolments_of
from lms.domain.records import person
from lms.services.programmes import all_versions, load, programme_of
from lms.services.relay_digest import relay_digest
from lms.services.site import Site
from lms.services.waiting_rows import cohorts_of, waiting_rows
from lms.store.view_tables import WaitingView
from lms.store.waiting import Outdated, Scope, WaitingItem, outdated, waiting


def waiting_items(site: Site, scopes: Collection[Scope]) -> list[WaitingItem]:
    """Everything that waits in some scopes, oldest first.

    Rows that other rules made, or that a day may have turned, are not shown: what these enrolments
    wait for is worked out now, for all of them at once.
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
    wanted = {one.enrolment: one.person for one in old}
    records = site.about(*(person(identity) for identity in set(wanted.values())))
    cohorts = cohorts_of(site, site.session(), records)
    found = []
    for identity in sorted(set(wanted.values())):
        own = records.about(person(identity))
        for enrolment in (e for e in enrolments_of(own) if e.id in wanted):
            programme = programme_of(site, enrolment)
            waits = waiting_rows(site, enrolment, own, programme, cohorts)
            found += [_item(row, enrolment) for row in waits.rows]
    return found


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
