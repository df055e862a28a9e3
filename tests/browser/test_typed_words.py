"""Typed words in a browser: signed out in another tab, somebody else signing in, a page left too early."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lms.domain.policy import SYSTEM
from lms.services.accounts import set_password
from tests.fixtures.browser import look
from tests.fixtures.learning import Course
from tests.fixtures.marking import Marked
from tests.fixtures.sign_in import PASSWORD
from tests.fixtures.teaching import School
from tests.fixtures.world import LiveSite

PRIVATE = "She looked at the window and said nothing."


def sign_out_in_another_tab(page: Page, live_site: LiveSite) -> Page:
    other = page.context.new_page()
    other.goto(f"{live_site.url}/glossary")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    return other


def sign_in(page: Page, who: str) -> None:
    page.get_by_label("E-mail address").fill(f"{who}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture
def log(page: Page, live_site: LiveSite, course: Course) -> Page:
    """A log that Amara writes, and somebody else with an account."""
    set_password(live_site.world.site, SYSTEM, "amara", PASSWORD)
    set_password(live_site.world.site, SYSTEM, live_site.world.person("other"), PASSWORD)
    live_site.sign_in(page, "amara")
    page.goto(f"{live_site.url}/learning/{course.enrolment}/logs/pat.log/")
    return page


def test_a_log_written_on_after_signing_out_elsewhere_comes_back_after_signing_in(
    log: Page, live_site: LiveSite
) -> None:
    sign_out_in_another_tab(log, live_site)
    log.get_by_label("What happened?").fill(PRIVATE)
    says = log.get_by_text("Not saved: you are signed out.")
    expect(says).to_be_in_viewport()
    look(log, "typed-signed-out")
    log.get_by_role("button", name="Save draft").click()
    expect(log.get_by_text("what you typed is kept")).to_be_visible()
    look(log, "typed-sign-in")
    sign_in(log, "amara")
    expect(log.get_by_text("nothing has been saved or done")).to_be_in_viewport()
    expect(log.get_by_label("What happened?")).to_have_value(PRIVATE)
    expect(log).to_have_url(re.compile("/logs/pat.log/$"))
    look(log, "typed-again")
    log.get_by_role("button", name="Save draft").click()
    expect(log.get_by_text("Draft saved.")).to_be_visible()
    expect(log.get_by_label("What happened?")).to_have_value(PRIVATE)


def test_somebody_else_who_signs_in_at_the_same_browser_sees_nothing(
    log: Page, live_site: LiveSite
) -> None:
    sign_out_in_another_tab(log, live_site)
    log.get_by_label("What happened?").fill(PRIVATE)
    log.get_by_role("button", name="Save draft").click()
    sign_in(log, "other")
    expect(log.get_by_text("typed under another account")).to_be_visible()
    assert "window" not in log.content()


def test_a_log_goes_on_by_itself_once_its_writer_is_signed_in_again(
    log: Page, live_site: LiveSite
) -> None:
    other = sign_out_in_another_tab(log, live_site)
    log.get_by_label("What happened?").fill(PRIVATE)
    expect(log.get_by_text("Not saved: you are signed out.")).to_be_visible()
    sign_in(other, "amara")
    expect(log.get_by_role("status")).to_contain_text("Saved at")


def test_the_curriculum_editor_keeps_what_is_typed(
    page: Page, live_site: LiveSite, school: School
) -> None:
    school.world.role("tess", "tutor", programme="course")
    live_site.sign_in(page, "tess")
    address = f"{live_site.url}/curricula/course/files/year/modules/01-two-days.md"
    page.goto(address)
    text = page.get_by_label("The file")
    typed = text.input_value() + "\nHalf a senten"
    with page.expect_response("**/drafts/**"):
        text.fill(typed)
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    page.goto(address)
    expect(page.get_by_label("The file")).to_have_value(typed + "\n")


def test_a_marking_typed_after_signing_out_comes_back(
    page: Page, live_site: LiveSite, marked: Callable[..., Marked]
) -> None:
    marked("single")
    set_password(live_site.world.site, SYSTEM, "mark", PASSWORD)
    live_site.sign_in(page, "mark")
    page.goto(f"{live_site.url}/marking/")
    page.get_by_role("link", name="The essay").click()
    sign_out_in_another_tab(page, live_site)
    page.get_by_label("Feedback over all").fill(PRIVATE)
    expect(page.get_by_text("Not saved: you are signed out.")).to_be_in_viewport()
    page.get_by_role("button", name="Record the marking").click()
    sign_in(page, "mark")
    expect(page.get_by_text("nothing has been saved or done")).to_be_in_viewport()
    expect(page.get_by_label("Feedback over all")).to_have_value(PRIVATE)


def test_a_page_asks_before_it_is_left_with_something_typed(
    page: Page, live_site: LiveSite, school: School
) -> None:
    live_site.sign_in(page, "tess")
    page.goto(f"{live_site.url}/marking/comments")
    page.get_by_role("textbox").first.press_sequentially("A comment that I use often")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{live_site.url}/")
    assert asked == ["beforeunload"]
