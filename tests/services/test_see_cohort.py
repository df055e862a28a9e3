"""A cohort is seen whole, by those who lead or teach it, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from lms.domain.board import Decision
from lms.errors import NotFound, NotPermitted
from lms.services.board_papers import board_papers
from lms.services.draw_report import draw_report
from lms.services.list_decisions import list_decisions
from lms.services.list_programmes import list_programmes, programme_line
from lms.services.ratify import Meeting, ratify
from lms.services.see_cohort import see_cohort
from lms.services.site import Site
from lms.testing import Clock
from tests.fixtures.statements import counted_twice
from tests.fixtures.training import Training

TODAY = date(2026, 3, 2)


def test_each_learner_shows_what_is_open(site: Site, training: Training) -> None:
    training.finish_first("ben", training.learner("ben"))
    training.learner("cara")
    page = see_cohort(site, training.lead, "craft", training.cohort)
    ben, cara, _ = page.learners
    assert (ben.name, cara.name) == ("Ben", "Cara")
    assert [v["id"] for v in ben.stages[0].open] == ["c1.board"]
    assert cara.entry_outstanding == ("A manager's letter",)
    assert ben.entry_outstanding == ()


def test_stored_and_live_verdicts_say_the_same(
    site: Site, training: Training, clock: Clock
) -> None:
    training.finish_first("ben", training.learner("ben"))
    stored = see_cohort(site, training.lead, "craft", training.cohort)
    live = see_cohort(site, training.lead, "craft", training.cohort, as_of=TODAY)
    assert stored.learners == live.learners


def test_a_verdict_that_a_day_has_turned_is_not_shown(
    site: Site, training: Training, clock: Clock
) -> None:
    training.learner("ben")
    clock.set(date(2026, 10, 1))
    page = see_cohort(site, training.lead, "craft", training.cohort)
    outcomes = {v["id"]: v["outcome"] for v in page.learners[0].stages[0].verdicts}
    assert outcomes["c1.clinic"] == "not-met"


def test_a_cohort_as_it_was_on_an_earlier_day(site: Site, training: Training) -> None:
    training.finish_first("ben", training.learner("ben"))
    page = see_cohort(site, training.lead, "craft", training.cohort, as_of=date(2025, 8, 31))
    assert [v["id"] for v in page.learners[0].stages[0].open] == [
        "c1.letter",
        "c1.clinic",
        "c1.study",
        "c1.board",
    ]


READINGS: tuple[tuple[str, Callable[[Site, Training], object]], ...] = (
    ("cohort", lambda s, t: see_cohort(s, t.lead, "craft", t.cohort)),
    ("cohort on a day", lambda s, t: see_cohort(s, t.lead, "craft", t.cohort, as_of=TODAY)),
    ("papers", lambda s, t: board_papers(s, t.lead, "craft", t.cohort, "first")),
    ("decisions", lambda s, t: list_decisions(s, t.lead, "craft", t.cohort)),
)


@pytest.mark.parametrize("read", [r for _, r in READINGS], ids=[n for n, _ in READINGS])
def test_statements_do_not_grow_with_the_learners(
    site: Site, training: Training, read: Callable[[Site, Training], object]
) -> None:
    def add(names: list[str]) -> None:
        for name in names:
            training.finish_first(name, training.learner(name))
        decisions = tuple(Decision(name, "progress") for name in names)
        one = Meeting(
            "craft",
            training.cohort,
            "first",
            TODAY,
            training.chair,
            "Held.",
            decisions,
            members=training.members,
        )
        ratify(site, training.lead, one)

    add(["ben"])
    read(site, training)  # what is read once in a process and kept is read here
    add(["abe"])
    few = counted_twice(site, lambda: read(site, training))
    add(["cara", "dan", "ella", "femi"])
    assert counted_twice(site, lambda: read(site, training)) == few


def test_a_cohort_is_not_everybodys_to_see(site: Site, training: Training) -> None:
    training.learner("ben")
    other = training.world.person("other", role="tutor", programme="another")
    for who in ("ben", other):
        with pytest.raises(NotPermitted):
            see_cohort(site, site.actor(who), "craft", training.cohort)
    with pytest.raises(NotFound):
        see_cohort(site, training.lead, "craft", "nowhere")


def test_the_list_shows_the_programmes_one_leads(site: Site, training: Training) -> None:
    training.learner("ben")
    (line,) = list_programmes(site, training.lead)
    assert (line.id, line.version, line.closed) == ("craft", "1", "")
    assert [(c.id, c.learners) for c in line.cohorts] == [(training.cohort, 2)]
    assert list_programmes(site, site.actor("ben")) == []
    with pytest.raises(NotFound):
        programme_line(site, site.actor("ben"), "craft")


def test_a_tutor_of_one_cohort_sees_that_one(site: Site, training: Training) -> None:
    training.learner("ben")
    tutor = training.world.person("tess", role="tutor", programme="craft", cohort="another")
    assert list_programmes(site, site.actor(tutor)) == []
    mine = training.world.person("tim", role="tutor", programme="craft", cohort=training.cohort)
    (line,) = list_programmes(site, site.actor(mine))
    assert [c.id for c in line.cohorts] == [training.cohort]


def test_a_report_that_no_plugin_offers_is_not_found(site: Site, training: Training) -> None:
    with pytest.raises(NotFound):
        draw_report(site, training.lead, "craft", "practice-hours")
