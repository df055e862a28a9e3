"""Adding a person: a name, an e-mail address if there is one, and an id that says nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.domain.policy import ANYTHING, Actor
from lms.errors import Moved, NotFound
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.recording import changing
from lms.services.site import Site, require
from lms.services.tell_owner import tell_owner
from lms.store import people
from lms.store.people import Person
from lms.store.writer import Writer

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LONGEST_NAME, LONGEST_ADDRESS = 100, 254


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody not known here yet."""

    name: str
    email: str = ""


def add_person(site: Site, actor: Actor, new: NewPerson, key: str | None = None) -> str:
    """Add somebody; gives the new id. BadInput where name or address cannot be used."""
    require(site, actor, "manage-people", ANYTHING)
    with changing(site, actor) as writer:

        def act() -> str:
            refuse_form(new_person_problems(writer.session, new), "This person cannot be added.")
            return save_new_person(writer, new).id

        return str(writer.answer_once(key, ["add-person", new.name, new.email], act))


def change_person(site: Site, actor: Actor, identity: str, new: NewPerson) -> None:
    """Change somebody's name or address; the sign-in address of an account stays what it was.

    Whoever has an account is told of a new address, at the old one and where one signs in.
    """
    require(site, actor, "manage-people", ANYTHING)
    with changing(site, actor) as writer:
        known = people.person(writer.session, identity)
        if known is None:
            raise NotFound("There is no such person.")
        refuse_form(new_person_problems(writer.session, new, identity), "This cannot be changed.")
        address = new.email.strip() or None
        people.save_person(
            writer.session, Person(identity, new.name.strip(), address, known.invented)
        )
        if (address or "").lower() != (known.email or "").lower():
            says = "The e-mail address to which Cadre writes to you was changed."
            subject = "Your e-mail address in Cadre was changed"
            tell_owner(site, writer, identity, subject, says, also=known.email or "")


def new_person_problems(
    session: Session, new: NewPerson, but: str = "", named: bool = True
) -> list[ProblemAt]:
    """What is wrong with a name and an address; ``but`` is the person who may have it already.

    Whose address it is stands in the answer only if ``named``: not every reader has a right to it.
    """
    found = []
    if not new.name.strip():
        found.append(ProblemAt("name", "Give the person's name."))
    if len(new.name) > LONGEST_NAME:
        found.append(ProblemAt("name", f"Write no more than {LONGEST_NAME} characters."))
    return found + _address_problems(session, new.email.strip(), but, named)


def _address_problems(session: Session, address: str, but: str, named: bool) -> list[ProblemAt]:
    if not address:
        return []
    if not ADDRESS.fullmatch(address) or len(address) > LONGEST_ADDRESS:
        return [ProblemAt("email", "Give an e-mail address such as name@example.org, or none.")]
    known = people.by_email(session, address)
    if known is None or known.id == but:
        return []
    who = known.name if named else "Somebody"
    taken = f"{who} has this e-mail address already. Look for the address and choose that person."
    return [ProblemAt("email", taken)]


def save_new_person(writer: Writer, new: NewPerson) -> Person:
    """Save somebody new under a new id, in the transaction of an act."""
    added = Person(str(uuid7()), new.name.strip(), new.email.strip() or None)

    def save(session: Session) -> None:
        if added.email and people.by_email(session, added.email):
            raise Moved
        people.save_person(session, added)

    writer.also(save)
    writer.make_known(added.id)
    return added
