"""The account and the API's page, as a person sees them on a wide screen and on a telephone."""

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.browser import look
from tests.fixtures.world import LiveSite


def test_a_person_makes_and_ends_a_token(page: Page, live_site: LiveSite) -> None:
    live_site.sign_in(page, live_site.world.person("amara"))
    page.goto(live_site.url)
    look(page, "start-empty")
    page.get_by_role("link", name="Amara").click()
    look(page, "account-empty")
    page.get_by_role("button", name="Make a token").click()
    look(page, "token-new")
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_role("alert")).to_contain_text("Name the token")
    look(page, "token-problems")
    page.get_by_label("Which program will use it?").fill("Our warehouse")
    page.get_by_label("Only read").check()
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_text("cadre_").first).to_be_visible()
    look(page, "token-secret")
    page.get_by_role("link", name="Your account").click()
    look(page, "account-one")
    page.get_by_role("button", name="End the token of Our warehouse").click()
    expect(page.get_by_text("Ended")).to_be_visible()
    page.get_by_role("link", name="Change your password").click()
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not your present password.")
    look(page, "password-wrong")


@pytest.mark.parametrize("path", ["/sign-in", "/api/v1/", "/glossary", "/nowhere"])
def test_open_pages_are_accessible(page: Page, live_site: LiveSite, path: str) -> None:
    page.goto(f"{live_site.url}{path}")
    look(page, path.strip("/").replace("/", "-"))
