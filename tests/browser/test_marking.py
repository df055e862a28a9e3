"""An assessor's job in a browser: work marked with the keyboard alone, and words of it commented on."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from lms.services.comment_bank import keep_comment
from tests.fixtures.browser import look
from tests.fixtures.marking import Marked
from tests.fixtures.world import LiveSite

Hand = Callable[..., Marked]
MOST_KEYS = 80


def to(page: Page, what: str) -> None:
    """Press the Tab key until something of that name has the focus, which can be seen."""
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        name = page.evaluate(NAME)
        if name and what in name:
            return
    raise AssertionError(f"{what} cannot be reached with the Tab key")


NAME = """() => {
  const e = document.activeElement
  const labels = [...(e.labels ?? [])].map(l => l.textContent.trim())
  return [e.getAttribute('aria-label'), ...labels, e.textContent.trim().slice(0, 80)].join(' ')
}"""


def test_work_is_marked_with_the_keyboard_alone(
    page: Page, live_site: LiveSite, marked: Hand
) -> None:
    essay = marked("single")
    live_site.sign_in(page, "mark")
    page.goto(f"{live_site.url}/marking/")
    look(page, "marking-queue")
    to(page, "The essay")
    page.keyboard.press("Enter")
    page.wait_for_url("**/marking/0*")
    look(page, "marking-work")
    for _ in ("Seeing", "Saying"):
        to(page, "Fail")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
    to(page, "Comment on saying")
    page.keyboard.type("It reads well.")
    to(page, "Words of the work, comment 1")
    page.keyboard.type("It repeats again")
    to(page, "Your comment 1")
    page.keyboard.type("Where?")
    to(page, "Feedback over all")
    page.keyboard.type("Good.")
    to(page, "Mark, 0 to 100")
    page.keyboard.type("63")
    to(page, "Record the marking")
    page.keyboard.press("Enter")
    expect(page.get_by_text("recorded as provisional")).to_be_visible()
    (mark,) = essay.records()
    assert (mark.get("mark"), set(dict(mark.get("criteria")).values())) == (63, {"Merit"})
    (beside,) = essay.read("mark").anchored
    assert (beside.quote, beside.says) == ("It repeats again", "Where?")


def test_selected_words_go_into_a_comment_and_a_draft_is_kept(
    page: Page, live_site: LiveSite, marked: Hand
) -> None:
    essay = marked("double")
    essay.mark("mina", 64, comments={}, anchored=())
    keep_comment(essay.school.site, essay.actor("mark"), "Show me where you stood.")
    page.set_viewport_size({"width": 400, "height": 900})
    live_site.sign_in(page, "mark")
    page.goto(f"{live_site.url}/marking/{essay.work}")
    text = page.get_by_role("region", name="Text of the work")
    text.evaluate(
        """e => { const t = e.firstChild.nodeType === 3 ? e.firstChild : e.firstChild.firstChild
                  const at = t.data.indexOf('It repeats again', 60)
                  getSelection().setBaseAndExtent(t, at, t, at + 16)
                  e.dispatchEvent(new PointerEvent('pointerup', { bubbles: true })) }"""
    )
    expect(page.get_by_label("Words of the work, comment 1")).to_have_value("It repeats again")
    expect(page.get_by_label("Which time they occur, comment 1")).to_have_value("3")
    page.get_by_label("Your comment 1").fill("And here?")
    page.get_by_role("button", name="Add another comment beside the text").click()
    expect(page.get_by_label("Words of the work, comment 2")).to_be_focused()
    page.get_by_label("Feedback over all").focus()
    page.get_by_text("Your comments (1)").click()
    page.get_by_role("button", name="Insert").click()
    expect(page.get_by_label("Feedback over all")).to_have_value("Show me where you stood.")
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    look(page, "marking-second")
    page.goto(f"{live_site.url}/marking/{essay.work}")
    expect(page.get_by_label("Your comment 1")).to_have_value("And here?")
    expect(page.get_by_label("Feedback over all")).to_have_value("Show me where you stood.")
