"""Looking people up by a part of their name, or by the whole of their e-mail address."""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from lms.store.people import Person
from lms.store.tables import PersonRow


def search(session: Session, text: str, limit: int) -> list[Person]:
    """The first so many people, by name."""
    wanted = text.lower()
    query = (
        select(PersonRow)
        .where(
            or_(
                func.lower(PersonRow.name).contains(wanted, autoescape=True),
                PersonRow.email == wanted,
            )
        )
        .order_by(PersonRow.name)
        .limit(limit)
    )
    return [Person(r.id, r.name, r.email, r.invented) for r in session.scalars(query)]
