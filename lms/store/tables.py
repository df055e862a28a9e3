"""The tables of the ledger and of what stands beside it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from lms.store.base import Base, UtcDateTime

Json = JSON().with_variant(JSONB(), "postgresql")
Position = BigInteger().with_variant(Integer(), "sqlite")
CODE = 200


class RecordRow(Base):
    """One entry of the ledger; rows are only ever added."""

    __tablename__ = "record"
    __table_args__ = (
        Index("ix_record_subject", "subject_type", "subject_id", "position"),
        Index("ix_record_kind", "kind", "position"),
    )

    position: Mapped[int] = mapped_column(Position, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(CODE))
    kind: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date | None] = mapped_column(Date)
    recorded: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(CODE))
    enrolment: Mapped[str | None] = mapped_column(String(36), index=True)
    curriculum: Mapped[str | None] = mapped_column(String(CODE))
    replaces: Mapped[str | None] = mapped_column(String(36), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    key: Mapped[str] = mapped_column(String(40))
    hash: Mapped[str] = mapped_column(String(64))


class RequestRow(Base):
    """A client's key for one act, so that asking twice gives the first answer."""

    __tablename__ = "request"

    key: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    actor: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    answer: Mapped[Any] = mapped_column(Json)
    made: Mapped[datetime] = mapped_column(UtcDateTime)


class DocumentRow(Base):
    """Free text that a record names; erasing it leaves the ledger's chain whole."""

    __tablename__ = "document"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    about: Mapped[str] = mapped_column(String(CODE), index=True)
    nonce: Mapped[str] = mapped_column(String(64))
    content: Mapped[Any] = mapped_column(Json)
    made: Mapped[datetime] = mapped_column(UtcDateTime)


class ShownCodeRow(Base):
    """The code under which a submission was released before codes were keyed; a migration fills it."""

    __tablename__ = "shown_code"

    submission: Mapped[str] = mapped_column(String(36), primary_key=True)
    code: Mapped[str] = mapped_column(String(12))


class DraftRow(Base):
    """What one person is writing and has not handed in: the one thing that is overwritten."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("person", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(String(CODE))
    place: Mapped[str] = mapped_column(String(CODE))
    content: Mapped[Any] = mapped_column(Json)
    revision: Mapped[int]
    saved: Mapped[datetime] = mapped_column(UtcDateTime)


class PersonRow(Base):
    """Who somebody is: the names that no rule needs.

    ``first_word`` is that by which the name is looked up in a text.
    """

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    name: Mapped[str] = mapped_column(String(CODE))
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    invented: Mapped[bool] = mapped_column(default=False)
    first_word: Mapped[str] = mapped_column(String(CODE), index=True)


class RegisterNumberRow(Base):
    """A person's number on a register, kept apart from the facts about the entry."""

    __tablename__ = "register_number"

    person: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    register: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[str] = mapped_column(String(40))


class PlaceRow(Base):
    """An authority, or one of its teams (then ``within`` names the authority)."""

    __tablename__ = "place"

    id: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    name: Mapped[str] = mapped_column(String(CODE))
    within: Mapped[str | None] = mapped_column(String(CODE), index=True)


class CohortRow(Base):
    """An intake of a programme: its name; its dates are records."""

    __tablename__ = "cohort"

    id: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    name: Mapped[str] = mapped_column(String(CODE))
    programme: Mapped[str] = mapped_column(String(CODE), index=True)


class ProgrammeVersionRow(Base):
    """A published version: its files, which never change."""

    __tablename__ = "programme_version"

    programme: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    version: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    files: Mapped[dict[str, str]] = mapped_column(Json)
    published: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str] = mapped_column(String(CODE))
    note: Mapped[str] = mapped_column(Text, default="")


class CurriculumDraftRow(Base):
    """A tutor's changed file of a programme, and the version that the change began from."""

    __tablename__ = "curriculum_draft"

    programme: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    path: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    base_version: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    saved: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_by: Mapped[str] = mapped_column(String(CODE))


class SigningLinkRow(Base):
    """A supervisor's personal, expiring way in; only the token's hash is kept."""

    __tablename__ = "signing_link"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    supervisor: Mapped[str] = mapped_column(String(CODE))
    learner: Mapped[str] = mapped_column(String(CODE), index=True)
    enrolment: Mapped[str] = mapped_column(String(36))
    made: Mapped[datetime] = mapped_column(UtcDateTime)
    expires: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked: Mapped[datetime | None] = mapped_column(UtcDateTime)


class JobRow(Base):
    """Work promised by a committed change, done after it: the outbox."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_due", "state", "due"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    arguments: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(20), default="todo")
    attempts: Mapped[int] = mapped_column(default=0)
    due: Mapped[datetime] = mapped_column(UtcDateTime)
    lease: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault: Mapped[str | None] = mapped_column(Text)


class ReadAuditRow(Base):
    """Who read which private text, and when."""

    __tablename__ = "read_audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reader: Mapped[str] = mapped_column(String(CODE), index=True)
    about: Mapped[str] = mapped_column(String(CODE), index=True)
    record: Mapped[str] = mapped_column(String(36), index=True)
    purpose: Mapped[str] = mapped_column(String(80))


class BankedCommentRow(Base):
    """A comment that a marker keeps to use again; nobody else sees it."""

    __tablename__ = "banked_comment"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    person: Mapped[str] = mapped_column(String(CODE), index=True)
    text: Mapped[str] = mapped_column(Text)
    made: Mapped[datetime] = mapped_column(UtcDateTime)


class SignedInRow(Base):
    """A browser in which somebody is signed in; only the hash of what its cookie holds is kept."""

    __tablename__ = "signed_in"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person: Mapped[str] = mapped_column(String(CODE), index=True)
    browser: Mapped[str] = mapped_column(String(80))
    made: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    seen: Mapped[datetime] = mapped_column(UtcDateTime)


class GuessRow(Base):
    """How often somebody guessed wrongly at one door; the key is a keyed hash that names nobody."""

    __tablename__ = "guess"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last: Mapped[datetime] = mapped_column(UtcDateTime)
    forget: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
