"""Adding an authority, or a team of one: where people work, and what planners count by."""

from __future__ import annotations

import re
import unicodedata

from lms.domain.policy import ANYTHING, Actor
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.recording import changing
from lms.services.site import Site, require
from lms.store import people
from lms.store.people import Place
from lms.store.writer import Writer


def add_place(site: Site, actor: Actor, name: str, within: str = "", key: str | None = None) -> str:
    """Add an authority, or a team within one; gives its id."""
    require(site, actor, "manage-people", ANYTHING)
    with changing(site, actor) as writer:
        asked = ["add-place", name, within]
        return str(writer.answer_once(key, asked, lambda: _add(writer, name.strip(), within)))


def _add(writer: Writer, name: str, within: str) -> str:
    places = people.places(writer.session)
    siblings = {p.name.casefold() for p in places.values() if (p.within or "") == within}
    problems = []
    if not name or len(name) > 100:
        problems.append(ProblemAt("name", "Give the name, in no more than 100 characters."))
    if name.casefold() in siblings:
        problems.append(ProblemAt("name", "There is one of that name already."))
    if within and (within not in places or places[within].within):
        problems.append(ProblemAt("within", "Choose the authority that the team belongs to."))
    refuse_form(problems, "This place cannot be added.")
    identity = free_id(f"{within}-{slug(name)}" if within else slug(name), set(places))
    people.save_place(writer.session, Place(identity, name, within or None))
    return identity


def free_id(wanted: str, taken: set[str]) -> str:
    """An id that nothing has yet: the one wanted, or that with a number."""
    numbered = (f"{wanted}-{n}" for n in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(i for i in numbered if i not in taken)


def slug(name: str) -> str:
    """A name as it stands in an address: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")[:60] or "place"
