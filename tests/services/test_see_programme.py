"""A programme page is the learner's and the teachers', and a plugin's failure costs a panel only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pytest

from lms.domain.policy import Actor
from lms.errors import NotFound, NotPermitted
from lms.plugin import Page, PageContext, RegisterContext, hookimpl
from lms.registry import Registry
from lms.services.explain_requirement import explain_requirement
from lms.services.plugin_page import FAILED, plugin_page
from lms.services.see_programme import see_own_programmes, see_programme
from lms.testing_world import World, small_files
from tests.fixtures.learning import Course


def test_the_tutor_of_the_cohort_sees_the_page_and_another_does_not(course: Course) -> None:
    ours = course.world.person("tess", role="tutor", cohort="pattern-2026", programme="pattern")
    theirs = course.world.person("tom", role="tutor", cohort="pattern-2025", programme="pattern")
    course.site.session().rollback()
    assert see_programme(course.site, course.site.actor(ours), course.enrolment).stages
    with pytest.raises(NotPermitted):
        see_programme(course.site, course.site.actor(theirs), course.enrolment)


def test_an_enrolment_that_is_none_is_not_found(course: Course) -> None:
    for identity in ("nothing", course.records("agency-form")[0].id):
        with pytest.raises(NotFound):
            see_programme(course.site, course.amara, identity)


def test_the_page_answers_as_known_at_a_moment(course: Course) -> None:
    before = course.site.now()
    course.site.ledger.clock.forward(hours=1)  # type: ignore[attr-defined]
    course.entry(category="study", start="", end="", minutes=120)

    def amount(**known: object) -> object:
        shown = explain_requirement(
            course.site,
            course.amara,
            course.enrolment,
            "pat.study",
            **known,  # type: ignore[arg-type]
        )
        return shown.verdict.finding.amount

    assert amount() == 2
    assert amount(known_at=before) == 0


def test_an_open_programme_comes_before_one_that_was_left(course: Course) -> None:
    day = course.site.today()
    later = course.world.enrolment("amara", "pattern", on=day, admission="another")
    course.world.record("amara", "withdrawal", day, enrolment=later)
    course.site.session().rollback()
    pages = see_own_programmes(course.site, course.amara)
    assert [p.of.enrolment.id for p in pages] == [course.enrolment, later]


def test_a_version_whose_plugin_is_gone_says_so_and_holds_what_it_decides(
    course: Course, plugin_off: Callable[..., object]
) -> None:
    course.world.curriculum("leadership")
    enrolment = course.world.enrolment("amara", "leadership")
    with plugin_off("lms_leadership") as site:  # type: ignore[attr-defined]
        site.session().rollback()
        page = see_programme(site, course.amara, enrolment)
    assert "lms_leadership" in page.closed
    reading = page.stages[0].verdict("lead.reading")
    assert reading is not None
    assert reading.outcome == "held"
    assert page.panels == ()


def test_a_page_that_its_plugin_cannot_draw_says_so(
    course: Course, caplog: pytest.LogCaptureFixture
) -> None:
    plugin = ModuleType("lms_broken")
    plugin.lms_register_pages = hookimpl(broken_pages)  # type: ignore[attr-defined]
    site = replace(course.site, registry=Registry({"lms_broken": plugin}))
    World(site).publish(small_files("", ["lms_broken"], "broken", "1"))
    World(site).enrolment("amara", "broken")
    site.session().rollback()
    assert plugin_page(site, course.amara, "broken", "list").body == FAILED
    assert "no list today" in caplog.text


def broken_pages(context: RegisterContext) -> tuple[Page, ...]:
    def body(_: PageContext) -> str:
        raise RuntimeError("no list today")

    return (Page("list", "A list", body),)


def test_a_learner_of_another_programme_does_not_see_a_plugins_page(course: Course) -> None:
    course.world.curriculum("leadership")
    course.site.session().rollback()
    with pytest.raises(NotPermitted):
        plugin_page(course.site, Actor("amara"), "leadership", "reading-list")
