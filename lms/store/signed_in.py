"""Browsers in which people are signed in: kept by a hash of their cookie, seen, ended, erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.store.accounts import Account
from lms.store.tables import SignedInRow


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One browser's session."""

    id: str
    person: str
    browser: str
    made: datetime
    seen: datetime


def add(session: Session, token_hash: str, new: SignedIn) -> None:
    """Keep a new session."""
    session.add(
        SignedInRow(
            id=new.id,
            token_hash=token_hash,
            person=new.person,
            browser=new.browser,
            made=new.made,
            seen=new.seen,
        )
    )


def new_id() -> str:
    """An id by which a session can be named without its key."""
    return str(uuid7())


def find(session: Session, token_hash: str, uniquifier: str) -> tuple[Account, SignedIn] | None:
    """The open account and the session that a cookie stands for, in one statement."""
    query = (
        select(Account, SignedInRow)
        .join(SignedInRow, SignedInRow.person == Account.person)
        .where(
            SignedInRow.token_hash == token_hash,
            Account.fs_uniquifier == uniquifier,
            Account.active.is_(True),
        )
    )
    found = session.execute(query).first()
    return (found[0], _signed_in(found[1])) if found else None


def of_person(session: Session, person: str, since: datetime) -> list[SignedIn]:
    """Somebody's sessions made since a moment, the one seen last first."""
    query = (
        select(SignedInRow)
        .where(SignedInRow.person == person, SignedInRow.made > since)
        .order_by(SignedInRow.seen.desc(), SignedInRow.id.desc())
    )
    return [_signed_in(row) for row in session.scalars(query)]


def see(session: Session, identity: str, at: datetime) -> None:
    """Note that a session was used."""
    session.execute(update(SignedInRow).where(SignedInRow.id == identity).values(seen=at))


def end(session: Session, person: str, identity: str) -> bool:
    """End one session of a person; whether there was one."""
    query = delete(SignedInRow).where(SignedInRow.person == person, SignedInRow.id == identity)
    result = session.execute(query)
    return isinstance(result, CursorResult) and result.rowcount > 0


def end_by_hash(session: Session, token_hash: str) -> None:
    """End the session of a cookie."""
    session.execute(delete(SignedInRow).where(SignedInRow.token_hash == token_hash))


def end_all(session: Session, person: str, but: str = "") -> None:
    """End every session of a person, but the one named."""
    session.execute(delete(SignedInRow).where(SignedInRow.person == person, SignedInRow.id != but))


def erase_made_before(session: Session, moment: datetime) -> None:
    """Remove sessions that ended long ago by their age."""
    session.execute(delete(SignedInRow).where(SignedInRow.made < moment))


def _signed_in(row: SignedInRow) -> SignedIn:
    return SignedIn(row.id, row.person, row.browser, row.made, row.seen)
