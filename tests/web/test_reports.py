"""A report's page: the table, the download, and a fault that stays on its own page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import ModuleType

import pytest
from flask.testing import FlaskClient

from lms.plugin import Report, ReportContext, hookimpl
from lms.registry import Registry
from lms.testing_world import World
from tests.fixtures.training import craft_files


def learners(context: ReportContext) -> Iterable[tuple[str, ...]]:
    """One row per learner and stage, with a name that a spreadsheet would run."""
    return ((f"=1+{row.name}", row.progress.stage.title) for row in context.learners)


def broken(_: ReportContext) -> Iterable[tuple[str, ...]]:
    """A fault."""
    raise ZeroDivisionError("of the plugin's own")


def plugin() -> ModuleType:
    module = ModuleType("reporting")

    @hookimpl
    def lms_register_reports(context: object) -> tuple[Report, ...]:
        columns = ("Learner", "Stage")
        return (
            Report("learners", "Learners", columns, learners),
            Report("broken", "Broken", columns, broken),
        )

    module.lms_register_reports = lms_register_reports  # type: ignore[attr-defined]
    return module


@pytest.fixture
def installed_plugins() -> Registry:
    """The site's plugins: one that reports."""
    return Registry({"reporting": plugin()})


@pytest.fixture
def lead(world: World, client_for: Callable[[str], FlaskClient]) -> FlaskClient:
    world.publish(craft_files(plugins="reporting"))
    world.person("ben")
    world.enrolment("ben", "craft", cohort="craft-2025")
    return client_for(world.person("lead", role="programme-lead"))


def test_reports_are_listed_and_drawn(lead: FlaskClient) -> None:
    assert "Learners" in lead.get("/programmes/craft/reports/").text
    page = lead.get("/programmes/craft/reports/learners").text
    assert "=1+Ben" in page
    assert "The second year" in page


def test_the_download_is_disarmed(lead: FlaskClient) -> None:
    answer = lead.get("/programmes/craft/reports/learners.csv")
    assert answer.mimetype == "text/csv"
    assert "'=1+Ben,The first year" in answer.text
    assert "craft-learners-2026-03-02.csv" in answer.headers["Content-Disposition"]


def test_a_broken_report_costs_its_own_page(lead: FlaskClient) -> None:
    page = lead.get("/programmes/craft/reports/broken")
    assert page.status_code == 500
    assert "could not be drawn" in page.text
    assert "of the plugin" not in page.text
    assert "reference" in page.text
    assert lead.get("/programmes/craft/reports/broken.csv").status_code == 500
    assert lead.get("/programmes/craft/reports/learners").status_code == 200
    assert lead.get("/programmes/craft").status_code == 200


def test_a_report_nobody_offers_is_not_found(lead: FlaskClient) -> None:
    assert lead.get("/programmes/craft/reports/nothing").status_code == 404


def test_a_learner_sees_no_report(
    lead: FlaskClient, client_for: Callable[[str], FlaskClient]
) -> None:
    assert client_for("ben").get("/programmes/craft/reports/learners").status_code == 403
