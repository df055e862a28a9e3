"""A withdrawal recorded for a day ahead ends nothing before the last day is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient

from lms.domain.policy import Actor
from lms.errors import BadInput, Refused
from lms.services.hand_in import HandedIn, hand_in
from lms.services.interrupt import interrupt
from lms.services.leave import withdraw
from lms.services.list_boards import list_boards
from lms.services.list_waiting import WORK, list_waiting
from lms.services.marking_set import scripts_of
from lms.services.pieces import WORK as WORK_KIND
from lms.services.pieces import Written
from lms.services.see_cohort import see_cohort
from lms.services.see_programme import see_programme
from lms.services.see_register import Day, places_on
from lms.services.teach_cohort import teach_cohort
from lms.testing import Clock
from tests.fixtures.programs import Call
from tests.fixtures.teaching import School

LAST, GONE = date(2026, 3, 10), date(2026, 3, 11)


@pytest.fixture
def lead(school: School) -> Actor:
    """Lena, who leads the course, and has recorded that Amara's last day is 10 March."""
    school.world.person("lena", "programme-lead", programme="course")
    lena = school.actor("lena")
    withdraw(school.site, lena, school.enrolment, LAST, "Moving abroad.")
    school.site.session().rollback()
    return lena


def here(school: School, lead: Actor) -> list[bool]:
    """Whether each list of those who are here has Amara."""
    site, session = school.site, school.site.session()
    session.rollback()
    page = see_cohort(site, lead, "course", "spring")
    taught = teach_cohort(site, school.tutor, "spring")
    steps = see_programme(site, school.actor("amara"), school.enrolment).steps
    return [
        "amara" in {line.person for line in page.present},
        "amara" not in {line.person for line in page.left},
        "amara" in {one.line.person for one in taught.learners},
        bool(scripts_of(site, "spring", "crs.essay")),
        bool(list_waiting(site, school.tutor, WORK).items),
        "amara" in places_on(site, session, Day("spring", "year", "taught", 1)),
        any(c.cohort == "spring" for c in list_boards(site, lead)),
        bool(steps),
    ]


def test_whoever_leaves_on_a_day_ahead_is_on_every_list_until_that_day_is_over(
    school: School, lead: Actor, clock: Clock
) -> None:
    school.work()
    assert here(school, lead) == [True] * 8
    clock.set(LAST)
    assert here(school, lead) == [True] * 8
    clock.set(GONE)
    assert here(school, lead) == [False] * 8


@pytest.mark.parametrize(
    ("asked", "present"), [(date(2026, 3, 2), True), (LAST, True), (GONE, False)]
)
def test_a_cohort_asked_about_a_day_ahead_is_who_will_be_here_then(
    school: School, lead: Actor, asked: date, present: bool
) -> None:
    page = see_cohort(school.site, lead, "course", "spring", asked)
    assert [line.person for line in page.present] == ["amara"] * present
    assert page.learners[0].enrolment.last_day == LAST, "what is recorded ahead is told"


def test_a_learner_hands_in_on_the_last_day_and_not_after_it(
    school: School, lead: Actor, clock: Clock
) -> None:
    clock.set(LAST)
    school.log()
    clock.set(GONE)
    with pytest.raises(Refused, match="You have left"):
        school.work()


def test_what_arrived_on_the_last_day_is_taken_just_after_it(
    school: School, lead: Actor, clock: Clock
) -> None:
    clock.set(GONE)
    arrived = datetime(2026, 3, 10, 23, 59, 59, tzinfo=UTC)
    handed = HandedIn(
        written=Written({"text": "A pattern. " * 50}), statement=True, arrived=arrived
    )
    amara = school.actor("amara")
    assert hand_in(school.site, amara, school.enrolment, WORK_KIND, "crs.essay", handed).record


def test_nobody_is_withdrawn_twice_nor_paused_after_the_last_day(
    school: School, lead: Actor
) -> None:
    with pytest.raises(BadInput) as refused:
        withdraw(school.site, lead, school.enrolment, date(2026, 3, 5), "Sooner.")
    assert "the last day is 10 March 2026" in str(refused.value.problems)
    with pytest.raises(BadInput) as refused:
        interrupt(school.site, lead, school.enrolment, GONE, date(2026, 9, 1), "Leave.")
    assert "has withdrawn by then" in str(refused.value.problems)
    interrupt(school.site, lead, school.enrolment, date(2026, 3, 4), date(2026, 3, 5), "Leave.")


def test_pages_say_when_somebody_leaves_and_go_on_until_then(
    school: School, lead: Actor, client_for: Callable[[str], FlaskClient], clock: Clock
) -> None:
    own, taught = f"/learning/{school.enrolment}/", "/teaching/learners/amara"
    said = {
        ("amara", own): ("Your last day is 10 March 2026", "You left this programme"),
        ("tess", taught): ("Leaves; last day 10 March 2026", "Left; last day 10 March 2026"),
        ("lena", f"/programmes/learners/{school.enrolment}/"): ("Withdraws", "Withdrawn"),
    }
    for (who, page), (before, after) in said.items():
        clock.set(LAST)
        text = client_for(who).get(page).text
        assert (before in text, after in text) == (True, False), page
        clock.set(GONE)
        text = client_for(who).get(page).text
        assert (before in text, after in text) == (False, True), page


def test_a_program_is_told_of_the_day_and_that_its_learner_is_still_here(
    school: School, lead: Actor, call: Call
) -> None:
    (line,) = call("lena", "GET", "/programmes/course/cohorts/spring").get_json()["learners"]
    assert line["withdrawn"] == "2026-03-11"
    own = call("amara", "GET", f"/enrolments/{school.enrolment}").get_json()
    assert own["steps"]
