"""Signing in, as a person does it in a browser."""

import re
from typing import Any

from playwright.sync_api import Browser, Page, expect

from lms.domain.guessing import PASSWORD as PASSWORD_DOOR
from lms.domain.policy import SYSTEM
from lms.services import accounts, guesses
from tests.fixtures.browser import look
from tests.fixtures.world import LiveSite

PASSWORD = "three quiet otters"


def test_the_sign_in_page_is_accessible_and_says_what_is_wrong(
    page: Page, live_site: LiveSite
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(live_site.url)
    page.get_by_label("E-mail address").fill("amara@example.org")
    page.get_by_label("Password", exact=True).fill("not this one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not go together")
    look(page)
    assert complaints == []


def test_a_person_signs_in_and_out(page: Page, live_site: LiveSite) -> None:
    amara = live_site.world.person("amara")
    accounts.set_password(live_site.world.site, SYSTEM, amara, PASSWORD)
    page.goto(live_site.url)
    page.get_by_label("E-mail address").fill("amara@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What needs you now")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to Cadre")


def test_a_test_can_sign_somebody_in(page: Page, live_site: LiveSite) -> None:
    live_site.sign_in(page, live_site.world.person("amara"))
    page.goto(live_site.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("What needs you now")


def sign_in(page: Page, password: str) -> None:
    page.get_by_label("E-mail address").fill("amara@example.org")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_forgotten_password_is_set_anew_by_oneself(
    page: Page, live_site: LiveSite, sent: Any
) -> None:
    amara = live_site.world.person("amara")
    accounts.set_password(live_site.world.site, SYSTEM, amara, PASSWORD)
    page.goto(live_site.url)
    page.get_by_role("link", name="Forgotten your password?").click()
    look(page, "forgotten-password")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("alert")).to_contain_text("Give the e-mail address")
    page.get_by_label("E-mail address").fill("amara@example.org")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    look(page, "forgotten-password-sent")
    link = re.search(r"/set-password/\S+", sent[-1].body)
    assert link
    page.goto(live_site.url + link[0])
    page.get_by_label("New password").fill("password1234")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("alert")).to_contain_text("guessed first")
    look(page, "set-password-refused")
    page.get_by_label("New password").fill("four quiet otters")
    page.get_by_role("button", name="Set the password").click()
    sign_in(page, "four quiet otters")
    expect(page.get_by_role("heading", level=1)).to_have_text("What needs you now")


def test_another_browser_is_signed_out_from_this_one(
    page: Page, chromium: Browser, live_site: LiveSite
) -> None:
    amara = live_site.world.person("amara")
    accounts.set_password(live_site.world.site, SYSTEM, amara, PASSWORD)
    elsewhere = chromium.new_context().new_page()
    for one in (elsewhere, page):
        one.goto(live_site.url)
        sign_in(one, PASSWORD)
        expect(one.get_by_role("heading", level=1)).to_have_text("What needs you now")
    page.goto(f"{live_site.url}/account/")
    page.get_by_role("link", name="Where you are signed in").click()
    expect(page.get_by_text("This browser")).to_have_count(1)
    look(page, "sessions")
    page.get_by_role("button", name=re.compile("Sign out Chrome")).click()
    expect(page.get_by_text("That browser is signed out.")).to_be_visible()
    elsewhere.goto(f"{live_site.url}/account/")
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Sign in to Cadre")
    expect(elsewhere.get_by_text("You were signed out.")).to_be_visible()
    look(elsewhere, "signed-out-elsewhere")
    elsewhere.context.close()


def test_whoever_must_wait_is_told_until_when(page: Page, live_site: LiveSite) -> None:
    with live_site.app.app_context():
        here = guesses.counter(PASSWORD_DOOR, "amara@example.org", "127.0.0.1")
        for _ in range(PASSWORD_DOOR.free):
            guesses.take(live_site.world.site, [here])
    page.goto(live_site.url)
    sign_in(page, PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("Try again in 31 seconds.")
    look(page, "must-wait")
