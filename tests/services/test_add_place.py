"""Authorities and teams have names of their own, and ids that an address can hold."""

from __future__ import annotations

import pytest

from lms.domain.policy import SYSTEM
from lms.errors import BadInput, NotFound, NotPermitted
from lms.services.add_person import NewPerson, change_person
from lms.services.add_place import add_place
from lms.services.administer import see_person
from lms.services.people import places
from lms.services.site import Site
from lms.testing_world import World


def test_an_authority_and_its_teams(site: Site) -> None:
    assert add_place(site, SYSTEM, "Hammersmith & Fulham", key="k") == "hammersmith-fulham"
    assert add_place(site, SYSTEM, "Hammersmith & Fulham", key="k") == "hammersmith-fulham"
    assert add_place(site, SYSTEM, "Hammersmith, Fulham") == "hammersmith-fulham-2"
    team = add_place(site, SYSTEM, "Pod 1", "hammersmith-fulham")
    assert places(site.session())[team].within == "hammersmith-fulham"


@pytest.mark.parametrize(
    ("name", "within", "says"),
    [
        ("", "", "Give the name"),
        ("x" * 101, "", "Give the name"),
        ("medway ", "", "one of that name already"),
        ("Pod 1", "atlantis", "Choose the authority"),
    ],
)
def test_a_place_that_cannot_be_is_refused(site: Site, name: str, within: str, says: str) -> None:
    add_place(site, SYSTEM, "Medway")
    with pytest.raises(BadInput) as refused:
        add_place(site, SYSTEM, name, within)
    assert says in str(refused.value.problems[0])


def test_only_an_operator_adds_places(site: Site, world: World) -> None:
    with pytest.raises(NotPermitted):
        add_place(site, site.actor(world.person("planner", role="planner")), "Medway")


def test_nobody_unknown_is_changed_or_seen(site: Site) -> None:
    with pytest.raises(NotFound):
        change_person(site, SYSTEM, "nobody", NewPerson("Somebody"))
    with pytest.raises(NotFound):
        see_person(site, SYSTEM, "nobody")
