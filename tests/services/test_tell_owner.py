"""Whoever owns an account is told when it was changed how it is entered, and old ways in end."""

from __future__ import annotations

from typing import Any

import pytest

from lms.domain.policy import SYSTEM
from lms.services.accounts import set_password
from lms.services.add_person import NewPerson, change_person
from lms.services.site import Site
from lms.services.tokens import make_token, tokens_of
from lms.testing_world import World

pytestmark = pytest.mark.usefixtures("app")
NEW = "four quiet otters"


@pytest.fixture
def amara(world: World) -> str:
    return world.person("amara")


def test_a_new_password_ends_tokens_and_is_told(site: Site, amara: str, sent: Any) -> None:
    actor = site.actor(amara)
    make_token(site, actor, "Our warehouse")
    before = len(sent)
    set_password(site, SYSTEM, amara, NEW)
    (token,) = tokens_of(site, actor)
    assert not token.works(site.now())
    (mail,) = sent[before:]
    assert mail.to == ["amara@example.org"]
    assert mail.subject == "Your password for Cadre was set"
    assert "All sessions and tokens for programs were ended." in mail.body
    assert "It was done on 2 March 2026 at 09:00" in mail.body
    assert "/forgotten-password" in mail.body
    assert NEW not in mail.body


def test_a_new_token_is_told_without_its_secret(site: Site, amara: str, sent: Any) -> None:
    _, secret = make_token(site, site.actor(amara), "Our warehouse")
    (mail,) = sent
    assert mail.subject == "A token for Cadre was made"
    assert secret not in mail.body


def test_a_new_address_is_told_at_the_old_one(site: Site, amara: str, sent: Any) -> None:
    change_person(site, SYSTEM, amara, NewPerson("Amara", "amara@new.example.org"))
    change_person(site, SYSTEM, amara, NewPerson("Amara", "amara@newer.example.org"))
    assert [m.to for m in sent] == [
        ["amara@example.org"],
        ["amara@example.org"],
        ["amara@new.example.org"],
    ]
    assert {m.subject for m in sent} == {"Your e-mail address in Cadre was changed"}


def test_a_new_name_is_no_new_address(site: Site, amara: str, sent: Any) -> None:
    change_person(site, SYSTEM, amara, NewPerson("Amara B", "Amara@example.org"))
    assert len(sent) == 0
