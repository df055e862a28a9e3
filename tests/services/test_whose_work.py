"""Marking without names: one pseudonym for a learner on every page, until the marks are released."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from lms.domain.records import cohort
from lms.services.candidates import candidates
from lms.services.explain_requirement import explain_requirement
from lms.services.list_waiting import WORK, list_waiting
from lms.services.marking_queue import marking_queue
from lms.services.read_progress import read_progress
from lms.services.see_cohort import see_cohort
from lms.services.see_enrolled import see_enrolled
from lms.services.teach_learner import teach_learner
from tests.fixtures.marking import Marked

Hand = Callable[..., Marked]


@pytest.fixture
def nameless(marked: Hand) -> Marked:
    """Ben's essay in a cohort of twelve, under a policy that leaves names out from twelve on."""
    essay = marked("double")
    choose(essay, "level-7-anonymous@1")
    for number in range(10):
        essay.school.enrol(f"learner-{number}")
    return essay


def choose(essay: Marked, policy: str) -> None:
    day, fields = date(2026, 1, 5), {"programme": "course", "policy": policy}
    essay.school.world.record(cohort("spring"), "cohort-policy", day, **fields)


def test_nobody_who_marks_is_told_whose_it_is_and_the_name_is_the_same_everywhere(
    nameless: Marked,
) -> None:
    site = nameless.school.site
    for person in ("mark", "tess"):
        shown = nameless.read(person)
        (item,) = marking_queue(site, nameless.actor(person))
        (waiting,) = list_waiting(site, nameless.actor(person), WORK).items
        assert {shown.name, item.name, waiting.name} == {
            candidates(site, ["course"]).name(nameless.enrolment)
        }
        assert (shown.person, item.person, waiting.person) == ("", "", "")


def test_a_smaller_cohort_is_marked_with_names(marked: Hand) -> None:
    essay = marked("double")
    choose(essay, "level-7-anonymous@1")
    for number in range(9):
        essay.school.enrol(f"learner-{number}")
    assert essay.read("tess").name == "Ben"


def test_names_come_back_with_the_release(nameless: Marked) -> None:
    nameless.mark("mark", 64)
    nameless.mark("mina", 66)
    assert nameless.read("tess").person == ""
    nameless.school.world.record(
        cohort("spring"), "release", date(2026, 3, 2), stage="course/year", marks="provisional"
    )
    nameless.school.site.session().rollback()
    assert nameless.read("tess").person == "ben"
    assert nameless.read("mark").person == ""


def test_leaving_uncovers_nobody(nameless: Marked) -> None:
    school = nameless.school
    school.world.record("amara", "withdrawal", date(2026, 3, 2), enrolment=school.enrolment)
    school.site.session().rollback()
    assert nameless.read("tess").person == ""


def test_an_adjustment_is_shown_and_nothing_else_of_it(nameless: Marked) -> None:
    assert not nameless.read("mark").adjusted
    nameless.school.world.record(
        "ben",
        "circumstances-decision",
        date(2026, 3, 2),
        enrolment=nameless.enrolment,
        assessment="crs.essay",
        decision="accepted",
        effect="lateness",
    )
    nameless.school.site.session().rollback()
    assert nameless.read("mark").adjusted


def move(essay: Marked, person: str, enrolment: str) -> None:
    world = essay.school.world
    if "autumn" not in world.added:
        world.person("autumn")
        world.enrolment("autumn", "course", "autumn", date(2026, 1, 5))
    world.record(person, "cohort-move", date(2026, 3, 2), enrolment=enrolment, cohort="autumn")
    essay.school.site.session().rollback()


def test_moving_on_uncovers_nobody_who_stays(nameless: Marked) -> None:
    school = nameless.school
    move(nameless, "amara", school.enrolment)
    assert nameless.read("tess").person == ""
    (item,) = marking_queue(school.site, nameless.actor("tess"))
    assert item.person == ""


def test_work_that_came_in_without_a_name_has_none_in_a_cohort_with_names(
    nameless: Marked,
) -> None:
    site = nameless.school.site
    nameless.school.world.person("tom", "tutor", programme="course")
    move(nameless, "ben", nameless.enrolment)
    shown = nameless.read("tom")
    (item,) = marking_queue(site, nameless.actor("tom"))
    assert (shown.person, item.person) == ("", "")
    assert shown.name == item.name == candidates(site, ["course"]).name(nameless.enrolment)


def test_no_learners_page_leads_to_work_that_is_marked_without_names(nameless: Marked) -> None:
    site = nameless.school.site
    for person, mark in (("mark", 64), ("mina", 66)):
        nameless.mark(person, mark)
    (before,) = teach_learner(site, nameless.actor("tess"), "ben").enrolments
    assert [(one.record, one.state) for one in before.handed_in] == [("", "handed in")]
    fields = {"stage": "course/year", "marks": "provisional"}
    nameless.school.world.record(cohort("spring"), "release", date(2026, 3, 2), **fields)
    (after,) = teach_learner(site, nameless.actor("tess"), "ben").enrolments
    assert [(one.record, one.state) for one in after.handed_in] == [(nameless.work, "marked")]


def test_under_the_name_a_marker_sees_no_mark_of_work_marked_without_it(nameless: Marked) -> None:
    site = nameless.school.site
    nameless.school.world.person("lea", "programme-lead", programme="course")
    for person, mark in (("mark", 34), ("mina", 36)):
        nameless.mark(person, mark)

    def said(person: str) -> set[bool]:
        actor = nameless.actor(person)
        (stage,) = read_progress(site, actor, "ben")
        taught = teach_learner(site, actor, "ben").enrolments[0].stages[0]
        page = see_cohort(site, actor, "course", "spring")
        explained = explain_requirement(site, actor, nameless.enrolment, "crs.essay-passed")
        enrolled = see_enrolled(site, actor, nameless.enrolment)
        (line,) = [line for line in page.learners if line.person == "ben"]
        told = [v["reason"] for v in line.stages[0].verdicts]
        return {
            "not passed" in " ".join(reasons)
            for reasons in (
                [v.reason for v in stage.verdicts],
                [one.verdict.reason for one in taught.requirements],
                told,
                [explained.verdict.reason],
                [v.reason for one in enrolled.stages for v in one.verdicts],
            )
        }

    assert said("lea") == {True}
    assert said("tess") == {False}


def test_what_a_form_for_marking_carries_is_the_same_whoever_wrote_the_work(
    nameless: Marked,
) -> None:
    site = nameless.school.site
    seen = nameless.read("tess").seen
    assert seen >= site.ledger.head(site.session())[0] - 1
    assert seen != max(r.position for r in site.about_me("ben"))
