"""Drafts: theirs alone, kept on the server, with a revision so that no device overwrites another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.errors import Conflict
from lms.store.tables import DraftRow


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody is writing in one place, and how often it was saved."""

    person: str
    place: str
    content: Any
    revision: int
    saved: datetime


def find(session: Session, person: str, place: str) -> Draft | None:
    """A person's draft in a place."""
    row = session.scalar(_at(person, place))
    return _draft(row) if row else None


def of_person(session: Session, person: str) -> list[Draft]:
    """All drafts of a person, last saved first."""
    query = select(DraftRow).where(DraftRow.person == person).order_by(DraftRow.saved.desc())
    return [_draft(row) for row in session.scalars(query)]


def save(session: Session, person: str, place: str, content: Any, seen: int, at: datetime) -> Draft:
    """Keep a draft over revision ``seen`` (0 for a first one); Conflict shows a newer one."""
    row = session.scalar(_at(person, place))
    if (row.revision if row else 0) != seen:
        raise Conflict(
            "This draft was saved from another window or device meanwhile.",
            _draft(row) if row else None,
        )
    if row is None:
        row = DraftRow(person=person, place=place)
        session.add(row)
    row.content, row.revision, row.saved = content, seen + 1, at
    session.flush()
    return _draft(row)


def remove(session: Session, person: str, place: str) -> None:
    """Drop a draft that was handed in or thrown away."""
    session.execute(delete(DraftRow).where(DraftRow.person == person, DraftRow.place == place))


def _at(person: str, place: str):  # type: ignore[no-untyped-def]
    return select(DraftRow).where(DraftRow.person == person, DraftRow.place == place)


def _draft(row: DraftRow) -> Draft:
    return Draft(row.person, row.place, row.content, row.revision, row.saved)
