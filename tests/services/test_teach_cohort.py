"""A cohort as its tutors see it, in as many statements for two hundred learners as for ten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lms.domain.policy import SYSTEM
from lms.domain.records import person
from lms.errors import NotFound, NotPermitted
from lms.services import views
from lms.services.recording import changing, recording
from lms.services.site import fact
from lms.services.teach_cohort import teach_cohort
from lms.store import people
from lms.testing import Clock
from tests.fixtures.statements import counted
from tests.fixtures.teaching import School, with_taught_hours


def fill(school: School, cohort: str, number: int) -> None:
    """Enrol so many people on the course in one act."""
    known = [people.Person(f"{cohort}-{n}", f"{cohort}-{n}", invented=True) for n in range(number)]
    with changing(school.site, SYSTEM) as writer:
        people.save_cohort(writer.session, people.Cohort(cohort, cohort.title(), "course"))
        for learner in known:
            people.save_person(writer.session, learner)
    with recording(school.site, SYSTEM) as writer:
        for learner in known:
            writer.append(
                fact(
                    person(learner.id),
                    "enrolment",
                    date(2026, 1, 5),
                    programme="course",
                    version="2026.1",
                    admission="course",
                    cohort=cohort,
                )
            )


def test_every_learners_present_stage_is_shown_with_what_is_open(school: School) -> None:
    (taught,) = teach_cohort(school.site, school.tutor, "spring").learners
    assert taught.stage is not None
    assert (taught.line.name, taught.stage.outcome) == ("Amara", "not-yet")
    assert (taught.settled, taught.needed) == (0, 6)
    assert len(taught.stage.open) == 6


def test_each_register_of_the_stage_is_offered(school: School) -> None:
    registers = teach_cohort(school.site, school.tutor, "spring").registers
    assert [(r.register, r.days) for r in registers] == [("taught", 2), ("tutor-group", 3)]


def test_who_left_is_listed_apart(school: School) -> None:
    school.world.record("amara", "withdrawal", date(2026, 2, 1), enrolment=school.enrolment)
    taught = teach_cohort(school.site, school.tutor, "spring")
    assert taught.learners == ()
    assert [line.person for line in taught.left] == ["amara"]


def test_verdicts_that_time_has_turned_are_worked_out_again(school: School, clock: Clock) -> None:
    clock.forward(days=400)
    (taught,) = teach_cohort(school.site, school.tutor, "spring").learners
    assert taught.stage is not None
    assert taught.stage.outcome == "not-met"


def test_another_cohorts_tutor_does_not_see_it(school: School) -> None:
    with pytest.raises(NotPermitted):
        teach_cohort(school.site, school.other_tutor, "spring")
    with pytest.raises(NotFound):
        teach_cohort(school.site, school.tutor, "no-such-cohort")


@pytest.mark.parametrize("days", [0, 400], ids=["stored", "stale"])
def test_the_statements_do_not_grow_from_ten_to_two_hundred_learners(
    school: School, clock: Clock, days: int
) -> None:
    school.world.person("all", "tutor", programme="course")
    tutor = school.actor("all")
    fill(school, "first", 1)
    fill(school, "small", 10)
    fill(school, "large", 200)
    clock.now += timedelta(days=days)
    # what is read once for the whole programme and kept is read here
    assert len(teach_cohort(school.site, tutor, "first").learners) == 1
    with counted(school.site) as few:
        assert len(teach_cohort(school.site, tutor, "small").learners) == 10
    with counted(school.site) as many:
        assert len(teach_cohort(school.site, tutor, "large").learners) == 200
    assert len(many) == len(few)


def test_what_the_version_offers_is_among_nobodys_settled_things(school: School) -> None:
    school.publish(with_taught_hours())
    school.enrol("ben")
    learners = teach_cohort(school.site, school.tutor, "spring").learners
    assert {t.line.name: (t.settled, t.needed) for t in learners} == {
        "Amara": (0, 6),
        "Ben": (0, 6),
    }
    views.rebuild(school.site)
    school.site.session().rollback()
    again = teach_cohort(school.site, school.tutor, "spring").learners
    assert [(t.settled, t.needed) for t in again] == [(0, 6), (0, 6)]
