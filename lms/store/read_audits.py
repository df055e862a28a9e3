"""Who read which private text: reading the notes that were kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.store.tables import ReadAuditRow


@dataclass(frozen=True, slots=True)
class ReadingNoted:
    """One reading: who, about whom, which record, why and when; never what it said."""

    id: int
    at: datetime
    reader: str
    about: str
    record: str
    purpose: str


def all_readings(
    session: Session,
    reader: str = "",
    about: str = "",
    before: int | None = None,
    limit: int = 50,
) -> list[ReadingNoted]:
    """The newest readings first, by one reader or about one person; ``before`` pages on by id."""
    query = select(ReadAuditRow).order_by(ReadAuditRow.id.desc()).limit(limit)
    if reader:
        query = query.where(ReadAuditRow.reader == reader)
    if about:
        query = query.where(ReadAuditRow.about == about)
    if before is not None:
        query = query.where(ReadAuditRow.id < before)
    return [
        ReadingNoted(r.id, r.at, r.reader, r.about, r.record, r.purpose)
        for r in session.scalars(query)
    ]


def readings_of(session: Session, record: str) -> list[ReadingNoted]:
    """Every reading of one record's text, the newest first."""
    query = select(ReadAuditRow).where(ReadAuditRow.record == record)
    rows = session.scalars(query.order_by(ReadAuditRow.id.desc()))
    return [ReadingNoted(r.id, r.at, r.reader, r.about, r.record, r.purpose) for r in rows]


def records_read(session: Session, reader: str, records: Iterable[str]) -> frozenset[str]:
    """Those of some records that somebody has read, in one statement."""
    query = select(ReadAuditRow.record).where(
        ReadAuditRow.reader == reader, ReadAuditRow.record.in_(sorted(set(records)))
    )
    return frozenset(session.scalars(query))


def is_read(session: Session, record: str) -> bool:
    """Whether anybody has read a record's text; its writer's own readings are not noted."""
    query = select(ReadAuditRow.id).where(ReadAuditRow.record == record).limit(1)
    return session.scalar(query) is not None
