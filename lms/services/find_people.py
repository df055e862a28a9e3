"""Finding somebody by name or e-mail address, for those who may enrol or manage people."""

from __future__ import annotations

from lms.domain.employment import EMPLOYMENT, employers_on
from lms.domain.policy import Actor, Target, may
from lms.domain.records import person
from lms.services.site import Site, require
from lms.store.people import Person
from lms.store.people_search import search

SHORTEST = 3
MOST = 20
LOOKED_THROUGH = 500
"""Among so many people of that name those are sought whom the planner may see by name."""


def find_people(
    site: Site, actor: Actor, text: str, act: str = "manage-people", target: Target | None = None
) -> list[Person]:
    """At most twenty people whose name has the text in it, or whose address is the text.

    Fewer than three letters find nobody: the list is for finding one person, not for browsing.
    """
    require(site, actor, act, target or Target())
    wanted = text.strip()
    return search(site.session(), wanted, MOST) if len(wanted) >= SHORTEST else []


def find_joiners(site: Site, actor: Actor, text: str, target: Target) -> list[Person]:
    """Who could join an authority of the planner's: by a part of the name among those whom the
    planner may see by name, and anybody by the whole name or address, which the planner then knows.
    """
    require(site, actor, "record-employment", target)
    wanted = text.strip().casefold()
    if len(wanted) < SHORTEST:
        return []
    found = search(site.session(), wanted, LOOKED_THROUGH)
    records, today = site.about(*(person(one.id) for one in found), kinds=EMPLOYMENT), site.today()

    def nameable(one: Person) -> bool:
        employers = employers_on(records.about(person(one.id)), today)
        return may(actor, "see-cadre-names", Target(one.id, authorities=employers), today)

    def known(one: Person) -> bool:
        return wanted in (one.name.casefold(), (one.email or "").casefold())

    return [one for one in found if known(one) or nameable(one)][:MOST]
