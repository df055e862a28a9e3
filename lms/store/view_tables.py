"""Views: rows that can be thrown away and rebuilt from the ledger with one command."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.store.base import Base, UtcDateTime
from lms.store.tables import CODE, Json, Position


class EnrolmentView(Base):
    """Who is enrolled on what, on which version, in which cohort.

    The last three say whether the enrolment's rows of waiting things still stand: ``relay`` is the
    digest of what worked them out, ``waits_until`` the first date on which time alone could change
    them, and ``made`` the last position of the ledger then. Without a digest there are no rows yet.
    """

    __tablename__ = "view_enrolment"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    person: Mapped[str] = mapped_column(String(CODE), index=True)
    programme: Mapped[str] = mapped_column(String(CODE), index=True)
    version: Mapped[str] = mapped_column(String(40))
    admission: Mapped[str] = mapped_column(String(CODE))
    cohort: Mapped[str] = mapped_column(String(CODE), index=True)
    started: Mapped[date] = mapped_column(Date)
    withdrawn: Mapped[date | None] = mapped_column(Date)
    relay: Mapped[str] = mapped_column(String(64), default="")
    waits_until: Mapped[date | None] = mapped_column(Date)
    made: Mapped[int] = mapped_column(Position, default=0)


class EnrolmentReads(Base):
    """Whose records what waits in an enrolment follows from: the learner and every cohort."""

    __tablename__ = "view_enrolment_reads"

    enrolment: Mapped[str] = mapped_column(String(36), primary_key=True)
    subject: Mapped[str] = mapped_column(String(CODE + 41), primary_key=True)
    person: Mapped[str] = mapped_column(String(CODE), index=True)


class RoleView(Base):
    """Who holds which role, where, from when to when."""

    __tablename__ = "view_role"

    record: Mapped[str] = mapped_column(String(36), primary_key=True)
    person: Mapped[str] = mapped_column(String(CODE), index=True)
    role: Mapped[str] = mapped_column(String(80))
    programme: Mapped[str | None] = mapped_column(String(CODE))
    cohort: Mapped[str | None] = mapped_column(String(CODE))
    authority: Mapped[str | None] = mapped_column(String(CODE))
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date | None] = mapped_column(Date)


class EmploymentView(Base):
    """Who works where, from when to when."""

    __tablename__ = "view_employment"

    record: Mapped[str] = mapped_column(String(36), primary_key=True)
    person: Mapped[str] = mapped_column(String(CODE), index=True)
    employer: Mapped[str] = mapped_column(String(CODE), index=True)
    team: Mapped[str | None] = mapped_column(String(CODE))
    fte: Mapped[str] = mapped_column(String(20))
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date | None] = mapped_column(Date)


class WaitingView(Base):
    """What waits for somebody: a log or a submission to read, an entry to sign.

    Of a submission, ``needs`` says which mark it waits for, ``due`` is the target for feedback,
    ``given`` and ``allocated`` map layers to markers, and ``barred`` are those who never mark it.
    """

    __tablename__ = "view_waiting"

    record: Mapped[str] = mapped_column(String(36), primary_key=True)
    what: Mapped[str] = mapped_column(String(40), index=True)
    person: Mapped[str] = mapped_column(String(CODE), index=True)
    enrolment: Mapped[str] = mapped_column(String(36), index=True)
    programme: Mapped[str] = mapped_column(String(CODE), index=True)
    cohort: Mapped[str] = mapped_column(String(CODE), index=True)
    item: Mapped[str] = mapped_column(String(CODE))
    since: Mapped[date] = mapped_column(Date)
    needs: Mapped[str] = mapped_column(String(20), default="")
    due: Mapped[date | None] = mapped_column(Date)
    given: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    allocated: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    barred: Mapped[list[str]] = mapped_column(Json, default=list)


class ProgressView(Base):
    """The last verdict on one stage of one enrolment, with all that it rested on.

    ``reads`` maps each subject it looked at to the last position it saw, ``levels`` each stage of
    any programme that it asked about to the level that this gives, and ``relay`` is the digest of
    the code that decided; with ``curriculum`` and ``good_until`` they say whether the row still
    stands. A verdict that rests on a fault has no row.
    """

    __tablename__ = "view_progress"

    enrolment: Mapped[str] = mapped_column(String(36), primary_key=True)
    stage: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    person: Mapped[str] = mapped_column(String(CODE), index=True)
    outcome: Mapped[str] = mapped_column(String(20))
    paused: Mapped[bool]
    verdicts: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    as_of: Mapped[date] = mapped_column(Date)
    good_until: Mapped[date | None] = mapped_column(Date)
    position: Mapped[int] = mapped_column(Position)
    reads: Mapped[dict[str, int]] = mapped_column(Json)
    curriculum: Mapped[str] = mapped_column(String(64))
    relay: Mapped[str] = mapped_column(String(64))
    levels: Mapped[dict[str, str]] = mapped_column(Json)


class PastView(Base):
    """A verdict on one stage of one enrolment as of a named day, with all that it rested on.

    ``known`` is the moment as known at which it was asked for, empty where that is now; ``shown``
    that it is what the learner sees. The rest is as in ``ProgressView``; time alone never changes
    what held on a day. ``kept`` is when it was worked out.
    """

    __tablename__ = "view_past"

    enrolment: Mapped[str] = mapped_column(String(36), primary_key=True)
    stage: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    as_of: Mapped[date] = mapped_column(Date, primary_key=True)
    known: Mapped[str] = mapped_column(String(40), primary_key=True)
    shown: Mapped[bool] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(String(CODE), index=True)
    outcome: Mapped[str] = mapped_column(String(20))
    paused: Mapped[bool]
    verdicts: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    reads: Mapped[dict[str, int]] = mapped_column(Json)
    curriculum: Mapped[str] = mapped_column(String(64))
    relay: Mapped[str] = mapped_column(String(64))
    levels: Mapped[dict[str, str]] = mapped_column(Json)
    kept: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class SubjectHead(Base):
    """The last position about each subject."""

    __tablename__ = "view_subject_head"

    subject: Mapped[str] = mapped_column(String(CODE + 41), primary_key=True)
    position: Mapped[int] = mapped_column(Position)
