"""Whatever a bundled programme asks of a learner can be done by pages alone, and by the API alone."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.curriculum.files import read_files
from lms.services.programmes import load, newest
from lms.services.site import Site
from lms.testing import Clock
from lms.testing_world import Sent, World
from tests.doors.doors import Page, Program, operations
from tests.doors.whole import Going, begin, go_through, people
from tests.doors.year import Year
from tests.fixtures.snapshots import Begun, begins

pytestmark = pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
WAYS = (
    ("foundation", "foundation"),
    ("family-therapy", "intermediate"),
    ("family-therapy", "qualifying"),
    ("supervision", "supervision"),
    ("leadership", "leadership"),
)
BY_PAGE = (*WAYS[:2], WAYS[4])
"""Which every act of the way is a part of: a page of one programme is that of another."""
CASES = "cases/"


@begins("bundled")
def write_bundled(world: World) -> dict[str, str]:
    """Every bundled programme, published without its cases, which are run elsewhere, and the people."""
    for folder in world.site.registry.curricula:
        files = read_files(folder)
        world.publish({name: text for name, text in files.items() if not name.startswith(CASES)})
    people(world)
    return {}


@pytest.fixture
def bundled(begun: Begun) -> None:
    """The bundled programmes, and whoever goes through them."""
    begun(write_bundled)


@pytest.mark.parametrize(
    ("door", "programme", "admission"),
    [*(("api", *way) for way in WAYS), *(("page", *way) for way in BY_PAGE)],
)
def test_a_learner_finishes(
    app: Flask,
    site: Site,
    world: World,
    clock: Clock,
    sent: Sent,
    bundled: None,
    door: str,
    programme: str,
    admission: str,
) -> None:
    year = Year(site, world)
    way = Page(app, year) if door == "page" else Program(app, year, operations(app))
    published = load(site, programme, newest(site, programme).version)
    going = Going(year, way, clock, sent, published)
    begin(going, admission)
    for number, stage in enumerate(published.stages_of(admission)):
        go_through(going, stage, number)
    left = {v.id: v.reason for v in going.verdicts().values() if not v.outcome.settles}
    assert left == {}
