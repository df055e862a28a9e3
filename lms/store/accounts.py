"""Sign-ins: an account opens the door for one person; what it may do is the ledger's to say."""

from __future__ import annotations

from datetime import datetime

from flask_security.core import UserMixin
from flask_security.utils import verify_password
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.store.base import Base, UtcDateTime
from lms.store.tables import CODE


class Account(Base, UserMixin):
    """One sign-in; ``fs_uniquifier`` changes when all its sessions are to end.

    Flask-Security's own roles are not used: a role here is a dated grant in the ledger.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(String(CODE), unique=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)

    def verify_and_update_password(self, password: str) -> bool:
        """Whether the password is right. Nothing is updated: a request's session only reads."""
        return self.password is not None and verify_password(password, self.password)


class ApiToken(Base):
    """A program's way in on behalf of a person: named, scoped, expiring; only its hash is kept."""

    __tablename__ = "api_token"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person: Mapped[str] = mapped_column(String(CODE), index=True)
    name: Mapped[str] = mapped_column(String(CODE))
    scope: Mapped[str] = mapped_column(String(20))
    made: Mapped[datetime] = mapped_column(UtcDateTime)
    expires: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked: Mapped[datetime | None] = mapped_column(UtcDateTime)


def account_of(session: Session, person: str) -> Account | None:
    """A person's account."""
    return session.scalar(select(Account).where(Account.person == person))


def account_by_email(session: Session, email: str) -> Account | None:
    """The account that signs in with an address."""
    return session.scalar(select(Account).where(Account.email == email.strip().lower()))


def tokens_of(session: Session, person: str) -> list[ApiToken]:
    """A person's tokens, newest first."""
    query = select(ApiToken).where(ApiToken.person == person).order_by(ApiToken.id.desc())
    return list(session.scalars(query))


def token_by_hash(session: Session, token_hash: str) -> ApiToken | None:
    """The token whose secret has this hash."""
    return session.scalar(select(ApiToken).where(ApiToken.token_hash == token_hash))
