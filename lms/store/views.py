"""Throwing view rows away, and finding them again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.store.base import Base
from lms.store.view_tables import (
    EmploymentView,
    EnrolmentView,
    ProgressView,
    RoleView,
    SubjectHead,
    WaitingView,
)

PersonView = type[EnrolmentView | RoleView | EmploymentView | WaitingView | ProgressView]
VIEWS: tuple[PersonView, ...] = (
    EnrolmentView,
    RoleView,
    EmploymentView,
    WaitingView,
    ProgressView,
)
"""The views whose rows are about one person each."""


def clear(session: Session, people: Iterable[str] | None = None) -> None:
    """Throw away every row about some people, or every row of every view."""
    for view in VIEWS:
        statement = delete(view)
        if people is not None:
            statement = statement.where(view.person.in_(sorted(set(people))))
        session.execute(statement)
    if people is None:
        session.execute(delete(SubjectHead))


def replace(session: Session, people: Iterable[str], rows: Iterable[Base]) -> None:
    """Put new rows in the place of all that was known about some people."""
    clear(session, people)
    session.add_all(list(rows))


def save_heads(session: Session, heads: dict[str, int]) -> None:
    """Keep the last position about each subject."""
    session.add_all(SubjectHead(subject=s, position=p) for s, p in heads.items())


def heads_of(session: Session, subjects: Iterable[str]) -> dict[str, int]:
    """The last position about each of some subjects, in one statement."""
    query = select(SubjectHead).where(SubjectHead.subject.in_(sorted(set(subjects))))
    return {row.subject: row.position for row in session.scalars(query)}


def all_rows(session: Session, view: PersonView) -> list[dict[str, object]]:
    """Every row of a view as plain data, in the order of its key: what a comparison reads."""
    table = Base.metadata.tables[view.__tablename__]
    columns = [c.key for c in table.columns]
    rows = session.scalars(select(view).order_by(*table.primary_key.columns))
    return [{c: getattr(row, c) for c in columns} for row in rows]
