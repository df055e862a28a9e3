"""A supervisor without an account signs in a browser, from the mail to the last entry."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from lms.services import jobs
from lms.testing import Clock
from lms.testing_world import Sent
from tests.fixtures.browser import look
from tests.fixtures.learning import Course
from tests.fixtures.world import LiveSite


def mailed(course: Course, sent: Sent) -> str:
    course.site.session().rollback()
    jobs.work(course.site)
    course.site.session().rollback()
    found = re.search(r"/sign/\S+", sent[-1].body)
    assert found
    return found[0]


def test_from_asking_to_signing_and_declining(
    page: Page, live_site: LiveSite, course: Course, sent: Sent
) -> None:
    course.entry(note="A visit to both parents.", family="F1")
    course.entry(start="12:00", end="13:00")
    live_site.sign_in(page, "amara")
    page.goto(f"{live_site.url}/learning/{course.enrolment}/hours")
    page.get_by_role("button", name="Ask to sign to Jo").click()
    expect(page.get_by_text("Jo has been sent a link")).to_be_visible()
    page.context.clear_cookies()

    page.goto(live_site.url + mailed(course, sent))
    expect(page.get_by_role("heading", level=1)).to_have_text("Practice of Amara")
    look(page)
    page.get_by_label("Agency, 1 March 2026, 10:00 to 11:00").check()
    page.get_by_label("I am Amara’s agency supervisor").check()
    page.get_by_role("button", name="Sign what I have ticked").dblclick()
    expect(page.get_by_text("Signed: 1 entry.")).to_be_visible()
    page.get_by_role("link", name="Decline").click()
    page.get_by_label("Why do you decline?").fill("It ended at half past twelve.")
    page.get_by_role("button", name="Decline as agency supervisor").click()
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
    assert [s.get("decision") for s in course.records("signature")] == ["signed", "declined"]


def test_a_link_that_no_longer_works_can_be_had_anew(
    page: Page, live_site: LiveSite, course: Course, sent: Sent, clock: Clock
) -> None:
    course.entry()
    live_site.sign_in(page, "amara")
    page.goto(f"{live_site.url}/learning/{course.enrolment}/hours")
    page.get_by_role("button", name="Ask to sign to Jo").click()
    link = mailed(course, sent)
    clock.forward(days=15)
    page.goto(live_site.url + link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link no longer works")
    look(page)
    page.get_by_role("button", name="Send me a new link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your inbox")
    page.goto(live_site.url + mailed(course, sent))
    expect(page.get_by_role("heading", level=1)).to_have_text("Practice of Amara")


def test_a_correction_is_asked_for_signed_and_objected_to(
    page: Page, live_site: LiveSite, course: Course, sent: Sent
) -> None:
    course.entry()
    live_site.sign_in(page, "amara")
    hours = f"{live_site.url}/learning/{course.enrolment}/hours"
    page.goto(hours)
    page.get_by_role("button", name="Ask to sign to Jo").click()
    link = live_site.url + mailed(course, sent)
    page.goto(link)
    page.get_by_label("Agency, 1 March 2026, 10:00 to 11:00").check()
    page.get_by_label("I am Amara’s agency supervisor").check()
    page.get_by_role("button", name="Sign what I have ticked").click()
    page.goto(hours)
    page.get_by_role("link", name="Correct the entry of 1 March 2026").click()
    page.get_by_label("To", exact=True).fill("12:00")
    page.get_by_label("Why is it to be corrected?").fill("We went on until noon.")
    look(page, "correct")
    page.get_by_role("button", name="Ask for the correction").click()
    expect(page.get_by_text("Waits to be signed")).to_be_visible()
    look(page, "corrections-list")

    page.context.clear_cookies()
    page.goto(link)
    page.get_by_role("link", name="Agency, 1 March 2026, 10:00 to 11:00").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A correction of what you signed")
    look(page, "correction-to-sign")
    page.get_by_label("and the correction is true").check()
    page.get_by_role("button", name="Sign the correction").click()
    expect(page.get_by_text("The correction counts from today.")).to_be_visible()
    page.get_by_text("What you have answered").click()
    page.get_by_role("link", name="Object to something").click()
    look(page, "signed-in-my-name")
    page.get_by_label("1 March 2026, 10:00 to 12:00").check()
    page.get_by_label("What is wrong?").fill("I signed the wrong one.")
    page.get_by_role("button", name="Object to what I have ticked").click()
    expect(page.get_by_text("Your objection to 1 signature is recorded.")).to_be_visible()
    assert len(course.records("objection")) == 1
