"""Working days skip weekends and bank holidays, and a deadline's clock is London's all year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.assessment.working_days import (
    IN_TIME,
    Lateness,
    WorkingDays,
    lateness,
)
from lms.domain.clock import on_london_clock
from lms.domain.records import LONDON

CHRISTMAS = WorkingDays(frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
DAYS = WorkingDays()
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def wall(text: str) -> datetime:
    """What a clock on the wall shows."""
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-12-24", 1, "2026-12-29"),
        ("2026-12-23", 3, "2026-12-30"),
        ("2026-11-23", 0, "2026-11-23"),
    ],
)
def test_so_many_working_days_on(day: str, count: int, then: str) -> None:
    assert CHRISTMAS.after(date.fromisoformat(day), count) == date.fromisoformat(then)


def test_between_counts_the_last_day_and_not_the_first() -> None:
    assert CHRISTMAS.between(date(2026, 12, 24), date(2026, 12, 29)) == 1
    assert DAYS.between(date(2026, 11, 20), date(2026, 11, 20)) == 0
    assert DAYS.between(date(2026, 11, 23), date(2026, 11, 20)) == 0


HOLIDAYS = st.frozensets(st.dates(date(2026, 11, 1), date(2027, 2, 1)), max_size=9)
WINTER = st.dates(date(2026, 10, 15), date(2027, 2, 15))


@given(HOLIDAYS, WINTER, WINTER)
def test_between_is_each_day_asked_by_itself(
    holidays: frozenset[date], first: date, last: date
) -> None:
    days = WorkingDays(holidays)
    each = [first + timedelta(days=n + 1) for n in range((last - first).days)]
    assert days.between(first, last) == sum(map(days.is_one, each))


@pytest.mark.parametrize(
    ("deadline", "arrived", "working", "calendar"),
    [
        ("2026-11-20T12:00", "2026-11-20T12:00", 0, 0),
        ("2026-11-20T12:00", "2026-11-20T12:00:01", 1, 1),
        ("2026-11-20T12:00", "2026-11-23T12:00", 1, 3),
        ("2026-11-20T12:00", "2026-11-23T12:00:01", 2, 4),
        ("2026-12-24T12:00", "2026-12-29T11:59", 1, 5),
        ("2026-03-27T12:00", "2026-03-30T12:00", 1, 3),  # the clocks go forward on the Sunday
        ("2026-10-23T12:00", "2026-10-26T12:00", 1, 3),  # and back
    ],
)
def test_a_day_late_begins_at_the_deadlines_hour(
    deadline: str, arrived: str, working: int, calendar: int
) -> None:
    assert lateness(london(deadline), london(arrived), CHRISTMAS) == Lateness(working, calendar)


def test_the_instant_of_the_deadline_is_londons_in_summer_and_winter() -> None:
    assert on_london_clock(wall("2026-07-01T12:00")) == datetime(2026, 7, 1, 11, tzinfo=UTC)
    assert on_london_clock(wall("2026-12-01T12:00")) == datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_a_time_shown_twice_is_the_later_and_one_left_out_as_far_after() -> None:
    assert on_london_clock(wall("2026-10-25T01:30")) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert on_london_clock(wall("2026-03-29T01:30")) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@given(MOMENTS, MOMENTS)
def test_whoever_is_late_is_a_day_late_of_each_kind_at_least(
    deadline: datetime, arrived: datetime
) -> None:
    found = lateness(deadline, arrived, CHRISTMAS)
    assert (found == IN_TIME) == (arrived <= deadline)
    if found.late:
        assert 1 <= found.working_days <= found.calendar_days


@given(MOMENTS, st.integers(1, 40))
def test_arriving_later_is_never_less_late(deadline: datetime, hours: int) -> None:
    first = lateness(deadline, deadline + timedelta(hours=hours), CHRISTMAS)
    then = lateness(deadline, deadline + timedelta(hours=hours + 5), CHRISTMAS)
    assert then.working_days >= first.working_days
    assert then.calendar_days >= first.calendar_days


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2026-11-23T15:00", "2026-11-25T15:00"),
        ("2026-11-20T15:00", "2026-11-24T15:00"),  # Friday afternoon
        ("2026-11-21T10:00", "2026-11-25T00:00"),  # Saturday: from Monday's first minute
        ("2026-12-24T15:00", "2026-12-30T15:00"),  # Christmas, and Monday instead of Boxing Day
        ("2026-03-27T15:00", "2026-03-31T15:00"),  # over the night the clocks go forward
        ("2026-10-23T15:00", "2026-10-27T15:00"),  # and back
    ],
)
def test_forty_eight_working_hours(begins: str, ends: str) -> None:
    assert CHRISTMAS.when_hours_end(london(begins), 48) == london(ends)


@given(MOMENTS)
def test_a_clock_in_working_hours_never_ends_early(begins: datetime) -> None:
    assert CHRISTMAS.when_hours_end(begins, 48) >= begins + timedelta(hours=47)


def test_a_deadline_at_the_first_of_two_half_past_ones_has_no_hour_of_grace() -> None:
    deadline = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert lateness(deadline, deadline, DAYS) == IN_TIME
    minute_late = deadline + timedelta(minutes=1)
    assert lateness(deadline, minute_late, DAYS).calendar_days == 1
