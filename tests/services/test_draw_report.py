"""A plugin's report shows those one may report on; one that fails costs its own page only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from types import ModuleType

import pytest

from lms.domain.policy import SYSTEM
from lms.errors import NotFound
from lms.plugin import Report, ReportContext, hookimpl
from lms.registry import Registry
from lms.services.draw_report import draw_report, list_reports
from lms.services.publish import publish
from lms.services.site import Site
from lms.services.spreadsheet import as_csv, safe_cell
from tests.fixtures.training import Training, craft_files

Rows = Callable[[ReportContext], Iterable[tuple[str, ...]]]


def open_work(context: ReportContext) -> Iterable[tuple[str, ...]]:
    """One row per learner and stage."""
    return ((row.name, row.progress.stage.title) for row in context.learners)


def half_way(_: ReportContext) -> Iterable[tuple[str, ...]]:
    """A row, then a fault."""
    yield ("Ben", "fine")
    raise ZeroDivisionError("of mine")


def leaves(_: ReportContext) -> Iterable[tuple[str, ...]]:
    """Try to stop the site."""
    sys.exit("goodbye")


def wrong(_: ReportContext) -> Iterable[tuple[str, ...]]:
    """Rows of another shape."""
    return [("Ben", 3)]  # type: ignore[list-item]


def plugin_with(**reports: Rows) -> ModuleType:
    """A plugin that offers some reports of two columns."""
    plugin = ModuleType("reporting")
    offered = tuple(Report(i, i.title(), ("Learner", "Stage"), rows) for i, rows in reports.items())

    @hookimpl
    def lms_register_reports(context: object) -> tuple[Report, ...]:
        return offered

    plugin.lms_register_reports = lms_register_reports  # type: ignore[attr-defined]
    return plugin


@pytest.fixture
def reporting(site: Site, training: Training) -> Site:
    """The same site with a plugin that reports, and a version of the training that names it."""
    plugin = plugin_with(open=open_work, half=half_way, leaves=leaves, wrong=wrong)
    with_plugin = replace(site, registry=Registry({"reporting": plugin}))
    publish(with_plugin, SYSTEM, craft_files("2", plugins="reporting"), base_version="1")
    training.learner("ben")
    return with_plugin


def test_a_report_covers_the_learners_on_its_version(reporting: Site, training: Training) -> None:
    programme, reports = list_reports(reporting, training.lead, "craft")
    assert (programme.version, [r.id for r in reports]) == (
        "2",
        ["half", "leaves", "open", "wrong"],
    )
    drawn = draw_report(reporting, training.lead, "craft", "open")
    assert drawn.rows == (("Ben", "The first year"), ("Ben", "The second year"))


@pytest.mark.parametrize(
    ("report", "fault"), [("half", "of mine"), ("leaves", "SystemExit"), ("wrong", "2 texts")]
)
def test_a_report_that_fails_says_so_and_shows_nothing(
    reporting: Site,
    training: Training,
    report: str,
    fault: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    drawn = draw_report(reporting, training.lead, "craft", report)
    reference = drawn.fault.split()[1]
    assert fault not in drawn.fault
    assert fault in caplog.text
    assert reference in caplog.text
    assert drawn.rows == ()
    assert draw_report(reporting, training.lead, "craft", "open").rows


def test_an_old_version_has_the_reports_of_its_own_plugins(
    reporting: Site, training: Training
) -> None:
    assert list_reports(reporting, training.lead, "craft", "1")[1] == ()


def test_a_tutor_of_one_cohort_reports_on_that_one(reporting: Site, training: Training) -> None:
    tutor = training.world.person("tess", role="tutor", programme="craft", cohort=training.cohort)
    hand = replace(training.world, site=reporting)
    hand.person("zoe")
    hand.enrolment("zoe", "craft", cohort="craft-other")
    drawn = draw_report(reporting, reporting.actor(tutor), "craft", "open")
    assert {name for name, _ in drawn.rows} == {"Ben"}
    everybody = draw_report(reporting, training.lead, "craft", "open")
    assert {name for name, _ in everybody.rows} == {"Ben", "Zoe"}


def test_who_may_not_see_the_programme_finds_no_report(reporting: Site, training: Training) -> None:
    with pytest.raises(NotFound):
        draw_report(reporting, reporting.actor("ben"), "craft", "open")


UNSEEN = (" ", "\u00a0", "\ufeff", "\v", "\f", "\u200b", "\x00", "\u3000", " \ufeff\t")


@pytest.mark.parametrize("before", ["", *UNSEEN])
@pytest.mark.parametrize("sign", [*"=+-@", *"\uff1d\uff0b\uff0d\uff20"])
def test_a_formula_is_disarmed_whatever_unseen_stands_before_it(before: str, sign: str) -> None:
    assert safe_cell(f"{before}{sign}cmd|1") == f"'{before}{sign}cmd|1"


@pytest.mark.parametrize("text", ["", "Ben", " Ben", "-1.5", "+3", "a=b", "\ufeffBen", 3, None])
def test_words_and_numbers_are_left_as_they_are(text: object) -> None:
    assert safe_cell(text) == ("" if text is None else str(text))


def test_a_cell_that_looks_like_a_formula_is_disarmed() -> None:
    text = as_csv(("Learner", "Hours"), [("=HYPERLINK(1)", "-1.5"), ("@SUM", "+44 1"), ("a,b", 3)])
    assert text.split("\r\n") == [
        "Learner,Hours",
        "'=HYPERLINK(1),-1.5",
        "'@SUM,'+44 1",
        '"a,b",3',
        "",
    ]
