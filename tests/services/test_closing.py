"""A version whose plugin is gone can be read, and nothing is decided on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import ModuleType

import pytest

from lms.domain.board import Decision
from lms.domain.evidence import Period
from lms.domain.policy import SYSTEM
from lms.errors import Refused
from lms.registry import Registry
from lms.services.create_cohort import create_cohort
from lms.services.enrol import Application, enrol
from lms.services.entry_checks import record_entry_check
from lms.services.interrupt import interrupt
from lms.services.leave import withdraw
from lms.services.outstanding_checks import outstanding_checks
from lms.services.prior_learning import decide_prior_learning, waive
from lms.services.publish import publish
from lms.services.ratify import Meeting, ratify
from lms.services.see_cohort import see_cohort
from lms.services.see_enrolled import see_enrolled
from lms.services.site import Site
from lms.testing_world import World
from tests.fixtures.training import Training, craft_files

TODAY = date(2026, 3, 2)
WHY = "Looked at."


@pytest.fixture
def closed(site: Site, training: Training) -> Site:
    """The same site after a plugin that the newest version names has gone."""
    with_plugin = replace(site, registry=Registry({"helper": ModuleType("helper")}))
    publish(with_plugin, SYSTEM, craft_files("2", plugins="helper"), base_version="1")
    World(with_plugin).person("ben")
    World(with_plugin).enrolment("ben", "craft", cohort=training.cohort, on=date(2025, 9, 1))
    return replace(site, registry=Registry({}), parsed={})


def ben(site: Site) -> str:
    return site.about_me("ben").of("enrolment")[0].id


ACTS: dict[str, Callable[[Site, Training], object]] = {
    "make a cohort": lambda s, t: create_cohort(
        s, t.lead, "craft", "Next", {"first": Period(TODAY, TODAY)}
    ),
    "enrol": lambda s, t: enrol(
        s,
        t.lead,
        Application("craft", t.cohort, "craft", TODAY, person="starter", reason=WHY),
    ),
    "check": lambda s, t: record_entry_check(
        s, t.lead, ben(s), "c1.letter", "accepted", TODAY, WHY
    ),
    "credit": lambda s, t: decide_prior_learning(
        s, t.lead, ben(s), "credited", TODAY, WHY, requirement="c1.study"
    ),
    "waive": lambda s, t: waive(s, t.lead, ben(s), "c1.study", TODAY, WHY),
    "board": lambda s, t: ratify(
        s,
        t.lead,
        Meeting(
            "craft",
            t.cohort,
            "first",
            TODAY,
            t.chair,
            "Held.",
            (Decision("ben", "failed", WHY),),
            members=t.members,
        ),
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_decided_on_a_closed_version(closed: Site, training: Training, act: str) -> None:
    with pytest.raises(Refused) as refused:
        ACTS[act](closed, training)
    assert refused.value.refusal.code == "version-closed"
    assert "helper, which is not loaded" in str(refused.value)


def test_a_closed_version_can_be_read_and_left(closed: Site, training: Training) -> None:
    page = see_cohort(closed, training.lead, "craft", training.cohort)
    assert "helper" in page.closed
    assert {line.name for line in page.learners} == {"Ben", "Starter"}
    assert "helper" in see_enrolled(closed, training.lead, ben(closed)).closed
    interrupt(closed, training.lead, ben(closed), TODAY, TODAY, WHY)
    withdraw(closed, training.lead, ben(closed), TODAY, WHY)


def test_entry_checks_wait_where_one_may_record_them(site: Site, training: Training) -> None:
    training.learner("ben")
    training.finish_first("cara", training.learner("cara"))
    (waiting,) = outstanding_checks(site, training.lead)
    assert (waiting.programme, waiting.cohort.id, waiting.learners) == (
        "craft",
        training.cohort,
        2,
    )
    tutor = site.actor(training.world.person("tess", role="tutor"))
    assert outstanding_checks(site, tutor) == []
