"""Assessed work in a browser: late with a file, feedback read and answered, circumstances declared."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lms.domain.records import cohort, person
from lms.services.site import fact
from lms.testing import Clock
from tests.fixtures.browser import look
from tests.fixtures.learning import Course
from tests.fixtures.world import LiveSite
from tests.services.files_to_upload import WORDS, a_docx

FEEDBACK = {
    "overall": "Say more about the boy.",
    "criteria": {"plainness": "It can be plainer."},
    "anchored": [{"quote": "sat down", "at": 1, "says": "Where did they sit?"}],
}


@pytest.fixture
def amara(page: Page, live_site: LiveSite, course: Course) -> Page:
    """A window in which Amara is signed in."""
    live_site.sign_in(page, "amara")
    return page


def mark(course: Course, mark: int) -> None:
    """A marker's feedback on the first attempt."""
    with course.site.ledger.write("tess") as writer:
        kept = writer.document(person("amara"), FEEDBACK)
        fields = {"assessment": "pat.case", "attempt": 1, "mark": mark, "feedback": kept}
        today = course.site.today()
        fields["criteria"] = {"plainness": "Fail"}
        writer.append(fact(person("amara"), "mark", today, enrolment=course.enrolment, **fields))


def test_work_is_handed_in_late_with_a_file_then_answered_and_compared(
    amara: Page, live_site: LiveSite, course: Course, clock: Clock, tmp_path: Path
) -> None:
    today = course.site.today()
    course.world.record(cohort("pattern-2026"), "deadline", today, assessment="pat.case")
    clock.set(datetime(2026, 3, 2, 12, 1, tzinfo=UTC))
    live_site.sign_in(amara, "amara")  # an hour without a click signs out
    amara.goto(f"{live_site.url}/learning/{course.enrolment}/assessments/pat.case")
    expect(amara.get_by_text("1 working day late")).to_be_visible()
    look(amara, "assessment")
    amara.get_by_role("button", name="Begin to write").click()
    amara.get_by_label("Code of the family").fill("F1")
    amara.get_by_role("button", name="Add files").click()
    work = tmp_path / "My case.docx"
    work.write_bytes(a_docx())
    amara.get_by_label("Add files").set_input_files(work)
    amara.get_by_role("button", name="Add", exact=True).click()
    expect(amara.get_by_role("heading", name="My case.docx")).to_be_visible()
    look(amara, "files")
    amara.get_by_role("link", name="Check before handing in").click()
    expect(amara.get_by_text("3 points would be taken off a mark of 60")).to_be_visible()
    amara.get_by_label("I have changed or left out everything").check()
    look(amara, "check")
    amara.get_by_role("button", name="Hand it in").click()
    expect(amara.get_by_role("heading", level=1)).to_have_text("Handed in")
    expect(amara.get_by_text("so is every file")).to_be_visible()
    look(amara, "receipt")

    mark(course, 40)
    amara.goto(f"{live_site.url}/learning/{course.enrolment}/assessments/pat.case")
    amara.get_by_role("link", name="Attempt 1").click()
    expect(amara.get_by_text("Not passed with 38 (the markers gave 40)")).to_be_visible()
    expect(amara.get_by_text("Where did they sit?")).to_be_visible()
    look(amara, "attempt")

    amara.go_back()
    amara.get_by_role("button", name="Begin to write").click()
    amara.get_by_label("Code of the family").fill("F1")
    amara.get_by_label("Comment 1").fill("In the big room.")
    amara.get_by_label("Your text").fill(WORDS.replace("sat down", "sat in the big room"))
    expect(amara.get_by_role("status")).to_contain_text("Saved at")
    look(amara, "answering")
    amara.get_by_role("button", name="Save and check before handing in").click()
    amara.get_by_label("I have changed or left out everything").check()
    amara.get_by_role("button", name="Hand it in").click()
    amara.get_by_role("link", name="read it again").click()
    expect(amara.get_by_text("In the big room.")).to_be_visible()
    amara.get_by_role("link", name="See what changed").click()
    expect(amara.locator("del")).to_have_text("down")
    expect(amara.locator("ins")).to_have_text("in the big room")
    look(amara, "changes")


def test_circumstances_are_declared_and_the_appeal_page_says_when(
    amara: Page, live_site: LiveSite, course: Course
) -> None:
    amara.goto(f"{live_site.url}/learning/{course.enrolment}/assessments/pat.case")
    amara.get_by_role("link", name="declare circumstances").click()
    amara.get_by_role("button", name="Declare").click()
    expect(amara.get_by_role("alert")).to_contain_text("Choose what you ask for.")
    look(amara, "circumstances-wrong")
    amara.get_by_label("That my lateness is accepted").check()
    amara.get_by_label("What happened, and how").fill("I was ill for a week.")
    amara.get_by_role("button", name="Declare").click()
    expect(amara.get_by_text("Not decided yet", exact=True)).to_be_visible()
    look(amara, "circumstances")
    amara.goto(f"{live_site.url}/learning/{course.enrolment}/assessments/pat.case/appeal")
    expect(amara.get_by_text("once the board has met")).to_be_visible()
    look(amara, "appeal")
