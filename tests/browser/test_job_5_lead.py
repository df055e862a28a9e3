"""A programme lead enrols somebody and records a board, in a browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from lms.services.site import Site
from tests.fixtures.browser import look
from tests.fixtures.training import Training
from tests.fixtures.world import LiveSite


def test_a_lead_makes_a_cohort_and_enrols_somebody_new(
    page: Page, live_site: LiveSite, training: Training, site: Site
) -> None:
    live_site.sign_in(page, "lead")
    page.goto(live_site.url)
    page.get_by_role("link", name="Programmes").click()
    page.get_by_role("link", name="A craft in two years").click()
    page.get_by_role("button", name="Make a cohort").click()
    page.get_by_label("Name").fill("Autumn 2026")
    year = page.get_by_role("group", name="The first year", exact=True)
    for end, (day, month, number) in (
        ("First day", ("1", "9", "2026")),
        ("Last day", ("31", "8", "2027")),
    ):
        boxes = year.get_by_role("group", name=end)
        boxes.get_by_label("Day").fill(day)
        boxes.get_by_label("Month").fill(month)
        boxes.get_by_label("Year").fill(number)
    page.get_by_role("button", name="Make the cohort").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Autumn 2026")
    page.get_by_role("button", name="Enrol somebody").click()
    page.get_by_role("link", name="Add somebody").click()
    page.get_by_label("Name", exact=True).fill("Nia Invented")
    page.get_by_role("button", name="Enrol", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Still to be checked: A manager's letter")
    page.get_by_label("I have checked this and accept it").check()
    page.get_by_label("What was looked at").fill("Letter of 2 March, signed by the manager.")
    page.get_by_role("button", name="Enrol", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nia Invented")
    expect(page.get_by_text("Accepted on 2 March 2026.")).to_be_visible()


def test_a_board_is_recorded_on_what_is_known_and_shows_what_is_newer(
    page: Page, live_site: LiveSite, training: Training, site: Site
) -> None:
    for name in ("ben", "cara"):
        training.finish_first(name, training.learner(name))
    live_site.sign_in(page, "lead")
    page.goto(f"{live_site.url}/programmes/craft/cohorts/craft-2025")
    page.get_by_role("link", name="Board of The first year").click()
    page.get_by_label("Outcome for Ben").select_option("Progress")
    page.get_by_label("Outcome for Starter").select_option("Progress")
    page.get_by_label("Chair", exact=True).first.select_option("Chair")
    present = page.get_by_role("group", name="Present")
    for name in ("Nour", "Owen"):
        present.get_by_label(name).check()
    page.get_by_label("Minutes").fill("The board met on 2 March.")
    page.get_by_role("button", name="Record the board").click()
    expect(page.get_by_role("alert")).to_contain_text("needs everything settled")
    page.get_by_label("Outcome for Starter").select_option("Not considered at this meeting")
    enrolment = site.about_me("ben").of("enrolment")[0].id
    training.hours("ben", enrolment, 30)
    page.get_by_role("button", name="Record the board").click()
    expect(page.get_by_text("New since you opened the papers")).to_be_visible()
    expect(page.get_by_label("Outcome for Ben")).to_have_value("progress")
    look(page)
    page.get_by_role("button", name="Record the board").click()
    expect(page.get_by_text("The board's decisions are recorded.")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Ben")
    expect(row).to_contain_text("The same")
