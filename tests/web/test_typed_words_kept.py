"""Whatever is typed survives: a fault of ours, signing out, a form grown old, another account."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

import lms.web
from lms.domain.policy import SYSTEM
from lms.services import accounts
from lms.services.site import Site
from lms.testing_world import World
from lms.web.guard import OPEN, permission_of
from lms.web.sent_form import SECRET
from lms.web.typed_again import PAGES
from tests.fixtures.sign_in import PASSWORD

TYPED = "First line\n<b>and</b> “the second”"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def token_in(page: str) -> str:
    """The token that a page's forms carry."""
    found = TOKEN.search(page)
    assert found
    return found[1]


def test_a_fault_of_ours_gives_back_what_was_typed_with_a_button_to_send_it_again(
    app: Flask,
    client_for: Callable[[str], FlaskClient],
    amara_with_password: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fall_over() -> str:
        raise OSError("No space left on device")

    fall_over.permission = "change-own-password"  # type: ignore[attr-defined]
    client = client_for(amara_with_password)
    token = token_in(client.get("/account/password").text)
    monkeypatch.setitem(app.view_functions, "account.change_password", fall_over)
    sent = {"csrf_token": token, "reason": TYPED, "idempotency": "k1", "current": "kept secret"}
    answer = client.post("/account/password", data=sent)
    assert answer.status_code == 500
    assert "What you typed is kept in this page" in answer.text
    assert "&lt;b&gt;and&lt;/b&gt; “the second”</textarea>" in answer.text
    assert f'name="csrf_token" value="{token}"' in answer.text
    assert "k1</textarea>" in answer.text
    assert "kept secret" not in answer.text


def fields(page: str) -> dict[str, str]:
    """The hidden boxes of a page's last form."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return dict(found)


def boxes(page: str) -> dict[str, str | None]:
    """What the boxes of a page's form hold."""
    forms = html.document_fromstring(page).forms
    return dict(max(forms, key=lambda form: len(form.fields)).fields)


def signed_in(client: FlaskClient, page: str, email: str, password: str = PASSWORD) -> TestResponse:
    """Send a sign-in page as it was shown."""
    return client.post("/sign-in", data={**fields(page), "email": email, "password": password})


@pytest.fixture
def browser(client_for: Callable[[str], FlaskClient], amara_with_password: str) -> FlaskClient:
    """Amara's browser; she can sign in by password."""
    return client_for(amara_with_password)


def written(client: FlaskClient) -> dict[str, str]:
    """Amara's form for a token, filled in."""
    token = token_in(client.get("/account/tokens/new").text)
    return {"csrf_token": token, "name": 'The "library" <script>', "days": "17", "scope": "write"}


def sign_out(client: FlaskClient) -> None:
    client.post("/sign-out", data={"csrf_token": token_in(client.get("/account/").text)})


def test_what_is_sent_after_signing_out_is_shown_again_to_whoever_sent_it(
    browser: FlaskClient,
) -> None:
    sent = written(browser)
    sign_out(browser)
    asked = browser.post("/account/tokens/new", data=sent)
    assert asked.status_code == 401
    assert "what you typed is kept" in asked.text
    assert "library" not in asked.text
    wrong = signed_in(browser, asked.text, "amara@example.org", "not this one")
    assert "do not go together" in wrong.text
    shown = signed_in(browser, wrong.text, "amara@example.org")
    assert shown.status_code == 200
    assert "nothing has been saved or done" in shown.text
    again = boxes(shown.text)
    assert {name: again[name] for name in ("name", "days", "scope")} == {
        name: sent[name] for name in ("name", "days", "scope")
    }
    assert 'action="/account/tokens/new"' in shown.text
    assert "17" not in browser.get("/account/").text
    made = browser.post("/account/tokens/new", data={**sent, "csrf_token": token_in(shown.text)})
    assert "library" in browser.get("/account/").text, made.text


def test_somebody_else_who_signs_in_sees_nothing_of_it(
    browser: FlaskClient, site: Site, world: World
) -> None:
    other = world.person("other")
    accounts.set_password(site, SYSTEM, other, "four quiet otters")
    sent = written(browser)
    sign_out(browser)
    asked = browser.post("/account/tokens/new", data=sent)
    answer = signed_in(browser, asked.text, "other@example.org", "four quiet otters")
    assert (answer.status_code, answer.location) == (302, "/")
    start = browser.get("/").text
    assert "typed under another account" in start
    assert "library" not in start
    again = browser.post("/account/tokens/new", data=sent)
    assert again.status_code == 400
    assert "opened under another account" in again.text
    assert "library" not in again.text
    asked = browser.post("/sign-out", data=fields(again.text))
    shown = signed_in(browser, asked.text, "amara@example.org")
    assert boxes(shown.text)["name"] == sent["name"]


def test_a_form_of_an_earlier_session_is_shown_filled_again(browser: FlaskClient) -> None:
    sent = written(browser)
    sign_out(browser)
    signed_in(browser, browser.get("/sign-in").text, "amara@example.org")
    shown = browser.post("/account/tokens/new", data=sent)
    assert shown.status_code == 400
    assert "nothing has been saved or done yet" in shown.text
    assert boxes(shown.text)["name"] == sent["name"]


def test_what_another_site_sends_is_put_before_nobody(browser: FlaskClient, app: Flask) -> None:
    sent = written(browser)
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    mine = app.test_client()
    nobodys = {**sent, "csrf_token": token_in(mine.get("/sign-in").text)}
    answer = mine.post("/account/tokens/new", data=nobodys)
    assert answer.location == "/sign-in"
    assert "library" not in browser.post("/account/tokens/new", data=nobodys).text
    sign_out(browser)
    assert browser.post("/account/tokens/new", data=sent, headers=elsewhere).location == "/sign-in"
    crafted = {"kept": "not.ours", "email": "amara@example.org", "password": PASSWORD}
    token = token_in(browser.get("/sign-in").text)
    assert browser.post("/sign-in", data={**crafted, "csrf_token": token}).status_code == 302


def test_too_many_tries_lose_nothing(browser: FlaskClient) -> None:
    sent = written(browser)
    sign_out(browser)
    page = browser.post("/account/tokens/new", data=sent).text
    for n in range(12):
        answer = signed_in(browser, page, "amara@example.org", f"wrong {n}")
        page = answer.text
        assert 'name="kept"' in page
    assert answer.status_code == 429
    assert "too many tries" in page


def test_a_text_too_large_to_travel_is_shown_to_be_copied(browser: FlaskClient) -> None:
    sent = {**written(browser), "name": "word " * 250_000}
    sign_out(browser)
    page = browser.post("/account/tokens/new", data=sent)
    assert page.status_code == 401
    assert page.text.count("word ") >= 250_000 - 1
    assert "too large to be kept" in page.text


def test_every_box_for_a_password_is_one_that_is_never_carried() -> None:
    folder = Path(lms.web.__file__).parent / "templates"
    asked = r'govukPasswordInput\(\{"id": "[\w-]+", "name": "([\w-]+)"|type="password" name="(\w+)"'
    names = {
        a or b for path in folder.rglob("*.html") for a, b in re.findall(asked, path.read_text())
    }
    assert names
    assert names <= SECRET


def test_an_error_gives_nothing_back_of_what_was_typed_under_another_account(
    browser: FlaskClient, app: Flask, world: World
) -> None:
    sent = written(browser)
    other = world.client(app, world.person("other"))
    own = {**sent, "csrf_token": token_in(other.get("/account/").text)}
    refused = other.post("/administration/people/nobody/account/close", data=own)
    assert refused.status_code in (403, 404)
    assert "library" in refused.text
    assert "library" not in other.post(refused.request.path, data=sent).text


BUTTONS = {
    "account.revoke_token",
    "account.end_session",
    "account.end_other_sessions",
    "writing.discard",
    "writing.take_back",
    "own_work.remove",
    "own_work.begin",
    "corrections.take_back",
    "own_records.take_back",
    "marking_own.throw_away",
    "marking_own.take_back",
    "assessor.discard",
    "curricula.discard",
    "curricula.preview_fragment",
}
"""Forms in which nothing is typed: one button, and what is sent when a script looks."""


def test_every_form_in_which_something_is_typed_has_a_page_to_be_shown_in_again(app: Flask) -> None:
    shows = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    without = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api/")
        if permission_of(app, rule.endpoint, "POST") != OPEN and rule.rule not in shows
    }
    assert without - BUTTONS == set(PAGES)
    assert {permission_of(app, endpoint) is None for endpoint in PAGES.values()} == {False}
