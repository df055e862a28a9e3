"""Supervisors' personal links: found by the hash of their token, made, and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.store.tables import SigningLinkRow


@dataclass(frozen=True, slots=True)
class SigningLink:
    """One supervisor's way in to one learner's entries; the token itself is kept nowhere."""

    id: str
    supervisor: str
    learner: str
    enrolment: str
    made: datetime
    expires: datetime
    revoked: datetime | None = None

    def works(self, now: datetime) -> bool:
        """Whether the link still opens the page."""
        return self.revoked is None and now < self.expires


def by_hash(session: Session, token_hash: str) -> SigningLink | None:
    """The link whose token has this hash, whether or not it still works."""
    row = session.scalar(select(SigningLinkRow).where(SigningLinkRow.token_hash == token_hash))
    return _link(row) if row else None


def by_id(session: Session, identity: str) -> SigningLink | None:
    """A link by its own id."""
    row = session.get(SigningLinkRow, identity)
    return _link(row) if row else None


def newest(session: Session, learner: str) -> dict[str, SigningLink]:
    """The newest link of each supervisor for one learner, in one statement."""
    query = (
        select(SigningLinkRow)
        .where(SigningLinkRow.learner == learner)
        .order_by(SigningLinkRow.made, SigningLinkRow.id)
    )
    return {row.supervisor: _link(row) for row in session.scalars(query)}


def add(session: Session, link: SigningLink, token_hash: str) -> None:
    """Keep a new link; every older one of the same supervisor and learner ends."""
    revoke(session, link.supervisor, link.learner, link.made)
    session.add(
        SigningLinkRow(
            id=link.id,
            token_hash=token_hash,
            supervisor=link.supervisor,
            learner=link.learner,
            enrolment=link.enrolment,
            made=link.made,
            expires=link.expires,
        )
    )
    session.flush()


def give_token(session: Session, identity: str, token_hash: str) -> None:
    """Let a link answer to another token: the one in the mail that is being sent."""
    session.execute(
        update(SigningLinkRow).where(SigningLinkRow.id == identity).values(token_hash=token_hash)
    )


def revoke(session: Session, supervisor: str, learner: str, at: datetime) -> None:
    """End every link of one supervisor for one learner at once."""
    same = (
        SigningLinkRow.supervisor == supervisor,
        SigningLinkRow.learner == learner,
        SigningLinkRow.revoked.is_(None),
    )
    session.execute(update(SigningLinkRow).where(*same).values(revoked=at))


def _link(row: SigningLinkRow) -> SigningLink:
    return SigningLink(
        row.id, row.supervisor, row.learner, row.enrolment, row.made, row.expires, row.revoked
    )
