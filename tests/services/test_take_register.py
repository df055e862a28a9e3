"""The register of a day: everybody on one page, one act, corrections that replace."""

from __future__ import annotations

from datetime import date

import pytest

from lms.errors import BadInput, Conflict, NotFound, NotPermitted
from lms.services.see_register import Day, see_register
from lms.services.take_register import Present, take_register
from tests.fixtures.teaching import School

FIRST = Day("spring", "year", 1)
MONDAY = date(2026, 2, 2)


def test_the_register_is_recorded_and_shown_again(school: School) -> None:
    school.enrol("ben")
    said = [Present("amara", True, True), Present("ben", True, False)]
    assert take_register(school.site, school.tutor, FIRST, MONDAY, said) == 3
    shown = see_register(school.site, school.tutor, FIRST)
    assert [(r.person, r.am, r.pm) for r in shown.rows] == [
        ("amara", True, True),
        ("ben", True, False),
    ]
    assert (shown.on, shown.days) == (MONDAY, 2)


def test_days_attended_count(school: School) -> None:
    for number in (1, 2):
        day = Day("spring", "year", number)
        take_register(school.site, school.tutor, day, MONDAY, [Present("amara", True, True)])
    assert school.verdict("crs.attend") == "met"


def test_a_correction_replaces_and_the_history_keeps_both(school: School) -> None:
    take_register(school.site, school.tutor, FIRST, MONDAY, [Present("amara", True, True)])
    (before,) = school.own("attendance")
    take_register(school.site, school.tutor, FIRST, MONDAY, [Present("amara", False, False)])
    (after,) = school.own("attendance")
    assert after.replaces == before.id
    assert after.get("present") is False
    assert school.site.ledger.find(school.site.session(), before.id) == before


def test_saying_the_same_again_records_nothing(school: School) -> None:
    said = [Present("amara", True, True)]
    take_register(school.site, school.tutor, FIRST, MONDAY, said)
    assert take_register(school.site, school.tutor, FIRST, MONDAY, said) == 0


def test_tutor_group_and_taught_days_are_registers_apart(school: School) -> None:
    group = Day("spring", "year", 1, "tutor-group")
    take_register(school.site, school.tutor, group, MONDAY, [Present("amara", True, True)])
    shown = see_register(school.site, school.tutor, FIRST)
    assert shown.rows[0].am is None
    assert see_register(school.site, school.tutor, group).days == 3


def test_a_mark_made_after_the_page_was_opened_is_a_conflict(school: School) -> None:
    seen = see_register(school.site, school.tutor, FIRST).seen
    take_register(school.site, school.tutor, FIRST, MONDAY, [Present("amara", True, True)], seen)
    with pytest.raises(Conflict):
        take_register(school.site, school.tutor, FIRST, MONDAY, [Present("amara", False)], seen)


def test_all_of_a_page_is_recorded_or_none(school: School) -> None:
    school.enrol("ben")
    said = [Present("amara", True, True), Present("nobody", True, True)]
    with pytest.raises(BadInput):
        take_register(school.site, school.tutor, FIRST, MONDAY, said)
    assert school.own("attendance") == []


def test_two_clicks_are_one_register(school: School) -> None:
    said = [Present("amara", True, False)]
    for _ in range(2):
        take_register(school.site, school.tutor, FIRST, MONDAY, said, key="click")
    assert len(school.own("attendance")) == 2


def test_a_day_to_come_has_no_register(school: School) -> None:
    with pytest.raises(BadInput):
        take_register(
            school.site, school.tutor, FIRST, date(2026, 3, 3), [Present("amara", True, True)]
        )


def test_a_day_that_the_stage_does_not_have_is_not_found(school: School) -> None:
    with pytest.raises(NotFound):
        see_register(school.site, school.tutor, Day("spring", "year", 3))


def test_who_left_is_not_on_the_register(school: School) -> None:
    school.world.record("amara", "withdrawal", date(2026, 2, 1), enrolment=school.enrolment)
    assert list(see_register(school.site, school.tutor, FIRST).rows) == []


def test_only_a_tutor_of_the_cohort_takes_its_register(school: School) -> None:
    for actor in (school.other_tutor, school.marker, school.actor("amara")):
        with pytest.raises(NotPermitted):
            take_register(school.site, actor, FIRST, MONDAY, [Present("amara", True, True)])
