"""A session ends on the server: by signing out, by its age, by idleness, and with the password."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms.domain.policy import SYSTEM
from lms.services import accounts, sessions
from lms.services.site import Site
from lms.store.accounts import account_of
from lms.store.tables import SignedInRow
from lms.testing import Clock
from lms.testing_world import Client, World
from lms.web.browsers import in_words

COOKIE = "cadre"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def amara(world: World) -> str:
    return world.person("amara")


@pytest.fixture
def client(client_for: Callable[[str], FlaskClient], amara: str) -> FlaskClient:
    """Amara's browser, which is signed out like any other."""
    return away(client_for(amara))


def away(client: FlaskClient) -> FlaskClient:
    assert isinstance(client, Client)
    client.stays = False
    return client


def send(client: FlaskClient, path: str, page: str = "/account/sessions") -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert token
    return client.post(path, data={"csrf_token": token[1]})


def copy_of(client: FlaskClient, app: Flask) -> FlaskClient:
    """Another browser that holds a copy of the first one's cookie."""
    cookie = client.get_cookie(COOKIE)
    assert cookie
    other = app.test_client()
    other.set_cookie(COOKIE, cookie.value)
    return other


def kept(site: Site) -> int:
    site.session().rollback()
    return site.session().scalar(select(func.count()).select_from(SignedInRow)) or 0


def test_a_copy_of_the_cookie_opens_nothing_after_signing_out(
    app: Flask, site: Site, client: FlaskClient
) -> None:
    copy = copy_of(client, app)
    assert copy.get("/account/").status_code == 200
    send(client, "/sign-out", "/account/")
    assert copy.get("/account/").location.startswith("/sign-in")
    assert "Sign in to go on." in copy.get("/sign-in").text
    assert kept(site) == 0


def test_a_session_ends_when_nothing_was_done_for_an_hour(
    client: FlaskClient, clock: Clock
) -> None:
    clock.forward(minutes=59)
    assert client.get("/account/").status_code == 200
    clock.forward(minutes=59)
    assert client.get("/account/").status_code == 200
    clock.forward(minutes=60)
    assert client.get("/account/").location.startswith("/sign-in")
    said = client.get("/sign-in?next=/account/").text
    assert "You were signed out because nothing was done for 60 minutes." in said


def test_a_session_ends_after_twelve_hours_whatever_was_done(
    client: FlaskClient, clock: Clock
) -> None:
    for _ in range(16):
        clock.forward(minutes=44)
        assert client.get("/account/").status_code == 200
    clock.forward(minutes=16)
    assert client.get("/account/").location.startswith("/sign-in")
    assert "because 12 hours have passed since you signed in" in client.get("/sign-in").text


def test_the_cookie_is_renewed_at_most_every_five_minutes(
    client: FlaskClient, site: Site, clock: Clock
) -> None:
    client.get("/account/")  # the first page also gives the form's token
    assert "Set-Cookie" not in client.get("/account/").headers
    clock.forward(minutes=4, seconds=59)
    assert "Set-Cookie" not in client.get("/account/").headers
    clock.forward(seconds=1)
    assert "Set-Cookie" in client.get("/account/").headers
    assert "Set-Cookie" not in client.get("/account/").headers
    seen = site.session().scalars(select(SignedInRow.seen)).one()
    assert seen == clock.now


def test_an_old_copy_of_the_cookie_is_idle_although_its_owner_is_not(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    copy = copy_of(client, app)
    for _ in range(3):
        clock.forward(minutes=30)
        assert client.get("/account/").status_code == 200
    assert copy.get("/account/").status_code == 302


def test_a_cookie_without_a_session_opens_nothing(app: Flask, site: Site, amara: str) -> None:
    client = app.test_client()
    account = account_of(site.session(), amara)
    assert account
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = account.fs_uniquifier, True
        session["seen"] = site.now().timestamp()
    assert client.get("/account/").status_code == 302


def test_a_session_of_somebody_else_opens_nothing(
    app: Flask, site: Site, client: FlaskClient, world: World
) -> None:
    ben = account_of(site.session(), world.person("ben"))
    assert ben
    with client.session_transaction() as session:
        session["_user_id"] = ben.fs_uniquifier
    assert client.get("/account/").status_code == 302


def test_sessions_are_listed_in_plain_words(
    app: Flask, site: Site, client: FlaskClient, amara: str
) -> None:
    account = account_of(site.session(), amara)
    assert account
    sessions.begin_session(site, account, in_words(FIREFOX))
    page = client.get("/account/sessions").text
    assert "Firefox on Windows" in page
    assert page.count("This browser") == 1
    assert "Since" in page
    assert "2 March 2026, 09:00" in page


def test_one_session_is_ended_and_the_others_go_on(
    app: Flask, client: FlaskClient, client_for: Callable[[str], FlaskClient], amara: str
) -> None:
    other = away(client_for(amara))
    page = client.get("/account/sessions").text
    (path,) = re.findall(r'action="(/account/sessions/[^"/]+/end)"', page)
    assert send(client, path).location == "/account/sessions"
    assert other.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_all_others_are_ended_at_once(
    site: Site, client: FlaskClient, client_for: Callable[[str], FlaskClient], amara: str
) -> None:
    others = [away(client_for(amara)) for _ in range(3)]
    send(client, "/account/sessions/end-others")
    assert [o.get("/account/").status_code for o in others] == [302] * 3
    assert client.get("/account/").status_code == 200
    assert kept(site) == 1


def test_nobody_ends_the_session_of_another(
    client: FlaskClient, client_for: Callable[[str], FlaskClient], site: Site, world: World
) -> None:
    ben = client_for(world.person("ben"))
    (hers,) = sessions.sessions_of(site, site.actor("amara"))
    assert send(ben, f"/account/sessions/{hers.id}/end").status_code == 404
    assert send(ben, "/account/sessions/nothing/end").status_code == 404
    assert client.get("/account/").status_code == 200


def test_an_operator_ends_all_sessions_of_somebody(
    site: Site, client: FlaskClient, client_for: Callable[[str], FlaskClient], world: World
) -> None:
    operator = client_for(world.person("operator", role="operator"))
    page = "/administration/people/amara"
    assert "Sign out everywhere" in operator.get(page).text
    send(operator, f"{page}/account/sign-out", page)
    assert client.get("/account/").status_code == 302
    assert operator.get(page).status_code == 200


def test_somebody_without_the_right_ends_nobodys_sessions(
    client: FlaskClient, client_for: Callable[[str], FlaskClient], world: World
) -> None:
    ben = client_for(world.person("ben"))
    send(ben, "/administration/people/amara/account/sign-out", "/account/")
    assert client.get("/account/").status_code == 200


def test_a_new_password_ends_sessions_and_tokens_everywhere(
    site: Site, client: FlaskClient, amara: str
) -> None:
    accounts.set_password(site, SYSTEM, amara, "four quiet otters")
    assert client.get("/account/").status_code == 302
    assert kept(site) == 0


def test_lines_of_sessions_are_erased_two_days_after_they_were_made(
    site: Site, client: FlaskClient, clock: Clock
) -> None:
    clock.forward(hours=47)
    sessions.erase_old(site)
    assert kept(site) == 1
    clock.forward(hours=2)
    sessions.erase_old(site)
    assert kept(site) == 0


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari on an iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/126.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("", "A browser"),
    ],
)
def test_a_browser_is_told_in_plain_words(sent: str, words: str) -> None:
    assert in_words(sent) == words
