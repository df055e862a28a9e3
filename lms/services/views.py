"""Views of the ledger: each row set is a function of one person's records, and can be rebuilt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from lms.domain.evidence import Enrolment, enrolments_of
from lms.domain.programme import Programme
from lms.domain.records import Record, Records, person
from lms.domain.verdicts import Verdict
from lms.services.evaluation import Evaluated, progress_of_people
from lms.services.programmes import programme_of
from lms.services.relay_digest import relay_digest
from lms.services.site import Site
from lms.services.waiting_rows import cohorts_of, waiting_rows
from lms.store import views
from lms.store.base import Base
from lms.store.view_tables import (
    EmploymentView,
    EnrolmentView,
    ProgressView,
    RoleView,
)


def refresh(site: Site, session: Session, people: Iterable[str]) -> None:
    """Bring every view of some people up to date, inside the writing transaction."""
    wanted = sorted(set(people))
    if not wanted:
        return
    records = site.ledger.about(session, [person(p) for p in wanted])
    progress = progress_of_people(site, wanted, site.today(), session=session)
    cohorts = cohorts_of(site, session, records)
    rows = [
        row
        for p in wanted
        for row in rows_of(site, session, p, records.about(person(p)), progress[p], cohorts)
    ]
    views.replace(session, wanted, rows)


def rows_of(
    site: Site,
    session: Session,
    identity: str,
    records: Records,
    progress: list[Evaluated],
    cohorts: Records,
) -> list[Base]:
    """Every view row about one person; ``cohorts`` are the records about the person's cohorts."""
    enrolled: list[Base] = []
    for enrolment in enrolments_of(records):
        programme = programme_of(site, enrolment, session)
        waits = waiting_rows(site, enrolment, records, programme, cohorts)
        relay = relay_digest(site, programme)
        enrolled += [_enrolment(enrolment, relay, waits.good_until), *waits.rows]
    return [
        *enrolled,
        *(_role(r) for r in records.of("role")),
        *(_employment(r, records) for r in records.of("employment")),
        *(_progress(site, identity, e) for e in progress if not e.progress.fault),
    ]


def _enrolment(e: Enrolment, relay: str, waits_until: date | None) -> EnrolmentView:
    return EnrolmentView(
        id=e.id,
        person=e.person,
        programme=e.programme,
        version=e.version,
        admission=e.admission,
        cohort=e.cohort,
        started=e.started,
        withdrawn=e.withdrawn,
        relay=relay,
        waits_until=waits_until,
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


def _progress(site: Site, identity: str, evaluated: Evaluated) -> ProgressView:
    progress = evaluated.progress
    return ProgressView(
        enrolment=progress.enrolment.id,
        stage=progress.stage.id,
        person=identity,
        outcome=progress.outcome.value,
        paused=progress.paused,
        verdicts=[verdict_summary(v) for v in progress.verdicts],
        as_of=progress.as_of,
        good_until=progress.good_until,
        position=max(evaluated.reads.values(), default=0),
        reads=evaluated.reads,
        curriculum=progress.programme.digest,
        relay=relay_digest(site, progress.programme),
        levels=evaluated.levels,
    )


def verdict_summary(verdict: Verdict) -> dict[str, Any]:
    """A verdict in a row: enough for a table of many people, without the records behind it."""
    finding = verdict.finding
    return {
        "id": verdict.id,
        "title": verdict.title,
        "part": verdict.part,
        "optional": verdict.optional,
        "offered": verdict.offered,
        "outcome": verdict.outcome.value,
        "amount": None if finding.amount is None else float(finding.amount),
        "threshold": None if finding.threshold is None else float(finding.threshold),
        "unit": finding.unit,
        "reason": finding.reason,
        "warning": finding.warning,
    }


def rebuild(site: Site) -> int:
    """Throw every view away and build it again from the ledger; the number of people."""
    with site.ledger.write("system") as writer:
        session = writer.session
        views.clear(session)
        heads, people = _heads_and_people(site, session)
        views.save_heads(session, heads)
        refresh(site, session, people)
    return len(people)


def _heads_and_people(site: Site, session: Session) -> tuple[dict[str, int], set[str]]:
    heads: dict[str, int] = {}
    people: set[str] = set()
    position = 0
    while batch := site.ledger.after(session, position):
        for record in batch:
            heads[str(record.subject)] = record.position
            if record.subject.type == "person":
                people.add(record.subject.id)
        position = batch[-1].position
    return heads, people


def still_stands(
    row: ProgressView,
    heads: dict[str, int],
    site: Site,
    programme: Programme,
    level_of: Callable[[str], str],
) -> bool:
    """Whether a stored verdict may be shown: all that it rested on is as it was, and so is the day."""
    today = site.today()
    unmoved = all(heads.get(subject, 0) <= position for subject, position in row.reads.items())
    in_time = row.as_of <= today and (row.good_until is None or today < row.good_until)
    same_levels = all(level_of(stage) == level for stage, level in row.levels.items())
    same_rules = row.curriculum == programme.digest and row.relay == relay_digest(site, programme)
    return unmoved and in_time and same_levels and same_rules
