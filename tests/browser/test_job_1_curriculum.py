"""A tutor changes a module in a browser, sees what it will be, and publishes it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from lms.services.draft_curriculum import save_draft
from tests.fixtures.browser import LateFile, look
from tests.fixtures.teaching import MODULE, School
from tests.fixtures.world import LiveSite

PATH = "year/modules/01-two-days.md"


@pytest.fixture
def tess(page: Page, live_site: LiveSite, school: School) -> Page:
    """A window in which a tutor of the programme is signed in."""
    school.world.role("tess", "tutor", programme="course")
    live_site.sign_in(page, "tess")
    return page


def open_module(tess: Page, live_site: LiveSite) -> None:
    tess.goto(f"{live_site.url}/curricula/")
    tess.get_by_role("link", name="A course with a tutor", exact=True).click()
    tess.get_by_role("link", name="The two days").click()


def test_a_module_is_changed_and_published_and_the_learner_stays_where_she_is(
    tess: Page, live_site: LiveSite, school: School
) -> None:
    open_module(tess, live_site)
    tess.get_by_label("The file").fill(MODULE.replace("what repeats", "what comes back"))
    expect(tess.get_by_label("Preview", exact=True)).to_contain_text("A pattern is what comes back")
    tess.get_by_role("button", name="Save draft").click()
    tess.get_by_role("link", name="See what it changes").click()
    expect(tess.get_by_role("insertion")).to_contain_text("A pattern is what comes back")
    tess.get_by_role("link", name="The file", exact=True).click()
    tess.get_by_role("link", name="The programme's files").click()
    tess.get_by_role("button", name="Review and publish").click()
    expect(tess.get_by_text("Module crs.m01 (The two days): its text has changed.")).to_be_visible()
    expect(tess.get_by_role("row", name="2026.1 1")).to_be_visible()
    tess.get_by_label("Note").fill("Clearer words.")
    tess.get_by_role("button", name="Publish").click()
    expect(tess.get_by_text("course@2026.2 is published")).to_be_visible()
    row = tess.get_by_role("row", name="Clearer words.")
    expect(row).to_contain_text("2026.2")
    expect(tess.get_by_role("row", name="An operator, from a folder")).to_contain_text("1")
    assert school.own("enrolment")[0].get("version") == "2026.1"


def test_what_is_typed_before_the_page_has_wholly_arrived_is_laid_out_too(
    tess: Page, live_site: LiveSite
) -> None:
    open_module(tess, live_site)
    script = LateFile(tess, "**/editor.js*")
    tess.goto(tess.url, wait_until="commit")
    tess.get_by_label("The file").fill(MODULE.replace("what repeats", "what comes back"))
    script.arrive()
    expect(tess.get_by_label("Preview", exact=True)).to_contain_text("A pattern is what comes back")


def test_a_problem_shows_while_typing_and_takes_the_cursor_to_its_line(
    tess: Page, live_site: LiveSite
) -> None:
    open_module(tess, live_site)
    text = tess.get_by_label("The file")
    text.fill(MODULE.replace("hours: 2\n", "hours: two\n"))
    expect(tess.get_by_text("1 problem in this file")).to_be_visible()
    tess.get_by_role("link", name="Line 5").click()
    expect(text).to_be_focused()
    chosen = text.evaluate("t => t.value.slice(t.selectionStart, t.selectionEnd)")
    assert chosen == "hours: two"
    text.fill(MODULE)
    expect(tess.get_by_text("No problems in this file.")).to_be_visible()


def test_a_text_that_another_tutor_saved_meanwhile_is_shown_beside_mine(
    tess: Page, live_site: LiveSite, school: School
) -> None:
    open_module(tess, live_site)
    school.world.role("otto", "tutor", programme="course")
    otto = school.actor("otto")
    save_draft(school.site, otto, "course", PATH, MODULE + "\nOtto was here.\n", 0)
    tess.get_by_label("The file").fill(MODULE + "\nTess was here.\n")
    tess.get_by_role("button", name="Save draft").click()
    expect(tess.get_by_role("heading", name="What Otto saved")).to_be_visible()
    expect(tess.get_by_role("deletion")).to_contain_text("Otto was here.")
    expect(tess.get_by_role("insertion")).to_contain_text("Tess was here.")
    tess.get_by_label("The file").fill(MODULE + "\nOtto and Tess were here.\n")
    tess.get_by_role("button", name="Save draft").click()
    expect(tess.get_by_text("Draft saved.")).to_be_visible()


@pytest.mark.parametrize("where", ["", "course/", f"course/files/{PATH}", "course/publish"])
def test_the_pages_are_accessible_and_fit(
    tess: Page, live_site: LiveSite, school: School, where: str
) -> None:
    broken = MODULE.replace("| 120 |", "| 90 |")
    save_draft(school.site, school.actor("tess"), "course", PATH, broken, 0)
    tess.goto(f"{live_site.url}/curricula/{where}")
    look(tess)
