"""A long list in a browser: on to the next page with the filter kept, back again, and past its end."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.fixtures.boards import Judged
from tests.fixtures.browser import look
from tests.fixtures.world import LiveSite


def test_a_tutor_turns_the_pages_of_the_queue(
    page: Page, live_site: LiveSite, crowd: Judged
) -> None:
    live_site.sign_in(page, "tutor")
    page.goto(f"{live_site.url}/teaching/?kind=submission")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(50)
    expect(page.get_by_text("1 to 50 of 55")).to_be_visible()
    look(page, "long-queue")
    page.get_by_role("link", name="Next page").click()
    expect(page).to_have_url(f"{live_site.url}/teaching/?kind=submission&page=2")
    expect(page).to_have_title("Teaching (page 2 of 2) – Cadre")
    expect(rows).to_have_count(5)
    look(page, "long-queue-2")
    page.get_by_role("link", name="Previous page").click()
    expect(page).to_have_url(f"{live_site.url}/teaching/?kind=submission")
    expect(rows).to_have_count(50)
    page.goto(f"{live_site.url}/teaching/?page=99")
    expect(rows).to_have_count(5)


def test_a_board_is_decided_over_two_pages(page: Page, live_site: LiveSite, crowd: Judged) -> None:
    live_site.sign_in(page, "lead")
    page.goto(f"{live_site.url}/programmes/course/cohorts/spring/board/year")
    page.get_by_label("Outcome for Ada").select_option("Deferred")
    look(page, "board-page-1")
    page.get_by_role("button", name="Page 2").click()
    expect(page.get_by_label("Outcome for Learner 54")).to_be_visible()
    look(page, "board-page-2")
    page.get_by_label("Outcome for Learner 54").select_option("Deferred")
    page.get_by_role("button", name="Page 1").click()
    expect(page.get_by_label("Outcome for Ada")).to_have_value("deferred")
