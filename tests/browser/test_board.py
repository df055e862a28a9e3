"""A programme lead and a board, in a browser: marks, a deadline, a claim, the meeting, the chair, a release."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Page, expect

from lms.domain.board import Decision
from tests.fixtures.boards import Judged
from tests.fixtures.browser import look
from tests.fixtures.world import LiveSite

COHORT = "/programmes/course/cohorts/spring"


def test_a_lead_looks_at_marks_sets_a_deadline_decides_a_claim_and_releases(
    page: Page, live_site: LiveSite, judged: Judged
) -> None:
    judged.learner("ben")
    judged.cohort_tell("deadline", date(2026, 1, 30), assessment="crs.essay")
    for name, mark in (("ada", 68), ("ben", 41)):
        judged.essay(name, mark)
    judged.moderate()
    judged.claim("ada", "lateness")
    live_site.sign_in(page, "lead")
    page.goto(live_site.url)
    look(page, "lead-start")
    page.get_by_role("link", name="Circumstances to decide").click()
    look(page, "circumstances")
    page.get_by_role("link", name="Ada").click()
    look(page, "claim")
    expect(page.get_by_text("My mother was in hospital.")).to_be_visible()
    page.get_by_label("Accepted", exact=True).check()
    page.get_by_label("The lateness is accepted").check()
    page.get_by_label("Reason").fill("The letter was seen.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("The decision is recorded")).to_be_visible()
    page.goto(f"{live_site.url}{COHORT}")
    look(page, "cohort")
    page.get_by_role("link", name="Marks of The year").click()
    look(page, "marks")
    expect(page.get_by_role("link", name="Referred: 1")).to_be_visible()
    page.get_by_role("link", name="Set a deadline").click()
    page.get_by_label("For which work?").select_option("The project")
    for box, value in (("Day", "20"), ("Month", "3"), ("Year", "2026")):
        page.get_by_label(box, exact=True).fill(value)
    page.get_by_label("Hour, London time").fill("4pm")
    look(page, "deadline")
    page.get_by_role("button", name="Set the deadline").click()
    expect(page.get_by_text("20 March 2026 at 16:00")).to_be_visible()
    page.get_by_role("button", name="Release marks").click()
    look(page, "release")
    page.get_by_label("Provisional").check()
    page.get_by_role("button", name="Release", exact=True).click()
    expect(page.get_by_text("The marks are released.")).to_be_visible()
    look(page, "released")


def test_a_board_meets_with_quorum_and_its_chair_acts_between(
    page: Page, live_site: LiveSite, judged: Judged
) -> None:
    judged.essay("ada", 41)
    judged.project("ada", 62, 64)
    judged.moderate()
    live_site.sign_in(page, "chair")
    page.goto(f"{live_site.url}/boards/")
    look(page, "boards")
    page.get_by_role("link", name="papers of The year, Spring").click()
    look(page, "papers")
    live_site.sign_in(page, "lead")
    page.goto(f"{live_site.url}{COHORT}/board/year")
    page.get_by_label("Outcome for Ada").select_option("Referred")
    page.get_by_text("Reason, reassessment").click()
    page.get_by_label("Reason, for every outcome but the first").fill("The essay failed.")
    again = page.get_by_role("group", name="If referred")
    for box, value in (("Day", "1"), ("Month", "6"), ("Year", "2026")):
        again.get_by_label(box).fill(value)
    page.get_by_label("Chair", exact=True).first.select_option("Chair")
    page.get_by_label("Minutes").fill("The board met on 2 March.")
    page.get_by_role("button", name="Record the board").click()
    expect(page.get_by_role("alert")).to_contain_text("1 present; a board needs 3")
    look(page, "board-wrong")
    present = page.get_by_role("group", name="Present")
    for name in ("Nour", "Owen"):
        present.get_by_label(name).check()
    page.get_by_role("button", name="Record the board").click()
    expect(page.get_by_text("Failed work again by 1 June 2026")).to_be_visible()
    judged.essay("ada", 55, attempt=2)
    judged.moderate()
    page.goto(f"{live_site.url}{COHORT}/board/year")
    page.get_by_label("Outcome for Ada").select_option("Complete")
    page.get_by_label("Chair", exact=True).first.select_option("Chair")
    page.get_by_label("The chair alone, between meetings").check()
    page.get_by_label("after the meeting of").select_option(label="2 March 2026")
    page.get_by_label("Minutes").fill("Her award waits; the board meets again in July.")
    look(page, "chairs-action")
    page.get_by_role("button", name="Record the board").click()
    expect(page.get_by_text("The board's decisions are recorded.")).to_be_visible()
    page.get_by_role("link", name="Ada").first.click()
    look(page, "decision")
    page.get_by_role("link", name="Correct this outcome").click()
    look(page, "correct")


def test_an_appeal_is_decided_by_the_board(page: Page, live_site: LiveSite, judged: Judged) -> None:
    judged.essay("ada", 41)
    judged.moderate()
    judged.meet(Decision("ada", "referred", "The essay failed."))
    judged.tell("ada", "appeal", by="ada", assessment="crs.essay", grounds="procedure")
    live_site.sign_in(page, "chair")
    page.goto(live_site.url)
    page.get_by_role("link", name="Appeals to decide").click()
    look(page, "appeals")
    page.get_by_role("link", name="Ada").click()
    page.get_by_label("Upheld").check()
    page.get_by_label("Reason").fill("The second reading was left out.")
    look(page, "appeal")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("cell", name="Upheld")).to_be_visible()
