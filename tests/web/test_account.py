"""Your account: changing the password, making tokens for programs and ending them."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.services.site import Site
from lms.services.tokens import tokens_of
from lms.testing_world import World
from tests.fixtures.sign_in import PASSWORD


@pytest.fixture
def client(client_for: Callable[[str], FlaskClient], amara_with_password: str) -> FlaskClient:
    """Amara's browser."""
    return client_for(amara_with_password)


def send(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    """Open a form, then send it filled in."""
    page = client.get(path if "revoke" not in path else "/account/").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    return client.post(path, data={"csrf_token": token[1], **fields})


def test_a_new_password_ends_every_session_and_lets_the_person_in(
    app: Flask, client: FlaskClient
) -> None:
    answer = send(client, "/account/password", current=PASSWORD, new="four quiet otters")
    assert (answer.status_code, answer.location) == (302, "/sign-in")
    page = client.get("/sign-in").text
    assert "Your password is changed" in page
    fields = {"email": "amara@example.org", "password": "four quiet otters"}
    assert send(client, "/sign-in", **fields).location == "/"


@pytest.mark.parametrize(
    ("current", "new", "says"),
    [
        ("not this", "four quiet otters", "This is not your present password."),
        (PASSWORD, "short", "at least 12 characters"),
        (PASSWORD, "amara amara amara", "must not contain the name"),
    ],
)
def test_a_password_that_cannot_be_used_is_refused_with_the_reason(
    client: FlaskClient, current: str, new: str, says: str
) -> None:
    answer = send(client, "/account/password", current=current, new=new)
    assert answer.status_code == 422
    assert says in answer.text
    assert current not in answer.text
    assert client.get("/account/").status_code == 200


def test_a_token_is_shown_once_and_works(app: Flask, client: FlaskClient) -> None:
    assert "You have made none." in client.get("/account/").text
    answer = send(client, "/account/tokens/new", name="Our warehouse", scope="read", days="30")
    secret = re.search(r"<code[^>]*>(cadre_\S+)</code>", answer.text)
    assert secret
    shown = {"Authorization": f"Bearer {secret[1]}"}
    assert app.test_client().get("/api/v1/me", headers=shown).status_code == 200
    page = client.get("/account/").text
    assert "Our warehouse" in page
    assert secret[1] not in page


def test_a_test_sees_what_a_page_wrote(client: FlaskClient, site: Site) -> None:
    amara = site.actor("amara")
    assert tokens_of(site, amara) == []
    send(client, "/account/tokens/new", name="Our warehouse", scope="read", days="30")
    assert [t.name for t in tokens_of(site, amara)] == ["Our warehouse"]


def test_a_token_is_ended_at_once(app: Flask, client: FlaskClient) -> None:
    answer = send(client, "/account/tokens/new", name="Our warehouse", scope="read", days="30")
    secret = re.search(r"<code[^>]*>(cadre_\S+)</code>", answer.text)
    path = re.search(r'action="(/account/tokens/\S+/revoke)"', client.get("/account/").text)
    assert secret
    assert path
    assert send(client, path[1]).location == "/account/"
    assert "Ended" in client.get("/account/").text
    shown = {"Authorization": f"Bearer {secret[1]}"}
    assert app.test_client().get("/api/v1/me", headers=shown).status_code == 401


def test_nobody_ends_the_token_of_another(
    client: FlaskClient, client_for: Callable[[str], FlaskClient], world: World
) -> None:
    send(client, "/account/tokens/new", name="Our warehouse", scope="read", days="30")
    path = re.search(r'action="(/account/tokens/\S+/revoke)"', client.get("/account/").text)
    assert path
    other = client_for(world.person("ben"))
    assert send(other, path[1]).status_code == 404
    assert "Ended" not in client.get("/account/").text


def test_every_problem_of_a_token_is_told_and_what_was_typed_stays(client: FlaskClient) -> None:
    answer = send(client, "/account/tokens/new", name=" ", scope="all", days="1000")
    assert answer.status_code == 422
    for field in ("name", "scope", "days"):
        assert f'href="#{field}"' in answer.text
    assert 'value="1000"' in answer.text
