"""A stranger's plugin as its learner meets it: a panel, a derived form, a page, and the verdict."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest
from playwright.sync_api import Page, expect

from lms.registry import Registry
from tests.docs.pages import ROOT
from tests.fixtures.browser import look
from tests.fixtures.world import LiveSite

EXAMPLE = ROOT / "docs" / "examples" / "joint-visits"


@pytest.fixture(scope="session")
def installed_plugins() -> Iterator[Registry]:
    """The example plugin alone, from its own folder."""
    sys.path.insert(0, str(EXAMPLE))
    yield Registry({"joint_visits": import_module("joint_visits")})
    sys.path.remove(str(EXAMPLE))


def test_a_learner_notes_a_visit_and_reads_the_plugins_page(
    page: Page, live_site: LiveSite
) -> None:
    world = live_site.world
    world.curriculum("joint-practice")
    amara = world.person("amara")
    enrolment = world.enrolment(amara, "joint-practice", cohort="spring", on=date(2026, 2, 2))
    world.record(amara, "joint-visit", date(2026, 2, 9), enrolment=enrolment, agency="health")
    live_site.sign_in(page, amara)
    page.goto(f"{live_site.url}/learning/{enrolment}/")
    expect(page.get_by_text("Not yet: school.")).to_be_visible()
    page.goto(f"{live_site.url}/learning/{enrolment}/record/joint-visit")
    page.get_by_role("radio", name="School").check()
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Joint visit kept.")).to_be_visible()
    page.goto(f"{live_site.url}/learning/{enrolment}/requirements/jv.visits")
    expect(page.get_by_text("2 of 2 different agencies visited.")).to_be_visible()
    page.goto(f"{live_site.url}/programmes/joint-practice/pages/agencies")
    expect(page.get_by_role("heading", level=1)).to_have_text("Whom to visit with")
    expect(page.get_by_text("housing")).to_be_visible()
    look(page)
