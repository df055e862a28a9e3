"""A tutor's queue: what waits within the tutor's own grants, oldest first, in so many statements."""

from __future__ import annotations

from datetime import date

import pytest

from lms.services.answer_log import answer_log
from lms.services.candidates import candidates
from lms.services.list_waiting import LOG, UNSIGNED, WORK, list_waiting
from lms.services.mark_work import Marking, mark_work
from lms.testing import Clock
from tests.fixtures.statements import counted_twice
from tests.fixtures.teaching import School


def unsigned(school: School, on: date, person: str = "amara", enrolment: str = "") -> None:
    school.world.record(
        person,
        "hours",
        on,
        enrolment=enrolment or school.enrolment,
        category="agency",
        minutes=60,
    )


def test_logs_work_and_entries_wait_with_the_oldest_first(school: School, clock: Clock) -> None:
    log = school.log()
    clock.forward(days=1)
    work = school.work()
    unsigned(school, date(2026, 2, 1))
    queue = list_waiting(school.site, school.tutor)
    assert [(i.what, i.record, i.days) for i in queue.items[1:]] == [(LOG, log, 1), (WORK, work, 0)]
    assert (queue.items[0].what, queue.items[0].title) == (UNSIGNED, "Agency entries")
    assert dict(queue.counts) == {LOG: 1, WORK: 1, UNSIGNED: 1}


def test_one_kind_can_be_asked_for_while_all_are_counted(school: School) -> None:
    school.log()
    work = school.work()
    queue = list_waiting(school.site, school.tutor, WORK)
    assert [i.record for i in queue.items] == [work]
    assert dict(queue.counts) == {LOG: 1, WORK: 1}


def test_what_is_answered_or_marked_waits_no_longer(school: School) -> None:
    answer_log(school.site, school.tutor, school.log(), "accepted", "")
    bands = {c.id: "Pass" for c in school.programme.stages[0].assessments[0].criteria}
    mark_work(school.site, school.tutor, school.work(), Marking(bands, mark=55))
    assert list_waiting(school.site, school.tutor).items == ()


def test_entries_show_only_after_a_fortnight_and_together(school: School) -> None:
    unsigned(school, date(2026, 2, 16))
    assert list_waiting(school.site, school.tutor).items == ()
    unsigned(school, date(2026, 2, 15))
    unsigned(school, date(2026, 2, 1))
    (item,) = list_waiting(school.site, school.tutor).items
    assert (item.entries, item.since, item.name) == (2, date(2026, 2, 1), "Amara")


def test_another_cohorts_learners_do_not_wait_for_me(school: School) -> None:
    school.log()
    assert list_waiting(school.site, school.other_tutor).items == ()


def test_a_grant_that_is_over_shows_nothing(school: School) -> None:
    school.log()
    school.world.person("gone")
    school.world.record(
        "gone", "role", date(2025, 1, 1), until=date(2026, 3, 1), role="tutor", programme="course"
    )
    assert list_waiting(school.site, school.actor("gone")).items == ()


def test_a_grant_within_an_authority_shows_its_people_only(school: School) -> None:
    school.log()
    for authority in ("medway", "kent"):
        school.world.person(authority, "tutor", authority=authority)
    assert len(list_waiting(school.site, school.actor("medway")).items) == 1
    assert list_waiting(school.site, school.actor("kent")).items == ()


def test_a_marker_sees_work_without_names_and_never_own_family_work(school: School) -> None:
    school.log()
    work = school.work()
    school.work("My own family.", "crs.own")
    (item,) = list_waiting(school.site, school.marker).items
    assert (item.record, item.person) == (work, "")
    assert item.name == candidates(school.site, ["course"]).name(school.enrolment)
    assert len(list_waiting(school.site, school.tutor, WORK).items) == 2


def test_nobodys_own_work_waits_for_himself(school: School) -> None:
    school.world.role("amara", "tutor", programme="course")
    school.log()
    assert list_waiting(school.site, school.actor("amara")).items == ()


def test_somebody_without_a_role_has_an_empty_queue(school: School) -> None:
    school.log()
    assert list_waiting(school.site, school.actor("amara")).items == ()


@pytest.mark.parametrize("authority", [None, "medway"])
def test_the_statements_do_not_grow_with_the_queue(school: School, authority: str | None) -> None:
    school.world.person("all", "tutor", **({"authority": authority} if authority else {}))
    tutor = school.actor("all")

    def write(*names: str) -> None:
        for name in names:
            enrolment = school.enrol(name)
            school.world.employment(name, "medway")
            school.log(person=name, enrolment=enrolment)

    school.log()
    assert len(list_waiting(school.site, tutor).items) == 1
    write("cara")
    few = counted_twice(school.site, lambda: list_waiting(school.site, tutor))
    write(*(f"learner-{number}" for number in range(12)))
    assert counted_twice(school.site, lambda: list_waiting(school.site, tutor)) == few
    assert len(list_waiting(school.site, tutor).items) == 14
