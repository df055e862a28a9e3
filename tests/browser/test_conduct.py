"""Conduct in a browser: a tutor returns work, the learner is told, an officer decides a case."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from lms.services.return_for_slip import Slip, return_for_slip
from tests.fixtures.browser import look
from tests.fixtures.teaching import School
from tests.fixtures.world import LiveSite


def test_work_is_returned_reported_and_decided(
    live_site: LiveSite, school: School, page: Page
) -> None:
    school.world.person("olga", "conduct-officer", programme="course")
    school.world.person("dora", "data-protection-officer")
    first = school.work("They live in a town that has a castle.")
    other = school.enrol("ben")
    second = school.work("A book says that patterns repeat.", person="ben", enrolment=other)
    cleo = school.enrol("cleo")
    closed = school.work("Mine.", person="cleo", enrolment=cleo)
    major = Slip("named", "major", "A client can be recognised in the first line.")
    return_for_slip(school.site, school.tutor, closed, major)

    live_site.sign_in(page, "tess")
    page.goto(f"{live_site.url}/marking/{first}")
    page.get_by_role("link", name="Return it for a slip").click()
    look(page, "conduct-return")
    page.get_by_label("One small slip").check()
    page.get_by_label("Where it is, and what to do").fill("Mr Smith lives in it.")
    page.get_by_role("button", name="Record it").click()
    look(page, "conduct-return-held")
    expect(page.get_by_role("alert")).to_contain_text("somebody's name")
    page.get_by_label("Where it is, and what to do").fill("The place in the first line.")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("It is recorded")).to_be_visible()
    page.get_by_role("link", name="Slips of confidentiality").click()
    look(page, "conduct-slips")
    page.goto(f"{live_site.url}/conduct/work/{second}/report")
    look(page, "conduct-report")
    page.get_by_label("What you saw").fill("It is word for word from a book.")
    page.get_by_role("button", name="Report it").click()
    expect(page.get_by_text("the work is held")).to_be_visible()

    live_site.sign_in(page, "ben")
    page.goto(f"{live_site.url}/learning/{other}/written/{second}")
    expect(page.get_by_role("heading", name="A question is being looked at")).to_be_visible()
    look(page, "conduct-own-held")

    live_site.sign_in(page, "olga")
    page.goto(live_site.url)
    page.get_by_role("link", name="Decide: The essay").click()
    look(page, "conduct-case")
    page.get_by_role("button", name="Decide").click()
    look(page, "conduct-decide")
    page.get_by_label("No case").check()
    page.get_by_label("Your reason").fill("The book is named at the end.")
    page.get_by_role("button", name="Record the decision").click()
    look(page, "conduct-decided")
    expect(page.get_by_text("The book is named at the end.")).to_be_visible()
    page.goto(f"{live_site.url}/conduct/")
    look(page, "conduct-cases")

    live_site.sign_in(page, "dora")
    page.goto(f"{live_site.url}/conduct/quarantine")
    look(page, "conduct-quarantine")
    page.get_by_role("link", name="Cleo").click()
    look(page, "conduct-quarantined")
    live_site.sign_in(page, "cleo")
    page.goto(f"{live_site.url}/learning/{cleo}/written/{closed}")
    expect(page.get_by_role("heading", name="This copy is under quarantine")).to_be_visible()
    look(page, "conduct-own-closed")
