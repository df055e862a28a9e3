"""The longest pages that a bundled curriculum makes, on a wide and on a narrow screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from lms.domain.programme import Stage
from tests.fixtures.browser import look
from tests.fixtures.world import LiveSite

WIDE, NARROW = 1280, 400
SQUEEZED = """() => [...document.querySelectorAll("main td")]
  .filter((cell) => cell.innerText.length > 40 && cell.clientWidth < 135)
  .map((cell) => `${cell.clientWidth}: ${cell.innerText}`)"""
LABELS = """(cells) => cells.map((cell) => getComputedStyle(cell, "::before").content)"""


@pytest.fixture
def stage(live_site: LiveSite) -> Stage:
    """The foundation's year, as it is published."""
    return live_site.world.curriculum("foundation").stages[0]


@pytest.fixture
def learning(page: Page, live_site: LiveSite, stage: Stage) -> str:
    """The address of a learner's year, in a window where she is signed in."""
    world = live_site.world
    enrolment = world.enrolment(world.person("amara"), "foundation")
    live_site.sign_in(page, "amara")
    return f"{live_site.url}/learning/{enrolment}"


def look_closely(page: Page, name: str) -> None:
    """The page keeps the rules and its tables can be read, on a wide and then on a narrow screen."""
    look(page, name)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(SQUEEZED) == []


def test_the_longest_module_can_be_read_and_its_parts_are_a_click_away(
    page: Page, learning: str, stage: Stage
) -> None:
    longest = max(stage.modules, key=lambda module: len(module.body))
    page.goto(f"{learning}/modules/{longest.id}")
    look_closely(page, "module-longest")
    page.get_by_role("navigation", name="On this page").get_by_text("For your log").click()
    expect(page.get_by_role("heading", name="For your log")).to_be_in_viewport()
    page.get_by_role("main").locator("a[href^='/glossary#']").first.click()
    expect(page.locator(":target")).to_be_in_viewport()
    look_closely(page, "glossary")


def test_a_programme_and_its_longest_brief_can_be_read_to_the_last_descriptor(
    page: Page, learning: str, stage: Stage
) -> None:
    page.goto(f"{learning}/modules/")
    page.get_by_text("About the programme").click()
    page.get_by_text("How it runs").click()
    look_closely(page, "modules-opened")
    longest = max(stage.assessments, key=lambda work: len(work.body))
    page.get_by_role("link", name=longest.title).first.click()
    look_closely(page, "brief-longest")
    row = page.get_by_role("row").filter(has_text=longest.criteria[0].title)
    labels = row.locator("td").evaluate_all(LABELS)
    assert labels[2:] == [f'"{name}"' for name, _ in longest.criteria[0].bands]
    longest_log = max(stage.logs, key=lambda log: len(log.introduction))
    page.goto(f"{learning}/logs/{longest_log.id}/")
    look_closely(page, "log-longest")
