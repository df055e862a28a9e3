"""Who is enrolled, employed and in a role: rows that follow the ledger within the same transaction."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from lms.domain.employment import EMPLOYMENT
from lms.domain.evidence import ENROLMENT, Enrolment, enrolments_of
from lms.domain.kinds_read import some_kinds
from lms.domain.records import RETRACTION, Record, Records, person
from lms.services.site import Site
from lms.store import views
from lms.store.base import Base
from lms.store.view_tables import EmploymentView, EnrolmentView, RoleView
from lms.store.writer import Writer

KINDS = some_kinds(*ENROLMENT, *EMPLOYMENT.names, "role")
"""The kinds of records that the rows copy: nothing is decided by them, and no plugin is asked."""
COPIED = KINDS.names | {RETRACTION}
"""Whatever is written of these may change a row."""


def follow(site: Site, writer: Writer, session: Session) -> None:
    """Bring the rows of everybody up to date about whom something of these kinds was written."""
    touched = {r.subject for r in writer.written if r.kind in COPIED}
    copy_facts(site, session, {s.id for s in touched if s.type == "person"})


def copy_facts(site: Site, session: Session, people: set[str]) -> None:
    """Put the facts about some people in the place of the rows there were, verdicts included.

    What was worked out about them is worked out again when it is next read.
    """
    if not people:
        return
    records = site.ledger.about(session, map(person, people), kinds=KINDS)
    rows = (row for p in sorted(people) for row in _rows(records.about(person(p))))
    views.replace(session, people, rows)


def _rows(records: Records) -> Iterator[Base]:
    yield from map(_enrolment, enrolments_of(records))
    yield from map(_role, records.of("role"))
    yield from (_employment(r, records) for r in records.of("employment"))


def _enrolment(enrolment: Enrolment) -> EnrolmentView:
    return EnrolmentView(
        id=enrolment.id,
        person=enrolment.person,
        programme=enrolment.programme,
        version=enrolment.version,
        admission=enrolment.admission,
        cohort=enrolment.cohort,
        started=enrolment.started,
        withdrawn=enrolment.withdrawn,
        relay="",
        made=0,
    )


def _role(record: Record) -> RoleView:
    return RoleView(
        record=record.id,
        person=record.subject.id,
        role=record.get("role"),
        programme=record.get("programme"),
        cohort=record.get("cohort"),
        authority=record.get("authority"),
        first=record.first,
        last=record.last,
    )


def _employment(record: Record, records: Records) -> EmploymentView:
    ends = [
        r.on
        for r in records.of("employment-end", employer=record.get("employer"))
        if r.on >= record.first
    ]
    lasts = [d for d in (record.last, min(ends, default=None)) if d]
    return EmploymentView(
        record=record.id,
        person=record.subject.id,
        employer=record.get("employer"),
        team=record.get("team"),
        fte=record.get("fte") or "1.0",
        first=record.first,
        last=min(lasts, default=None),
    )
