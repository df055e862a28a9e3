"""Signing in, forged forms, guessing, and what browsers are told."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.app import close, create_app
from lms.config import Settings
from lms.domain.policy import SYSTEM
from lms.registry import Registry
from lms.services import accounts
from lms.services.site import Site
from tests.fixtures.sign_in import PASSWORD


@pytest.fixture
def amara(amara_with_password: str) -> str:
    """A person who can sign in with the password."""
    return amara_with_password


def sign_in(client: FlaskClient, email: str, password: str, next_page: str = "") -> TestResponse:
    page = client.get("/sign-in", query_string={"next": next_page}).text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    return client.post("/sign-in", data={**fields, "email": email, "password": password})


def test_a_person_signs_in_and_out(app: Flask, amara: str) -> None:
    client = app.test_client()
    answer = sign_in(client, "AMARA@example.org", PASSWORD)
    assert (answer.status_code, answer.location) == (302, "/")
    page = client.get("/").text
    assert "Amara" in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    client.post("/sign-out", data={"csrf_token": token[1]})
    assert client.get("/").location == "/sign-in"


@pytest.mark.parametrize("email", ["amara@example.org", "nobody@example.org"])
def test_a_failed_sign_in_does_not_say_which_part_was_wrong(
    app: Flask, amara: str, email: str
) -> None:
    answer = sign_in(app.test_client(), email, "wrong").text
    assert "That e-mail address and password do not go together" in answer
    assert "exist" not in answer
    assert "Invalid password" not in answer


def test_signing_in_goes_on_to_the_page_asked_for_and_never_to_another_site(
    app: Flask, amara: str
) -> None:
    asked = app.test_client().get("/api/v1/").location
    assert asked is None or asked.startswith("/sign-in?next=")
    answer = sign_in(app.test_client(), "amara@example.org", PASSWORD, "/glossary")
    assert answer.location == "/glossary"
    answer = sign_in(app.test_client(), "amara@example.org", PASSWORD, "https://evil.example/")
    assert "evil" not in answer.headers.get("Location", "")


def test_nothing_planted_before_signing_in_is_there_afterwards(app: Flask, amara: str) -> None:
    client = app.test_client()
    client.get("/sign-in")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        forms_token = session["csrf_token"]
    sign_in(client, "amara@example.org", PASSWORD)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != forms_token


def test_a_new_password_ends_the_sessions_that_were_open(
    app: Flask, site: Site, amara: str
) -> None:
    client = app.test_client()
    sign_in(client, "amara@example.org", PASSWORD)
    assert client.get("/").status_code == 200
    accounts.set_password(site, SYSTEM, amara, "four quiet otters")
    assert client.get("/").location == "/sign-in"


def test_a_closed_account_is_shut_out_at_once(app: Flask, site: Site, amara: str) -> None:
    client = app.test_client()
    sign_in(client, "amara@example.org", PASSWORD)
    accounts.close_account(site, SYSTEM, amara)
    assert client.get("/").location == "/sign-in"
    assert "do not go together" in sign_in(client, "amara@example.org", PASSWORD).text


def test_a_session_ends_by_itself_after_a_working_day(app: Flask, amara: str) -> None:
    answer = sign_in(app.test_client(), "amara@example.org", PASSWORD)
    assert "Expires=" in answer.headers["Set-Cookie"]
    assert app.permanent_session_lifetime.total_seconds() == 12 * 3600


def test_nobody_is_remembered_or_given_a_token_by_a_crafted_sign_in(app: Flask, amara: str) -> None:
    client = app.test_client()
    page = client.get("/sign-in").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    form = {"csrf_token": token[1], "email": "amara@example.org", "password": PASSWORD}
    wanted = {"Accept": "application/json"}
    answer = client.post(
        "/sign-in?include_auth_token", data={**form, "remember": "y"}, headers=wanted
    )
    assert answer.status_code == 302
    assert "remember" not in str(answer.headers)
    assert "token" not in answer.text


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
def test_a_form_without_its_token_is_refused(
    app: Flask, client_for: Callable[[str], FlaskClient], amara: str, path: str
) -> None:
    client = client_for("" if path == "/sign-in" else amara)
    answer = client.post(path, data={"email": "amara@example.org", "password": PASSWORD})
    assert answer.status_code == 400
    assert "reload the page" in answer.text


def test_guessing_is_slowed_down_by_address(app: Flask, amara: str) -> None:
    client = app.test_client()
    statuses = [sign_in(client, "amara@example.org", f"guess {n}").status_code for n in range(11)]
    assert statuses == [200] * 10 + [429]
    assert client.get("/sign-in").status_code == 200


def test_browsers_are_told_to_run_nothing_but_our_own_scripts(app: Flask) -> None:
    headers = app.test_client().get("/sign-in").headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["script-src"].startswith("'self' 'nonce-")
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_the_nonce_is_another_one_each_time(app: Flask) -> None:
    client = app.test_client()
    policies = {client.get("/sign-in").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3


def test_cookies_are_kept_from_scripts_and_other_sites(app: Flask) -> None:
    cookie = app.test_client().get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_over_https_cookies_are_secure_and_plain_requests_are_sent_on(
    settings: Settings, installed_plugins: Registry
) -> None:
    app = create_app(replace(settings, base_url="https://cadre.example.org"), installed_plugins)
    client = app.test_client()
    plain = client.get("/sign-in")
    assert (plain.status_code, plain.location) == (302, "https://localhost/sign-in")
    answer = client.get("/sign-in", base_url="https://localhost")
    assert answer.headers["Set-Cookie"].startswith("__Host-cadre=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age=31" in answer.headers["Strict-Transport-Security"]
    close(app)


def test_other_sites_hold_no_window_of_ours_and_take_nothing_in(app: Flask) -> None:
    for path in ("/sign-in", "/health", "/api/v1/me", "/nowhere"):
        headers = app.test_client().get(path).headers
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_head_answers_as_get_without_the_body(
    app: Flask, amara: str, client_for: Callable[[str], FlaskClient]
) -> None:
    client = client_for(amara)
    paths = (
        "/",
        "/sign-in",
        "/glossary",
        "/health",
        "/api/v1/me",
        "/api/v1/enrolments",
        "/nowhere",
    )
    for path in paths:
        head, got = client.head(path), client.get(path)
        assert (path, head.status_code, head.text) == (path, got.status_code, "")
        assert (path, head.content_type) == (path, got.content_type)


@pytest.mark.parametrize("path", ["/health", "/api/v1/me"])
def test_a_method_that_there_is_not_is_told_with_those_there_are(app: Flask, path: str) -> None:
    answer = app.test_client().delete(path)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
