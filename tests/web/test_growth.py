"""What a page or an act asks of the database does not grow with the cohort, and what it reads grows evenly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from jinja2 import BytecodeCache

from benchmarks.measuring import Cost
from benchmarks.table import BARE, measured
from benchmarks.world import NOW, Size, build
from lms.app import close, create_app
from lms.registry import Registry
from lms.testing import settings_of
from lms.testing_world import Client
from tests.fixtures.databases import Databases

FEW, MANY, LONG = Size(8, 60), Size(24, 60), Size(8, 180)
TOO_MANY = pytest.mark.xfail(strict=True, reason="it still asks more than it has to")
ACTS = (
    pytest.param("hand-in", marks=TOO_MANY),
    "log-hours",
    pytest.param("mark-one", marks=TOO_MANY),
)
MOST = 20
"""Statements of an act of every day."""
Costs = Mapping[str, Cost]


# Both engines are asked the same statements: one is enough for so many pages.
pytestmark = pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def costs_in(
    any_database: Databases,
    template: str,
    installed_plugins: Registry,
    compiled_templates: BytecodeCache,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Size], Costs]:
    """``costs_in(size)`` is what every page and act costs in a world of the size, measured once."""
    kept: dict[Size, Costs] = {}

    def costs(size: Size) -> Costs:
        if size not in kept:
            url = any_database.create(template)
            only = ("account",) if size is LONG else ()
            kept[size] = _measure(url, size, only, tmp_path_factory.mktemp("growth"))
            any_database.drop(url)
        return kept[size]

    def _measure(url: str, size: Size, only: tuple[str, ...], instance: Path) -> Costs:
        app = create_app(settings_of(url, instance), installed_plugins, clock=lambda: NOW)
        app.jinja_env.bytecode_cache = compiled_templates
        app.test_client_class = Client
        with app.app_context():
            build(app.extensions["cadre"], size)
        found = dict(measured(app, size, only, times=0))
        close(app)
        return {name: cost for name, cost in found.items() if name != BARE}

    return costs


def test_nothing_asks_more_statements_of_a_larger_cohort(
    costs_in: Callable[[Size], Costs],
) -> None:
    few, many = costs_in(FEW), costs_in(MANY)
    asked = {n: (few[n].statements, c.statements) for n, c in many.items()}
    assert {n: (a, b) for n, (a, b) in asked.items() if b > a} == {}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_of_every_day_needs_few_statements(
    act: str, costs_in: Callable[[Size], Costs]
) -> None:
    assert costs_in(MANY)[act].statements <= MOST


def test_nothing_reads_more_than_evenly_more_in_a_larger_cohort(
    costs_in: Callable[[Size], Costs],
) -> None:
    few, many = costs_in(FEW), costs_in(MANY)
    times = MANY.learners // FEW.learners
    assert {n: (few[n].rows, c.rows) for n, c in many.items() if c.rows > times * few[n].rows} == {}
    built = {n: (few[n].records, c.records) for n, c in many.items()}
    assert {n: (a, b) for n, (a, b) in built.items() if b > times * a} == {}


def test_the_account_page_reads_the_same_however_much_one_has_recorded(
    costs_in: Callable[[Size], Costs],
) -> None:
    short, long = costs_in(FEW)["account"], costs_in(LONG)["account"]
    assert (long.statements, long.rows, long.records) == (
        short.statements,
        short.rows,
        short.records,
    )
