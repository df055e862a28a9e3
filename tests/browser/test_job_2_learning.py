"""A learner's work in a browser: written, kept as it is typed, checked, handed in, and signed for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.fixtures.browser import LateFile, look
from tests.fixtures.learning import Course
from tests.fixtures.world import LiveSite

FIVE_SECONDS = 5000
PRIVATE = "She looked at the window and said nothing."
STORES = """async () => {
  const databases = await indexedDB.databases()
  const caches_ = await caches.keys()
  return JSON.stringify([{...localStorage}, {...sessionStorage}, databases, caches_, document.cookie])
}"""


@pytest.fixture
def amara(page: Page, live_site: LiveSite, course: Course) -> Page:
    """A window in which Amara is signed in, its clock the site's."""
    live_site.sign_in(page, "amara")
    return page


@pytest.fixture
def elsewhere(browser: Browser, live_site: LiveSite, course: Course) -> Iterator[Page]:
    """Amara's other device."""
    context = browser.new_context()
    page = context.new_page()
    live_site.sign_in(page, "amara")
    yield page
    context.close()


def hold_the_clock(page: Page) -> None:
    """The window's own timers wait to be let go: what is promised in seconds does not hang on a machine."""
    page.clock.install(time=0)
    page.clock.pause_at(1000)


def log_page(live_site: LiveSite, course: Course) -> str:
    return f"{live_site.url}/learning/{course.enrolment}/logs/pat.log/"


def test_what_is_typed_is_kept_within_five_seconds_and_is_there_on_another_device(
    amara: Page, elsewhere: Page, live_site: LiveSite, course: Course
) -> None:
    hold_the_clock(amara)
    amara.goto(f"{live_site.url}/")
    amara.get_by_role("link", name="Write a reflective log").click()
    amara.get_by_role("link", name="A moment that stayed").click()
    amara.get_by_label("What happened?").press_sequentially(PRIVATE)
    amara.clock.run_for(FIVE_SECONDS)
    expect(amara.get_by_role("status")).to_have_text("Saved at 09:00")
    expect(amara.get_by_text("8 words")).to_be_visible()
    stores = amara.evaluate(STORES)
    assert "window" not in stores
    amara.context.close()
    elsewhere.goto(log_page(live_site, course))
    expect(elsewhere.get_by_label("What happened?")).to_have_value(PRIVATE)


def test_what_is_typed_before_the_page_has_wholly_arrived_is_kept_too(
    amara: Page, live_site: LiveSite, course: Course
) -> None:
    script = LateFile(amara, "**/autosave.js*")
    amara.goto(log_page(live_site, course), wait_until="commit")
    amara.get_by_label("What happened?").fill(PRIVATE)
    script.arrive()
    expect(amara.get_by_role("status")).to_have_text("Saved at 09:00")


def test_somebody_who_never_stops_typing_is_saved_all_the_same(
    amara: Page, live_site: LiveSite, course: Course
) -> None:
    hold_the_clock(amara)
    amara.goto(log_page(live_site, course))
    field = amara.get_by_label("What happened?")
    with amara.expect_response("**/drafts/**"):
        for _ in range(FIVE_SECONDS // 1000):
            field.press_sequentially("on ")
            amara.clock.run_for(1000)


def test_two_devices_that_differ_show_both_texts_and_the_learner_chooses(
    amara: Page, elsewhere: Page, live_site: LiveSite, course: Course
) -> None:
    for page in (amara, elsewhere):
        page.goto(log_page(live_site, course))
    elsewhere.get_by_label("What happened?").fill("From the telephone.")
    expect(elsewhere.get_by_role("status")).to_have_text("Saved at 09:00")
    amara.get_by_label("What happened?").fill("From the desk.")
    conflict = amara.locator("[data-autosave-conflict]")
    expect(conflict).to_contain_text("From the telephone.")
    expect(amara.get_by_label("What happened?")).to_have_value("From the desk.")
    look(amara)
    amara.get_by_role("button", name="Keep what I have here").click()
    expect(amara.get_by_role("status")).to_have_text("Saved at 09:00")
    elsewhere.get_by_label("What happened?").press_sequentially(" More.")
    expect(elsewhere.locator("[data-autosave-conflict]")).to_contain_text("From the desk.")
    elsewhere.get_by_role("button", name="Take the newer text instead").click()
    expect(elsewhere.get_by_label("What happened?")).to_have_value("From the desk.")


def test_a_lost_connection_is_said_and_the_text_is_saved_when_it_is_back(
    amara: Page, live_site: LiveSite, course: Course
) -> None:
    amara.goto(log_page(live_site, course))
    amara.context.set_offline(True)
    amara.get_by_label("What happened?").fill("Typed on a train.")
    expect(amara.get_by_role("status")).to_contain_text("there is no connection")
    amara.context.set_offline(False)
    expect(amara.get_by_role("status")).to_have_text("Saved at 09:00")


def test_a_double_click_hands_in_once_and_gives_a_receipt(
    amara: Page, live_site: LiveSite, course: Course
) -> None:
    amara.goto(log_page(live_site, course))
    amara.get_by_label("What happened?").fill(f"{PRIVATE} We met at ME4 4TR.")
    amara.get_by_role("button", name="Save and check before handing in").click()
    amara.get_by_role("button", name="Hand it in").click()
    expect(amara.get_by_role("alert")).to_contain_text("Look at each passage")
    look(amara)
    amara.get_by_label("ME4 4TR identifies nobody").check()
    amara.evaluate(
        "document.querySelectorAll('[data-prevent-double-click]')"
        ".forEach(b => b.removeAttribute('data-prevent-double-click'))"
    )
    amara.get_by_role("button", name="Hand it in").dblclick()
    expect(amara.get_by_role("heading", level=1)).to_have_text("Handed in")
    (record,) = course.records("log")
    expect(amara.get_by_text(record.id)).to_be_visible()
    look(amara)


def test_everything_works_without_javascript(
    browser: Browser, live_site: LiveSite, course: Course
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    live_site.sign_in(page, "amara")
    page.goto(log_page(live_site, course))
    page.get_by_label("What happened?").fill(PRIVATE)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved. Only you can see it.")).to_be_visible()
    page.get_by_role("button", name="Save and check before handing in").click()
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Handed in")
    context.close()


def test_an_hour_is_logged_and_its_overlap_shown(
    amara: Page, live_site: LiveSite, course: Course
) -> None:
    complaints: list[str] = []
    amara.on("pageerror", lambda fault: complaints.append(str(fault)))
    for start, end in (("10:00", "11:30"), ("11am", "12:00")):
        amara.goto(f"{live_site.url}/learning/{course.enrolment}/hours/new")
        amara.get_by_label("Agency").check()
        for name, value in (("Day", "20"), ("Month", "2"), ("Year", "2026")):
            amara.get_by_label(name, exact=True).fill(value)
        amara.get_by_label("From").fill(start)
        amara.get_by_label("To", exact=True).fill(end)
        amara.get_by_role("button", name="Keep this entry").click()
    expect(amara.get_by_role("alert")).to_contain_text("10:00 to 11:30 already")
    look(amara)
    assert len(course.records("hours")) == 1
    assert complaints == []
