"""Signing in, as a person does it in a browser."""

from playwright.sync_api import Page, expect

from lms.domain.policy import SYSTEM
from lms.services import accounts
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
