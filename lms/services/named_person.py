"""Somebody named on a form: a person known here, or a name and an address to be added."""

from __future__ import annotations

from dataclasses import dataclass

from lms.services.add_person import ADDRESS, LONGEST_NAME, NewPerson, save_new_person
from lms.services.problem_at import ProblemAt
from lms.services.site import Site
from lms.store import people
from lms.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Named:
    """Either the id of a person known here, or a name with an e-mail address."""

    person: str = ""
    name: str = ""
    email: str = ""


def named_problems(site: Site, named: Named) -> list[ProblemAt]:
    """What keeps us from knowing who is meant."""
    if named.person:
        known = people.person(site.session(), named.person)
        if known:
            return []
        what = "Choose somebody from the list, or give a name and an address."
        return [ProblemAt("person", what)]
    found = []
    if not named.name.strip():
        found.append(ProblemAt("name", "Give the person's name."))
    if len(named.name) > LONGEST_NAME:
        found.append(ProblemAt("name", f"The name is longer than {LONGEST_NAME} characters."))
    if not ADDRESS.fullmatch(named.email.strip()) or len(named.email) > 254:
        what = "Give the person's e-mail address, such as name@example.org."
        found.append(ProblemAt("email", what))
    return found


def find_or_add(writer: Writer, named: Named) -> str:
    """The id of who is meant; a person with that address already here is that person."""
    if named.person:
        return named.person
    known = people.by_email(writer.session, named.email)
    return known.id if known else save_new_person(writer, NewPerson(named.name, named.email)).id
