"""A word count in a browser: the learner says that it is wrong, a marker decides before the mark."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.fixtures.browser import look
from tests.fixtures.teaching import School
from tests.fixtures.world import LiveSite
from tests.services.test_word_counts import HEADINGS, LONG, strict

__all__ = ["strict"]


def test_a_count_is_contested_and_decided(live_site: LiveSite, strict: School, page: Page) -> None:
    work = strict.work(LONG)
    own = f"{live_site.url}/learning/{strict.enrolment}/written/{work}"
    live_site.sign_in(page, "amara")
    page.goto(own)
    page.get_by_role("link", name="Say that the word count is wrong").click()
    look(page, "words-contest")
    page.get_by_label("How many words has it?").fill("100")
    page.get_by_label("Why the count is wrong").fill(HEADINGS)
    page.get_by_role("button", name="Send it to your marker").click()
    expect(page.get_by_text("Waits for a decision")).to_be_visible()
    look(page, "words-contested")

    live_site.sign_in(page, "mark")
    page.goto(f"{live_site.url}/marking/{work}")
    look(page, "words-marking")
    page.get_by_role("link", name="Decide which number of words holds").click()
    look(page, "words-decide")
    page.get_by_label("100, as the writer states").check()
    page.get_by_label("Your reason").fill("The table is left out, as the brief says.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("It is recorded which number")).to_be_visible()
    look(page, "words-decided")

    live_site.sign_in(page, "amara")
    page.goto(own)
    expect(page.get_by_text("The table is left out")).to_be_visible()
    look(page, "words-told")
