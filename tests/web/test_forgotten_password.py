"""A forgotten password is set anew by oneself, and asking tells nobody who has an account."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from lms.domain.guessing import FORGOTTEN, MAILBOX
from lms.domain.policy import SYSTEM
from lms.services.accounts import close_account
from lms.services.site import Site
from lms.services.tokens import make_token, tokens_of
from lms.testing import Clock
from lms.testing_world import World

AMARA = "amara@example.org"
NEW = "four quiet otters"


@pytest.fixture
def amara(amara_with_password: str, sent: Any) -> str:
    """A person who can sign in with a password; the mail about it has gone."""
    assert len(sent) == 1
    return amara_with_password


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert token
    return client.post(path, data={"csrf_token": token[1], **fields})


def ask(app: Flask, email: str) -> TestResponse:
    return send(app.test_client(), "/forgotten-password", email=email)


def link(mail: Any) -> str:
    found = re.search(r"/set-password/\S+", mail.body)
    assert found
    return found[0]


def test_the_link_sets_a_password_once_and_ends_all_that_was_open(
    app: Flask, site: Site, client_for: Callable[[str], FlaskClient], amara: str, sent: Any
) -> None:
    elsewhere = client_for(amara)
    make_token(site, site.actor(amara), "Our warehouse")
    client = app.test_client()
    assert "Forgotten your password?" in client.get("/sign-in").text
    assert send(client, "/forgotten-password", email=" Amara@Example.org").status_code == 200
    mail = sent[-1]
    assert mail.to == [AMARA]
    assert "until 10:00 on 2 March 2026" in mail.body
    assert AMARA in client.get(link(mail)).text
    assert send(client, link(mail), password=NEW).location == "/sign-in"
    assert sent[-1].subject == "Your password for Cadre was set"
    assert elsewhere.get("/account/").status_code == 302
    assert not any(t.works(site.now()) for t in tokens_of(site, site.actor(amara)))
    assert client.get(link(mail)).status_code == 404
    assert send(client, "/sign-in", email=AMARA, password=NEW).location == "/"


def test_the_answer_is_the_same_whether_or_not_there_is_an_account(
    app: Flask, amara: str, sent: Any
) -> None:
    known, unknown = ask(app, AMARA), ask(app, "nobody@example.org")
    assert (known.status_code, unknown.status_code) == (200, 200)
    plain = [re.sub(r'nonce="[^"]+"', "", a.text) for a in (known, unknown)]
    assert plain[0] == plain[1]
    assert len(sent) == 2  # the first told of the password


def test_what_is_done_before_the_answer_is_the_same_too(app: Flask, site: Site, amara: str) -> None:
    ask(app, "somebody@example.org")  # the first from an address begins a count for it
    said: list[str] = []
    event.listen(site.ledger.engine, "before_cursor_execute", lambda *a: said.append(a[2]))
    ask(app, AMARA)
    known, said[:] = list(said), []
    ask(app, "nobody@example.org")
    assert said == known


def test_a_link_works_for_an_hour(app: Flask, amara: str, sent: Any, clock: Clock) -> None:
    ask(app, AMARA)
    path = link(sent[-1])
    clock.now += timedelta(minutes=59, seconds=59)
    assert app.test_client().get(path).status_code == 200
    clock.now += timedelta(seconds=1)
    answer = app.test_client().get(path)
    assert answer.status_code == 404
    assert "ask for another link" in answer.text


def test_a_newer_password_ends_links_that_were_sent(app: Flask, amara: str, sent: Any) -> None:
    for _ in range(2):
        ask(app, AMARA)
    first, second = link(sent[-2]), link(sent[-1])
    send(app.test_client(), second, password=NEW)
    assert app.test_client().get(first).status_code == 404


def test_a_closed_account_gets_no_link(app: Flask, site: Site, amara: str, sent: Any) -> None:
    close_account(site, SYSTEM, amara)
    assert ask(app, AMARA).status_code == 200
    assert len(sent) == 1


def test_whoever_never_took_up_an_invitation_is_told_whom_to_ask(
    app: Flask, world: World, sent: Any
) -> None:
    world.person("ben")
    ask(app, "ben@example.org")
    assert "/set-password/" not in sent[-1].body
    assert "Ask whoever runs Cadre in your organisation" in sent[-1].body


def test_nobodys_mailbox_is_flooded_and_nobody_learns_of_it(
    app: Flask, amara: str, sent: Any, clock: Clock
) -> None:
    for _ in range(MAILBOX.free + 1):
        assert ask(app, AMARA).status_code == 200
    assert len(sent) == 1 + MAILBOX.free
    clock.forward(hours=2)
    ask(app, AMARA)
    assert len(sent) == 2 + MAILBOX.free


def test_asking_again_and_again_is_slowed_down(app: Flask, amara: str) -> None:
    answers = [ask(app, AMARA) for _ in range(FORGOTTEN.free + 1)]
    assert [a.status_code for a in answers] == [200] * FORGOTTEN.free + [429]
    assert "Try again in 6 minutes" in answers[-1].text


@pytest.mark.parametrize("email", ["", "amara", "a\tb@example.org", "a" * 300 + "@example.org"])
def test_what_is_no_address_is_said(app: Flask, email: str) -> None:
    answer = ask(app, email)
    assert answer.status_code == 422
    assert "Give the e-mail address with which you sign in." in answer.text
