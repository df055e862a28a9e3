"""A viva recorded and rated by two, and a portfolio assembled from what is on record."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from lms.services.answer_log import answer_log
from tests.fixtures.browser import look
from tests.fixtures.teaching import School
from tests.fixtures.world import LiveSite


def mark_the_viva(page: Page) -> None:
    page.get_by_role("link", name="The viva by").click()
    expect(page.get_by_text("This was shown in person.")).to_be_visible()
    page.get_by_role("group", name="Talking").get_by_label("Pass").check()
    page.get_by_role("group", name="Result").get_by_label("Pass", exact=True).check()
    page.get_by_label("Feedback over all").fill("You talked with us.")
    page.get_by_role("button", name="Record the marking").click()
    expect(page.get_by_role("alert")).to_contain_text("recorded")


def test_a_viva_is_recorded_and_judged_by_both_examiners(
    page: Page, live_site: LiveSite, panel: School
) -> None:
    panel.enrol("ben")
    live_site.sign_in(page, "tess")
    page.goto(f"{live_site.url}/marking/")
    page.get_by_role("link", name="Shown in person").click()
    look(page, "in-person")
    page.get_by_role("link", name="The viva").click()
    look(page, "in-person-cohort")
    page.get_by_label("Ben", exact=True).check()
    page.get_by_role("button", name="Record who was ticked").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    look(page, "in-person-wrong")
    page.get_by_label("Ben", exact=True).uncheck()
    page.get_by_label("Amara", exact=True).check()
    page.get_by_role("button", name="Record who was ticked").click()
    expect(page.get_by_text("1 of 2 learners have shown it")).to_be_visible()
    look(page, "in-person-recorded")
    for examiner in ("tess", "mark"):
        live_site.sign_in(page, examiner)
        page.goto(f"{live_site.url}/marking/")
        mark_the_viva(page)
    assert panel.verdict("crs.viva-passed") == "met"


def test_a_portfolio_is_assembled_from_what_is_on_record(
    page: Page, live_site: LiveSite, panel: School
) -> None:
    answer_log(panel.site, panel.tutor, panel.log("On the stairs."), "accepted", "Thank you.")
    panel.work()
    live_site.sign_in(page, "amara")
    page.goto(f"{live_site.url}/learning/{panel.enrolment}/assessments/crs.portfolio")
    page.get_by_role("link", name="Assemble it from what is on record").click()
    look(page, "portfolio")
    page.get_by_label("Reflective log").check()
    page.get_by_role("button", name="Set into my draft").click()
    expect(page.get_by_role("alert")).to_contain_text("is in your draft")
    expect(page.locator("[data-words]")).to_have_text("3")
    look(page, "portfolio-draft")
    assert "On the stairs." in page.locator("textarea").first.input_value()
