"""Finding somebody by name or e-mail address, for those who may enrol or manage people."""

from __future__ import annotations

from lms.domain.policy import Actor, Target
from lms.services.site import Site, require
from lms.store.people import Person
from lms.store.people_search import search

SHORTEST = 3
MOST = 20


def find_people(
    site: Site, actor: Actor, text: str, act: str = "manage-people", target: Target | None = None
) -> list[Person]:
    """At most twenty people whose name has the text in it, or whose address is the text.

    Fewer than three letters find nobody: the list is for finding one person, not for browsing.
    """
    require(site, actor, act, target or Target())
    wanted = text.strip()
    return search(site.session(), wanted, MOST) if len(wanted) >= SHORTEST else []
