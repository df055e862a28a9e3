"""Sessions through the API and the command: one's own listed and ended, anybody's by operators."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from lms.services.site import Site
from lms.services.tokens import WRITE, make_token
from lms.testing_world import Client, World

Ask = Callable[..., tuple[int, object]]


@pytest.fixture
def amara(world: World) -> str:
    return world.person("amara")


@pytest.fixture
def browser(client_for: Callable[[str], FlaskClient], amara: str) -> FlaskClient:
    """Amara's browser."""
    client = client_for(amara)
    assert isinstance(client, Client)
    client.stays = False
    return client


@pytest.fixture
def ask(client_for: Callable[[str], FlaskClient], site: Site) -> Ask:
    """``ask(person, method, path)``: the API's answer to a program of somebody's."""

    def do(person: str, method: str, path: str) -> tuple[int, object]:
        _, secret = make_token(site, site.actor(person), "a test", WRITE)
        shown = {"Authorization": f"Bearer {secret}"}
        answer = client_for("").open(f"/api/v1{path}", method=method, headers=shown)
        return answer.status_code, answer.get_json(silent=True)

    return do


def signed_in(browser: FlaskClient) -> bool:
    return browser.get("/account/").status_code == 200


def test_ones_own_sessions_are_listed_and_ended(
    ask: Ask, amara: str, browser: FlaskClient, client_for: Callable[[str], FlaskClient]
) -> None:
    status, body = ask(amara, "GET", "/me/sessions")
    assert status == 200
    assert isinstance(body, dict)
    (one,) = body["items"]
    assert set(one) == {"id", "browser", "made", "seen"}
    assert ask(amara, "DELETE", f"/me/sessions/{one['id']}")[0] == 204
    assert not signed_in(browser)
    assert ask(amara, "DELETE", f"/me/sessions/{one['id']}")[0] == 404
    client_for(amara)
    assert ask(amara, "DELETE", "/me/sessions")[0] == 204
    assert ask(amara, "GET", "/me/sessions")[1] == {"items": []}


def test_nobody_ends_the_session_of_another(
    ask: Ask, amara: str, browser: FlaskClient, world: World
) -> None:
    body = ask(amara, "GET", "/me/sessions")[1]
    assert isinstance(body, dict)
    ben = world.person("ben")
    assert ask(ben, "DELETE", f"/me/sessions/{body['items'][0]['id']}")[0] == 404
    assert ask(ben, "DELETE", f"/administration/people/{amara}/sessions")[0] == 403
    assert signed_in(browser)


def test_an_operator_ends_anybodys(
    ask: Ask, amara: str, browser: FlaskClient, world: World
) -> None:
    operator = world.person("operator", role="operator")
    assert ask(operator, "DELETE", "/administration/people/nobody/sessions")[0] == 404
    assert signed_in(browser)
    assert ask(operator, "DELETE", f"/administration/people/{amara}/sessions")[0] == 204
    assert not signed_in(browser)
