"""A planner asks for a day, looks down to names, and enters what the register showed."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Page, expect

from lms.testing import Clock
from tests.fixtures.browser import look
from tests.fixtures.workforce import Workforce
from tests.fixtures.world import LiveSite


def test_december_is_unconfirmed_until_the_register_is_looked_up(
    page: Page, live_site: LiveSite, workforce: Workforce, clock: Clock
) -> None:
    clock.set(date(2026, 12, 9))
    live_site.sign_in(page, "planner")
    page.goto(f"{live_site.url}/cadre/?authority=medway")
    expect(page.get_by_text("Awaiting a re-check is not lapsed")).to_be_visible()
    look(page)
    page.get_by_text("Choose another day").click()
    boxes = page.get_by_role("group", name="As at")
    boxes.get_by_label("Year").fill("2027")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("alert")).to_contain_text("9 December 2027 lies ahead")
    boxes = page.get_by_role("group", name="As at")
    boxes.get_by_label("Month").fill("3")
    boxes.get_by_label("Year").fill("2026")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("As at 9 March 2026.")).to_be_visible()
    page.get_by_role("link", name="Dual qualified").click()
    expect(page.get_by_role("link", name="Amara")).to_be_visible()
    page.get_by_role("link", name="Show the cadre and everybody on the way").click()
    expect(page.get_by_text("Kent: 0 people")).to_be_visible()


def test_many_checks_are_entered_on_one_page(
    page: Page, live_site: LiveSite, workforce: Workforce, clock: Clock
) -> None:
    clock.set(date(2026, 12, 9))
    live_site.sign_in(page, "planner")
    page.goto(live_site.url)
    page.get_by_role("link", name="Look up 2 people: Social Work England").click()
    page.get_by_role("button", name="Enter checks").click()
    page.get_by_role("group", name="Result for Amara").get_by_label("An entry").check()
    page.get_by_role("group", name="Result for Ben").get_by_label("No entry").check()
    look(page)
    page.get_by_role("button", name="Record the checks").click()
    expect(page.get_by_text("2 checks are recorded.")).to_be_visible()
    expect(page.get_by_text("Nobody needs looking up")).to_be_visible()
    page.goto(f"{live_site.url}/cadre/people/amara")
    expect(page.get_by_text("held since 1 January 2018, until 30 November 2027")).to_be_visible()
