"""Throwing view rows away, keeping what was worked out again, and finding both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import String, delete, exists, func, insert, literal, select
from sqlalchemy.orm import Session

from lms.store.base import Base, insert_or
from lms.store.tables import RecordRow
from lms.store.view_tables import (
    EmploymentView,
    EnrolmentReads,
    EnrolmentView,
    PastView,
    ProgressView,
    RoleView,
    SubjectHead,
    WaitingView,
)

PersonView = type[
    EnrolmentView
    | EnrolmentReads
    | RoleView
    | EmploymentView
    | WaitingView
    | ProgressView
    | PastView
]
VIEWS: tuple[PersonView, ...] = (
    EnrolmentView,
    EnrolmentReads,
    RoleView,
    EmploymentView,
    WaitingView,
    ProgressView,
    PastView,
)
"""The views whose rows are about one person each; enrolments first, since ``hold`` locks these."""


def clear(session: Session, people: Iterable[str]) -> None:
    """Throw away every row about some people."""
    wanted = sorted(set(people))
    for view in VIEWS:
        session.execute(delete(view).where(view.person.in_(wanted)))


def clear_strangers(session: Session) -> None:
    """Throw away every row about people of whom the ledger holds nothing."""
    for view in VIEWS:
        told = exists().where(
            RecordRow.subject_type == literal("person"), RecordRow.subject_id == view.person
        )
        session.execute(delete(view).where(~told))


def replace(session: Session, people: Iterable[str], rows: Iterable[Base]) -> None:
    """Put new rows in the place of all that was known about some people."""
    clear(session, people)
    session.add_all(list(rows))


def hold(session: Session, enrolments: Iterable[str]) -> frozenset[str]:
    """Those of some enrolments whose rows nobody else is changing; nobody will until the end.

    Nobody is waited for: a writer's rows are its own, and what is left out is worked out again.
    """
    query = (
        select(EnrolmentView.id)
        .where(EnrolmentView.id.in_(sorted(set(enrolments))))
        .with_for_update(skip_locked=True)
    )
    return frozenset(session.scalars(query))


def replace_progress(session: Session, rows: Iterable[ProgressView], of: Iterable[str]) -> None:
    """Put new verdicts in the place of those on some enrolments."""
    session.execute(delete(ProgressView).where(ProgressView.enrolment.in_(sorted(set(of)))))
    session.add_all(list(rows))


def replace_past(session: Session, rows: Sequence[PastView], of: Iterable[str]) -> None:
    """Put verdicts of one day, asked for in one way, in the place of those on some enrolments."""
    if rows:
        same = (PastView.as_of, PastView.known, PastView.shown)
        asked = (rows[0].as_of, rows[0].known, rows[0].shown)
        session.execute(
            delete(PastView).where(
                PastView.enrolment.in_(sorted(set(of))),
                *(column == value for column, value in zip(same, asked, strict=True)),
            )
        )
        session.add_all(rows)


def erase_past(session: Session, before: datetime, most: int) -> None:
    """Remove verdicts of named days that were kept before a moment, and all but so many of the rest."""
    session.execute(delete(PastView).where(PastView.kept < before))
    newest = select(PastView.kept).order_by(PastView.kept.desc()).offset(most).limit(1)
    last = session.scalar(newest)
    if last is not None:
        session.execute(delete(PastView).where(PastView.kept <= last))


def replace_waiting(session: Session, rows: Iterable[WaitingView], of: Iterable[str]) -> None:
    """Put what waits now in the place of what waited in some enrolments."""
    session.execute(delete(WaitingView).where(WaitingView.enrolment.in_(sorted(set(of)))))
    session.add_all(list(rows))


def rebuild_heads(session: Session) -> None:
    """Find the last position about each subject again, under the site's lock, in two statements."""
    subject = RecordRow.subject_type + literal(":", String) + RecordRow.subject_id
    last = select(subject, func.max(RecordRow.position)).group_by(subject)
    session.execute(delete(SubjectHead))
    session.execute(insert(SubjectHead).from_select(["subject", "position"], last))


def heads_of(session: Session, subjects: Iterable[str]) -> Mapping[str, int]:
    """The last position about each of some subjects, in one statement."""
    query = select(SubjectHead).where(SubjectHead.subject.in_(sorted(set(subjects))))
    return {row.subject: row.position for row in session.scalars(query)}


def move_heads(session: Session, positions: Mapping[str, int]) -> None:
    """Note the last position about each of some subjects, in one statement."""
    if not positions:
        return
    rows = [{"subject": s, "position": p} for s, p in positions.items()]
    heads = insert_or(session, SubjectHead).values(rows)
    moved = {"position": heads.excluded.position}
    session.execute(heads.on_conflict_do_update(index_elements=["subject"], set_=moved))


def people_since(session: Session, position: int) -> list[str]:
    """Everybody about whom something was recorded after a position."""
    prefix = "person:"
    query = select(SubjectHead.subject).where(
        SubjectHead.position > position, SubjectHead.subject.startswith(prefix)
    )
    return sorted(subject.removeprefix(prefix) for subject in session.scalars(query))


def people_on_record(session: Session) -> list[str]:
    """Everybody about whom the ledger holds anything."""
    query = select(RecordRow.subject_id).where(RecordRow.subject_type == "person").distinct()
    return sorted(session.scalars(query))


def all_rows(session: Session, view: PersonView) -> list[dict[str, object]]:
    """Every row of a view as plain data, in the order of its key: what a comparison reads."""
    table = Base.metadata.tables[view.__tablename__]
    columns = [c.key for c in table.columns]
    rows = session.scalars(select(view).order_by(*table.primary_key.columns))
    return [{c: getattr(row, c) for c in columns} for row in rows]
