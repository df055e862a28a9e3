"""A tutor's day in a browser: logs answered, work marked, a register taken, catch-up granted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.browser import look
from tests.fixtures.teaching import School
from tests.fixtures.world import LiveSite

REGISTER = "cohorts/spring/register/year/1"


@pytest.fixture
def tess(page: Page, live_site: LiveSite, school: School) -> Page:
    """A window in which the spring cohort's tutor is signed in."""
    live_site.sign_in(page, "tess")
    return page


def test_a_log_is_found_in_the_queue_read_and_accepted(
    tess: Page, live_site: LiveSite, school: School
) -> None:
    school.log("We met a pattern on the stairs.")
    tess.goto(live_site.url)
    tess.get_by_role("link", name="1 log to read").click()
    tess.get_by_role("link", name="A day's log by Amara").click()
    expect(tess.get_by_text("We met a pattern on the stairs.")).to_be_visible()
    tess.get_by_role("button", name="Send your answer").click()
    tess.get_by_role("link", name="Say whether you accept the log").click()
    tess.get_by_label("Accept").check()
    tess.get_by_label("Your answer").fill("Thank you; stay with the stairs.")
    tess.get_by_role("button", name="Send your answer").click()
    expect(tess.get_by_text("The log is accepted.")).to_be_visible()
    expect(tess.get_by_text("Nothing is waiting for you.")).to_be_visible()
    (answer,) = school.own("log-response")
    assert (answer.get("decision"), answer.recorded_by) == ("accepted", "tess")


def test_work_is_marked_against_its_criteria(
    tess: Page, live_site: LiveSite, school: School
) -> None:
    school.work()
    tess.goto(f"{live_site.url}/marking/")
    tess.get_by_role("link", name="The essay by Amara").click()
    tess.get_by_role("group", name="Seeing (60 %)").get_by_label("Merit").check()
    tess.get_by_role("group", name="Saying (40 %)").get_by_label("Pass").check()
    tess.get_by_role("button", name="Work out the suggestion").click()
    expect(tess.get_by_text("suggest 61")).to_be_visible()
    tess.get_by_label("Mark, 0 to 100").fill("63")
    tess.get_by_label("Comment on seeing").fill("You show it.")
    tess.get_by_role("button", name="Record the marking").click()
    expect(tess.get_by_text("recorded as provisional")).to_be_visible()
    (mark,) = school.own("mark")
    assert mark.get("mark") == 63


def test_a_register_is_taken_and_corrected(tess: Page, live_site: LiveSite, school: School) -> None:
    school.enrol("ben")
    tess.goto(f"{live_site.url}/teaching/cohorts/spring")
    tess.get_by_label("The year, taught days").get_by_role("link", name="Day 1").click()
    tess.get_by_role("group", name="Amara, afternoon").get_by_label("Absent").check()
    tess.get_by_label("Everybody not marked above was present").check()
    tess.get_by_role("button", name="Record the register").click()
    expect(tess.get_by_text("The register of day 1 (2 March 2026) is recorded.")).to_be_visible()
    expect(tess.get_by_role("group", name="Ben, morning").get_by_label("Present")).to_be_checked()
    tess.get_by_role("group", name="Amara, afternoon").get_by_label("Present").check()
    tess.get_by_role("button", name="Record the register").click()
    expect(tess.get_by_role("alert")).to_contain_text("is recorded")
    assert [r.get("present") for r in school.own("attendance")] == [True, True]


def test_catch_up_is_granted_from_the_learners_page(
    tess: Page, live_site: LiveSite, school: School
) -> None:
    tess.goto(f"{live_site.url}/teaching/cohorts/spring")
    tess.get_by_role("link", name="Amara").click()
    tess.get_by_role("link", name="Grant catch-up for Attendance").click()
    tess.get_by_label("What was missed").fill("Came to a repeat of the day.")
    tess.get_by_role("button", name="Grant catch-up").click()
    expect(tess.get_by_text("Catch-up is granted.")).to_be_visible()
    assert school.verdict("crs.attend") == "met"


@pytest.mark.parametrize(
    "where", ["", "cohorts/spring", REGISTER, "learners/amara", "learners/amara/agency-form"]
)
def test_the_pages_are_accessible_and_fit(
    tess: Page, live_site: LiveSite, school: School, where: str
) -> None:
    school.log()
    tess.goto(f"{live_site.url}/teaching/{where}")
    look(tess)


def test_reading_pages_are_accessible_and_fit(
    tess: Page, live_site: LiveSite, school: School
) -> None:
    for where in (f"teaching/logs/{school.log()}", f"marking/{school.work()}"):
        tess.goto(f"{live_site.url}/{where}")
        look(tess)
