"""Who holds a role, as the view of dated grants says."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.domain.policy import Grant
from lms.store.view_tables import RoleView


def holders(session: Session, role: str) -> list[tuple[str, Grant]]:
    """Everybody to whom a role was ever granted, with the grant, in one statement."""
    return [(person, grant) for _, person, grant in grants_to(session, role)]


def grants_to(session: Session, role: str) -> list[tuple[str, str, Grant]]:
    """Every grant of a role: the record, the person and the grant, in one statement."""
    rows = session.scalars(select(RoleView).where(RoleView.role == role).order_by(RoleView.person))
    return [(row.record, row.person, _grant(row)) for row in rows]


def grants_of(session: Session, people: Iterable[str]) -> list[tuple[str, str, Grant]]:
    """The grants to some people: the record, the person and the grant, in one statement."""
    query = select(RoleView).where(RoleView.person.in_(sorted(set(people))))
    rows = session.scalars(query.order_by(RoleView.person, RoleView.first))
    return [(row.record, row.person, _grant(row)) for row in rows]


def _grant(row: RoleView) -> Grant:
    return Grant(row.role, row.first, row.last, row.programme, row.cohort, row.authority)
