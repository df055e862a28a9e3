"""Marking without names: one pseudonym for a learner on every page, until the marks are released."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from lms.domain.records import cohort
from lms.services.list_waiting import WORK, list_waiting
from lms.services.marking_queue import marking_queue
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
            f"Candidate {nameless.enrolment[-6:].upper()}"
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
