"""Moderation in a browser: a sample is drawn, read and sent back; an examiner asks for a script."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.fixtures.browser import look
from tests.fixtures.moderating import Seminar
from tests.fixtures.world import LiveSite


def test_a_moderator_draws_reads_and_sends_a_set_back(
    page: Page, live_site: LiveSite, seminar: Seminar
) -> None:
    seminar.scripts(45, 61, 72)
    live_site.sign_in(page, "mo")
    page.goto(live_site.url)
    page.get_by_role("link", name="The essay, Spring").click()
    page.get_by_role("button", name="Draw the sample").click()
    expect(page.get_by_text("The sample is drawn.")).to_be_visible()
    look(page, "moderation-set")
    page.get_by_role("link", name="L01", exact=True).click()
    expect(page.get_by_text("A pattern, as l01 saw it.")).to_be_visible()
    look(page, "moderation-script")
    page.get_by_label("A note on this script").fill("Three too high.")
    page.get_by_role("button", name="Keep the note").click()
    page.get_by_role("button", name="Decide on the set").click()
    page.get_by_label("Send the set back").check()
    page.get_by_label("What your decision rests on").fill("All are three too high.")
    look(page, "moderation-decision")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("3 scripts are left")).to_be_visible()
    look(page, "moderation-sent-back")
    (decision,) = seminar.told("moderation")
    assert decision.get("decision") == "sent-back"
    page.goto(f"{live_site.url}/moderation/")
    look(page, "moderation-list")


def test_an_external_examiner_asks_for_a_script_and_comments(
    page: Page, live_site: LiveSite, seminar: Seminar
) -> None:
    seminar.scripts(61, 72)
    live_site.sign_in(page, "ext")
    page.goto(live_site.url)
    look(page, "external-start")
    page.get_by_role("link", name="A course with a tutor, Spring").click()
    page.get_by_role("link", name="The essay").click()
    look(page, "external-work")
    page.get_by_role("link", name="Ask for it").first.click()
    page.get_by_label("Why you ask for it").fill("To see the middle of the range.")
    page.get_by_role("button", name="Open the script").click()
    expect(page.get_by_text("it is open to you")).to_be_visible()
    look(page, "external-script")
    page.goto(f"{live_site.url}/examining/course/spring/comment")
    page.get_by_label("What it is about").select_option("The year: The essay")
    page.get_by_label("Your comment").fill("The marking is careful.")
    look(page, "external-comment")
    page.get_by_role("button", name="Send the comment").click()
    expect(page.get_by_text("The marking is careful.")).to_be_visible()
    look(page, "external-cohort")
    assert len(seminar.told("external-comment")) == 1
