"""Names and addresses of people, authorities, teams and cohorts: what no rule needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.domain.identifiers import first_word_of, words_in
from lms.store.tables import CohortRow, PersonRow, PlaceRow, RegisterNumberRow


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is; ``email`` is None for a person who is only named."""

    id: str
    name: str
    email: str | None = None
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """An authority, or a team within one."""

    id: str
    name: str
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Cohort:
    """An intake of a programme."""

    id: str
    name: str
    programme: str


def person(session: Session, identity: str) -> Person | None:
    """One person by id."""
    row = session.get(PersonRow, identity)
    return _person(row) if row else None


def people(session: Session, identities: Iterable[str]) -> dict[str, Person]:
    """Several people by id, in one statement."""
    rows = session.scalars(select(PersonRow).where(PersonRow.id.in_(set(identities))))
    return {row.id: _person(row) for row in rows}


def known_among(session: Session, identities: Iterable[str]) -> set[str]:
    """Those of some ids that are somebody's, in one statement."""
    return set(session.scalars(select(PersonRow.id).where(PersonRow.id.in_(set(identities)))))


def everybody(session: Session) -> list[Person]:
    """Everybody, by name."""
    return [_person(row) for row in session.scalars(select(PersonRow).order_by(PersonRow.name))]


MANY_WORDS = 20_000
"""With more different words than that, and no database takes many more at once, everybody is read."""


def perhaps_named_in(session: Session, texts: Iterable[str]) -> list[Person]:
    """Whoever's full name some texts could hold, by name: all whose first word stands in them."""
    words = frozenset[str]().union(*map(words_in, texts))
    if not words:
        return []
    query = select(PersonRow).where(PersonRow.first_word != "").order_by(PersonRow.name)
    if len(words) <= MANY_WORDS:
        query = query.where(PersonRow.first_word.in_(sorted(words)))
    return [_person(row) for row in session.scalars(query)]


def is_anybody(session: Session, real: bool = False) -> bool:
    """Whether anybody is known to the site, or anybody who is not invented."""
    query = (
        select(PersonRow.id).where(PersonRow.invented.is_(False)) if real else select(PersonRow.id)
    )
    return session.scalar(query.limit(1)) is not None


def by_email(session: Session, email: str) -> Person | None:
    """The person with an address, whatever its capitals."""
    row = session.scalar(select(PersonRow).where(PersonRow.email == email.strip().lower()))
    return _person(row) if row else None


def name_of_cohort(session: Session, identity: str) -> str:
    """A cohort's name; its id where none is kept under it, and nothing where there is no id."""
    found = cohort(session, identity) if identity else None
    return found.name if found else identity


def name_of(session: Session, identity: str) -> str:
    """A person's name, or the id where there is no such person."""
    found = person(session, identity)
    return found.name if found else identity


def save_person(session: Session, who: Person) -> None:
    """Add or change a person, inside a writing transaction."""
    email = who.email.strip().lower() if who.email else None
    session.merge(
        PersonRow(
            id=who.id,
            name=who.name,
            email=email,
            invented=who.invented,
            first_word=first_word_of(who.name),
        )
    )


def save_place(session: Session, place: Place) -> None:
    """Add or rename an authority or a team, inside a writing transaction."""
    session.merge(PlaceRow(id=place.id, name=place.name, within=place.within))


def places(session: Session) -> dict[str, Place]:
    """Every authority and team, by id."""
    rows = session.scalars(select(PlaceRow).order_by(PlaceRow.name))
    return {row.id: Place(row.id, row.name, row.within) for row in rows}


def save_cohort(session: Session, cohort: Cohort) -> None:
    """Add or rename a cohort, inside a writing transaction."""
    session.merge(CohortRow(id=cohort.id, name=cohort.name, programme=cohort.programme))


def cohorts(session: Session, programme: str | None = None) -> list[Cohort]:
    """The cohorts, of one programme or of all, newest id last."""
    query = select(CohortRow).order_by(CohortRow.id)
    if programme:
        query = query.where(CohortRow.programme == programme)
    return [Cohort(row.id, row.name, row.programme) for row in session.scalars(query)]


def cohort(session: Session, identity: str) -> Cohort | None:
    """One cohort by id."""
    row = session.get(CohortRow, identity)
    return Cohort(row.id, row.name, row.programme) if row else None


def save_number(session: Session, person: str, register: str, number: str) -> None:
    """Keep a person's number on a register, inside a writing transaction."""
    session.merge(RegisterNumberRow(person=person, register=register, number=number))


def numbers_of(session: Session, person: str) -> dict[str, str]:
    """One person's numbers, by register."""
    rows = session.scalars(select(RegisterNumberRow).where(RegisterNumberRow.person == person))
    return {row.register: row.number for row in rows}


def numbers(session: Session, register: str) -> dict[str, str]:
    """Everybody's number on one register, by person."""
    rows = session.scalars(select(RegisterNumberRow).where(RegisterNumberRow.register == register))
    return {row.person: row.number for row in rows}


def _person(row: PersonRow) -> Person:
    return Person(row.id, row.name, row.email, row.invented)
