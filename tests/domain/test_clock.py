"""A clock time means one instant, or it is said why not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.clock import doubt, instant, instants, read_clock_time, settled, twice
from lms.domain.records import LONDON

AUTUMN, SPRING, SUMMER = date(2026, 10, 25), date(2026, 3, 29), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("day", "clock", "found"),
    [
        (AUTUMN, "00:59", ["2026-10-24T23:59"]),
        (AUTUMN, "01:00", ["2026-10-25T00:00", "2026-10-25T01:00"]),
        (AUTUMN, "01:59", ["2026-10-25T00:59", "2026-10-25T01:59"]),
        (AUTUMN, "02:00", ["2026-10-25T02:00"]),
        (AUTUMN, "01:30+01:00", ["2026-10-25T00:30"]),
        (AUTUMN, "01:30+00:00", ["2026-10-25T01:30"]),
        (AUTUMN, "01:30+02:00", []),
        (SPRING, "00:59", ["2026-03-29T00:59"]),
        (SPRING, "01:00", []),
        (SPRING, "01:59", []),
        (SPRING, "02:00", ["2026-03-29T01:00"]),
        (SUMMER, "14:00", ["2026-07-01T13:00"]),
        (SUMMER, "14:00+00:00", []),
    ],
)
def test_the_instants_at_which_clocks_show_a_time(day: date, clock: str, found: list[str]) -> None:
    expected = [datetime.fromisoformat(each).replace(tzinfo=UTC) for each in found]
    assert list(instants(day, clock)) == expected


@given(st.integers(0, 366 * 24 * 60))
def test_every_instant_is_among_those_that_its_own_clock_time_means(minutes: int) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    local = at.astimezone(LONDON)
    assert at in instants(local.date(), local.strftime("%H:%M"))
    assert instants(local.date(), local.isoformat(timespec="minutes")[11:]) == (at,)


def test_what_is_in_doubt_says_what_to_give() -> None:
    came_twice = doubt(AUTUMN, "01:30")
    assert came_twice is not None
    assert "01:30+01:00 for the first" in came_twice.reason
    assert "01:30+00:00 for the second" in came_twice.reason
    never_was = doubt(SPRING, "01:30")
    assert never_was is not None
    assert "no 01:30 in the night of 29 March 2026" in never_was.reason
    assert doubt(SUMMER, "14:00") is None
    with pytest.raises(ValueError, match="came twice"):
        instant(datetime(2026, 10, 25, 1, 30))  # noqa: DTZ001


def test_an_offset_that_is_not_needed_is_left_out() -> None:
    assert settled(SUMMER, "14:00+01:00") == "14:00"
    assert settled(SUMMER, "14:00+05:00") == "14:00+05:00"
    assert settled(AUTUMN, "01:30+01:00") == "01:30+01:00"
    assert twice(SUMMER, "14:00") == ()


@pytest.mark.parametrize("text", ["14:00:30", "25:00", "noon", None, 14])
def test_seconds_and_what_is_no_time_are_refused(text: object) -> None:
    with pytest.raises(ValueError, match="needs a time"):
        read_clock_time(text)
