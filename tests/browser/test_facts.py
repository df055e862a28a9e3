"""Facts that others enter, in a browser: a recording watched, a judgement, a certificate."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.browser import look
from tests.fixtures.world import LiveSite

REQUIREMENTS = """
- {id: s.entry, title: Judged suitable before, kind: entry-check, part: entry, settings: {evidence: judgement, decided-by: tutor}, basis: {sure: decided, says: "For a test."}}
- {id: s.recorded, title: A recorded session, kind: consented-recording, settings: {at-least: 1}, basis: {sure: decided, says: "For a test."}}
- {id: s.suited, title: Suitability, kind: judgement, part: judgement, settings: {outcomes: [suitable, not-yet], by: tutor}, basis: {sure: decided, says: "For a test."}}
"""
JANUARY = date(2026, 1, 5)


@pytest.fixture
def enrolment(live_site: LiveSite) -> str:
    """Amara learns, Tess teaches, Lena leads; a family has consented."""
    world = live_site.world
    world.programme(REQUIREMENTS)
    world.person("amara")
    world.person("tess", "tutor", programme="small")
    world.person("lena", "programme-lead", programme="small")
    enrolment = world.enrolment("amara", "small", "spring", on=JANUARY)
    until = date(2026, 5, 31)
    world.record("amara", "consent", JANUARY, until=until, enrolment=enrolment, family="F2")
    return enrolment


def test_a_tutor_records_and_the_learner_reads_it(
    page: Page, live_site: LiveSite, enrolment: str
) -> None:
    live_site.sign_in(page, "tess")
    page.goto(f"{live_site.url}/teaching/learners/amara")
    look(page, "learner-of-a-tutor")
    page.get_by_role("link", name="Record that a session was watched").click()
    look(page, "recording-watched")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("link", name="Choose the consent")).to_be_visible()
    page.get_by_label("Which consent was it recorded under?").select_option(index=1)
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("That it was watched is recorded.")).to_be_visible()
    page.get_by_role("link", name="Record the judgement").click()
    page.get_by_label("Not yet").check()
    page.get_by_label("What it rests on").fill("Lead two sessions, then come back.")
    look(page, "judgement")
    page.get_by_role("button", name="Record the judgement").click()
    expect(page.get_by_text("The judgement is recorded.")).to_be_visible()
    live_site.sign_in(page, "amara")
    page.goto(f"{live_site.url}/learning/{enrolment}/requirements/s.suited")
    expect(page.get_by_text("Lead two sessions, then come back.")).to_be_visible()
    look(page, "judgement-read")


def test_a_lead_enters_a_certificate_before_enrolling(
    page: Page, live_site: LiveSite, enrolment: str
) -> None:
    told = {"requirement": "s.suited", "outcome": "suitable"}
    live_site.world.record("amara", "judgement", date(2026, 2, 20), enrolment=enrolment, **told)
    live_site.sign_in(page, "lena")
    page.goto(f"{live_site.url}/programmes/small/cohorts/spring/enrol/amara")
    expect(page.get_by_text("Suitability: suitable")).to_be_visible()
    look(page, "enrol-with-evidence")
    page.get_by_role("link", name="Enter an outside certificate").click()
    page.get_by_role("button", name="Record the certificate").click()
    look(page, "certificate-refused")
    page.get_by_label("At which level was the course?").select_option("foundation")
    for box, value in (("Day", "12"), ("Month", "7"), ("Year", "2024")):
        page.get_by_label(box, exact=True).fill(value)
    page.get_by_role("group", name="accredited").get_by_label("Yes").check()
    page.get_by_role("group", name="hours").get_by_label("No").check()
    page.get_by_label("Provider").fill("Somewhere else")
    page.get_by_role("button", name="Record the certificate").click()
    says = "Foundation certificate from Somewhere else; it shows accreditation"
    expect(page.get_by_text(says)).to_be_visible()
    page.goto(f"{live_site.url}/programmes/learners/{enrolment}/")
    look(page, "learner-of-a-lead")
    page.get_by_role("link", name="Judged suitable before").click()
    expect(page.get_by_text("Suitability: suitable")).to_be_visible()
    look(page, "check-with-evidence")
