"""Allocation: shared out by rule or one by one, and never to somebody too near the learner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from lms.errors import BadInput, NotFound, NotPermitted, Refused
from lms.services.allocate_marking import allocate, distribute_marking
from lms.services.declare_interest import (
    declare_interest,
    find_learners,
    list_interests,
    take_back_interest,
)
from lms.services.marking_queue import ToMark, marking_queue
from lms.services.see_allocation import see_allocation
from lms.services.views import rebuild
from lms.testing import Clock
from tests.fixtures.marking import Marked
from tests.fixtures.statements import counted_twice
from tests.fixtures.teaching import School

Hand = Callable[..., Marked]
SET = ("course", "spring", "crs.essay")


def queue(school: School, person: str) -> list[ToMark]:
    school.site.session().rollback()
    return list(marking_queue(school.site, school.actor(person)))


def waits(school: School, person: str) -> list[str]:
    return [item.waits_for for item in queue(school, person)]


@pytest.fixture
def lead(school: School) -> str:
    """Somebody who leads the programme."""
    return school.world.person("lea", "programme-lead", programme="course")


def test_work_waits_for_both_markers_and_then_only_for_a_second(marked: Hand) -> None:
    essay = marked("double")
    assert waits(essay.school, "mark") == waits(essay.school, "mina") == ["first"]
    essay.mark("mark", 58)
    assert waits(essay.school, "mark") == []
    assert waits(essay.school, "mina") == ["second"]
    essay.mark("mina", 62)
    assert waits(essay.school, "mark") == waits(essay.school, "mina") == ["agree"]
    assert waits(essay.school, "theo") == []


def test_a_third_mark_waits_for_somebody_else(marked: Hand) -> None:
    essay = marked("double")
    essay.mark("mark", 52)
    essay.mark("mina", 68)
    assert waits(essay.school, "theo") == ["third"]
    assert waits(essay.school, "mark") == []


def test_the_queue_begins_with_ones_own_and_goes_on_by_what_is_due(
    school: School, lead: str, clock: Clock
) -> None:
    works = []
    for number in range(3):
        enrolment = school.enrol(f"learner-{number}")
        works.append(school.work(person=f"learner-{number}", enrolment=enrolment))
        clock.forward(days=1)
    allocate(school.site, school.actor(lead), works[2], "first", "mark")
    items = queue(school, "mark")
    assert [i.record for i in items] == [works[2], works[0], works[1]]
    assert [i.own for i in items] == [True, False, False]
    assert items[1].due == date(2026, 3, 30)
    assert not items[1].overdue
    clock.set(date(2026, 3, 31))
    assert queue(school, "mark")[1].overdue
    assert [i.record for i in queue(school, "tess")] == [works[0], works[1]]


def test_held_work_is_shown_as_held_and_work_of_who_left_is_not_shown(marked: Hand) -> None:
    essay = marked("single")
    school, today = essay.school, date(2026, 3, 2)
    case = {"enrolment": essay.enrolment, "assessment": "crs.essay"}
    school.world.record("ben", "misconduct", today, **case)
    assert waits(school, "mark") == ["held"]
    school.world.record("ben", "withdrawal", today, enrolment=essay.enrolment)
    assert waits(school, "mark") == []


def test_what_the_queue_says_is_what_a_rebuild_says(marked: Hand, lead: str) -> None:
    essay = marked("double")
    allocate(essay.school.site, essay.actor(lead), essay.work, "second", "mina")
    essay.mark("mark", 58)
    before = {p: queue(essay.school, p) for p in ("mark", "mina", "theo", "tess")}
    assert [len(items) for items in before.values()] == [0, 1, 0, 0]
    rebuild(essay.school.site)
    assert {p: queue(essay.school, p) for p in before} == before


def test_an_allocated_marker_gives_his_own_layer_and_nobody_else_does(
    marked: Hand, lead: str
) -> None:
    essay = marked("blind-double")
    site = essay.school.site
    allocate(site, essay.actor(lead), essay.work, "first", "mark")
    allocate(site, essay.actor(lead), essay.work, "second", "mina")
    with pytest.raises(Refused) as refusal:
        essay.mark("theo")
    assert refusal.value.refusal.code == "allocated"
    essay.mark("mina", 66)
    assert essay.layers() == {"second": ("mina", 66)}
    assert waits(essay.school, "mark") == ["first"]
    essay.mark("mark", 64)
    assert essay.layers()["first"] == ("mark", 64)


def test_an_allocation_changes_hands_until_the_mark_is_given(marked: Hand, lead: str) -> None:
    essay = marked("double")
    site, who = essay.school.site, essay.actor(lead)
    allocate(site, who, essay.work, "first", "mark")
    allocate(site, who, essay.work, "first", "theo", "Mark is ill.")
    (record,) = essay.records("allocation")
    assert (record.get("marker"), bool(record.replaces)) == ("theo", True)
    essay.mark("theo", 60)
    for role, marker in (("first", "mark"), ("second", "theo")):
        with pytest.raises(Refused):
            allocate(site, who, essay.work, role, marker)


def near(school: School, how: str, marker: str, enrolment: str) -> None:
    """Let a marker be too near Ben: as line manager, as practice supervisor, as signer."""
    day = date(2026, 2, 2)
    if how == "signs":
        hours = {"category": "agency", "minutes": 60}
        entry = school.world.record("ben", "hours", day, enrolment=enrolment, **hours)
        signed = {"entry": entry.id, "signer": marker, "role": "agency-supervisor"}
        school.world.record("ben", "signature", day, enrolment=enrolment, **signed)
    else:
        form = {"employer": "medway", "supervisor": marker, "roles": (how,)}
        school.world.record("ben", "agency-form", day, enrolment=enrolment, **form)


@pytest.mark.parametrize("how", ["line-manager", "agency-supervisor", "signs", "interest"])
def test_nobody_too_near_the_learner_marks_at_any_door(marked: Hand, lead: str, how: str) -> None:
    essay = marked("double")
    school = essay.school
    if how == "interest":
        declare_interest(school.site, essay.actor("mina"), "ben", "My cousin.")
    else:
        near(school, how, "mina", essay.enrolment)
    school.site.session().rollback()
    assert queue(school, "mina") == []
    with pytest.raises(NotPermitted):
        essay.read("mina")
    with pytest.raises(NotPermitted):
        essay.mark("mina")
    with pytest.raises(Refused):
        allocate(school.site, essay.actor(lead), essay.work, "first", "mina")
    distribute_marking(school.site, essay.actor(lead), *SET, ["mina"])
    assert essay.records("allocation") == []
    page = see_allocation(school.site, essay.actor(lead), *SET)
    assert list(page.scripts[0].barred) == ["Mina"]


def test_a_learner_is_never_given_his_own_work(marked: Hand, lead: str) -> None:
    essay = marked("single")
    essay.school.world.role("ben", "marker", programme="course")
    with pytest.raises(Refused):
        allocate(essay.school.site, essay.actor(lead), essay.work, "first", "ben")


def test_a_set_is_shared_out_evenly_and_only_what_is_not_allocated(marked: Hand, lead: str) -> None:
    essay = marked("double")
    school = essay.school
    for number in range(4):
        person = f"learner-{number}"
        school.work(person=person, enrolment=school.enrol(person))
    allocate(school.site, essay.actor(lead), essay.work, "first", "theo")
    chosen = ["mark", "mina", "theo"]
    shared = distribute_marking(school.site, essay.actor(lead), *SET, chosen, key="once")
    assert shared == distribute_marking(school.site, essay.actor(lead), *SET, chosen, key="once")
    assert shared == 9
    assert distribute_marking(school.site, essay.actor(lead), *SET, chosen) == 0
    school.site.session().rollback()
    page = see_allocation(school.site, essay.actor(lead), *SET)
    assert sorted(page.load[name] for name in ("Mark", "Mina", "Theo")) == [3, 3, 4]
    for script in page.scripts:
        assert len(set(script.roles.values())) == 2


def test_only_who_marks_here_can_be_given_work_and_only_a_lead_gives_it(
    marked: Hand, lead: str
) -> None:
    essay = marked("single")
    site = essay.school.site
    for stranger in ("otto", "nobody"):
        with pytest.raises(BadInput):
            allocate(site, essay.actor(lead), essay.work, "first", stranger)
        with pytest.raises(BadInput):
            distribute_marking(site, essay.actor(lead), *SET, [stranger])
    with pytest.raises(NotPermitted):
        allocate(site, essay.actor("tess"), essay.work, "first", "mark")
    with pytest.raises(NotPermitted):
        distribute_marking(site, essay.actor("mark"), *SET, ["mark"])
    with pytest.raises(NotPermitted):
        see_allocation(site, essay.actor("tess"), *SET)
    with pytest.raises(NotFound):
        see_allocation(site, essay.actor(lead), "course", "spring", "crs.own")


def test_an_interest_is_found_declared_listed_and_taken_back(marked: Hand) -> None:
    essay = marked("single")
    site, mina = essay.school.site, essay.actor("mina")
    assert [p.person for p in find_learners(site, mina, "BEN")] == ["ben"]
    assert find_learners(site, mina, "be") == ()
    with pytest.raises(BadInput) as fault:
        declare_interest(site, mina, "mark", " ")
    assert [getattr(p, "field", "") for p in fault.value.problems] == ["learner", "reason"]
    record = declare_interest(site, mina, "ben", "My cousin.")
    assert declare_interest(site, mina, "ben", "Still my cousin.") == record
    (interest,) = list_interests(site, mina)
    assert (interest.name, interest.reason) == ("Ben", "My cousin.")
    with pytest.raises(NotFound):
        take_back_interest(site, essay.actor("theo"), record)
    take_back_interest(site, mina, record)
    assert list_interests(site, mina) == ()
    assert essay.read("mina").text


@pytest.mark.parametrize("role", ["programme-lead", "learner"])
def test_the_statements_do_not_grow_with_the_set(marked: Hand, lead: str, role: str) -> None:
    essay = marked("double")
    school = essay.school
    see = {
        "programme-lead": lambda: see_allocation(school.site, essay.actor(lead), *SET),
        "learner": lambda: marking_queue(school.site, school.marker),
    }[role]

    def hand_in(*names: str) -> None:
        for name in names:
            school.work(person=name, enrolment=school.enrol(name))

    see()  # what is read once in a process and kept is read here
    hand_in("cara")
    few = counted_twice(school.site, see)
    hand_in(*(f"learner-{number}" for number in range(6)))
    assert counted_twice(school.site, see) == few


def test_a_single_day_is_not_overdue_on_its_last_day(school: School, clock: Clock) -> None:
    school.work()
    (item,) = queue(school, "mark")
    assert item.due
    clock.set(item.due)
    assert not queue(school, "mark")[0].overdue
    clock.set(item.due + timedelta(days=1))
    assert queue(school, "mark")[0].overdue
