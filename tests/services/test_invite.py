"""An invitation's link sets one password once, while it is fresh and the account is open."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from lms.domain.policy import Actor
from lms.errors import BadInput, NotFound, NotPermitted
from lms.services import jobs
from lms.services.accounts import close_account
from lms.services.add_person import NewPerson, add_person, change_person
from lms.services.administer import see_person
from lms.services.invite import accept_invite, invite, invited
from lms.services.people import person
from lms.services.site import Site
from lms.store.accounts import account_of
from lms.testing import Clock
from lms.testing_world import World

PASSWORD = "three quiet otters"

pytestmark = pytest.mark.usefixtures("app")  # passwords are hashed by what signs people in


@pytest.fixture
def operator(site: Site, world: World) -> Actor:
    return site.actor(world.person("operator", role="operator"))


@pytest.fixture
def nia(site: Site, operator: Actor) -> str:
    return add_person(site, operator, NewPerson("Nia Invented", "nia@example.org"))


def link(site: Site, sent: list[Any]) -> str:
    """The token of the last mail."""
    jobs.work(site)
    found = re.search(r"/set-password/(\S+)", sent[-1].body)
    assert found
    return found[1]


def test_the_link_in_the_mail_sets_the_password_once(
    site: Site, operator: Actor, nia: str, sent: list[Any]
) -> None:
    assert see_person(site, operator, nia).account == "none"
    invite(site, operator, nia, key="k")
    invite(site, operator, nia, key="k")
    assert see_person(site, operator, nia).account == "invited"
    token = link(site, sent)
    assert len(sent) == 1
    assert sent[-1].to == ["nia@example.org"]
    accept_invite(site, token, PASSWORD)
    site.session().rollback()
    account = account_of(site.session(), nia)
    assert account is not None
    assert account.verify_and_update_password(PASSWORD)
    assert see_person(site, operator, nia).account == "open"
    with pytest.raises(NotFound):
        accept_invite(site, token, "another quiet otter")


def test_a_link_grows_old(
    site: Site, operator: Actor, nia: str, sent: list[Any], clock: Clock
) -> None:
    invite(site, operator, nia)
    token = link(site, sent)
    clock.now += timedelta(days=3, seconds=-1)
    assert invited(site, token).person == nia
    clock.now += timedelta(seconds=1)
    with pytest.raises(NotFound):
        invited(site, token)


def test_a_forged_link_opens_nothing(
    site: Site, operator: Actor, nia: str, sent: list[Any]
) -> None:
    invite(site, operator, nia)
    token = link(site, sent)
    # Not the last character: some of its bits say nothing.
    changed = ("A" if token[0] != "A" else "B") + token[1:]
    for forged in ("", "x", changed, token[:-5], token + "x"):
        with pytest.raises(NotFound):
            invited(site, forged)


def test_a_closed_account_takes_no_invitation(
    site: Site, operator: Actor, nia: str, sent: list[Any]
) -> None:
    invite(site, operator, nia)
    token = link(site, sent)
    close_account(site, operator, nia)
    site.session().rollback()
    with pytest.raises(NotFound):
        invited(site, token)
    with pytest.raises(BadInput):
        invite(site, operator, nia)


def test_a_password_that_is_too_short_comes_back_and_the_link_stays(
    site: Site, operator: Actor, nia: str, sent: list[Any]
) -> None:
    invite(site, operator, nia)
    token = link(site, sent)
    with pytest.raises(BadInput) as refused:
        accept_invite(site, token, "short")
    assert getattr(refused.value.problems[0], "field", "") == "password"
    accept_invite(site, token, PASSWORD)


def test_nobody_is_invited_without_an_address(site: Site, operator: Actor) -> None:
    nameless = add_person(site, operator, NewPerson("No Address"))
    with pytest.raises(BadInput):
        invite(site, operator, nameless)
    with pytest.raises(NotFound):
        invite(site, operator, "nobody")


def test_only_an_operator_invites(site: Site, operator: Actor, nia: str) -> None:
    with pytest.raises(NotPermitted):
        invite(site, site.actor(nia), nia)
    with pytest.raises(NotPermitted):
        add_person(site, site.actor(nia), NewPerson("Me Too"))


def test_two_people_never_share_an_address(site: Site, operator: Actor, nia: str) -> None:
    with pytest.raises(BadInput) as refused:
        add_person(site, operator, NewPerson("Nia Again", "NIA@example.org"))
    assert "Nia Invented has this" in str(refused.value.problems[0])
    change_person(site, operator, nia, NewPerson("Nia Changed", "nia@example.org"))
    changed = person(site.session(), nia)
    assert changed is not None
    assert changed.name == "Nia Changed"


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (NewPerson(""), "Give the person's name"),
        (NewPerson("x" * 101), "no more than 100"),
        (NewPerson("Nia", "nia at example"), "name@example.org"),
        (NewPerson("Nia", "n" * 250 + "@x.org"), "name@example.org"),
    ],
)
def test_a_person_that_cannot_be_is_refused(
    site: Site, operator: Actor, new: NewPerson, says: str
) -> None:
    with pytest.raises(BadInput) as refused:
        add_person(site, operator, new)
    assert says in str(refused.value.problems[0])
