"""The comments that markers keep to use again: each sees only his or her own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.store.tables import BankedCommentRow


@dataclass(frozen=True, slots=True)
class BankedComment:
    """A comment that somebody keeps."""

    id: str
    text: str


def of_person(session: Session, person: str) -> list[BankedComment]:
    """Somebody's comments, the newest first."""
    query = (
        select(BankedCommentRow)
        .where(BankedCommentRow.person == person)
        .order_by(BankedCommentRow.made.desc(), BankedCommentRow.id.desc())
    )
    return [BankedComment(row.id, row.text) for row in session.scalars(query)]


def add(session: Session, identity: str, person: str, text: str, made: datetime) -> None:
    """Keep one, inside a writing transaction."""
    session.add(BankedCommentRow(id=identity, person=person, text=text, made=made))


def remove(session: Session, person: str, identity: str) -> bool:
    """Throw one of somebody's own away; whether there was one."""
    mine = (BankedCommentRow.person == person) & (BankedCommentRow.id == identity)
    found = session.scalar(select(BankedCommentRow.id).where(mine))
    session.execute(delete(BankedCommentRow).where(mine))
    return found is not None
