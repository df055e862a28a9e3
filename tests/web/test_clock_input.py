"""Times and lengths are read as people type them; what cannot be meant is left for the complaint."""

from __future__ import annotations

import pytest

from lms.web.clock_input import read_clock, read_length, read_minutes


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("14:00", "14:00"),
        ("9:05", "09:05"),
        ("9.30", "09:30"),
        ("0930", "09:30"),
        ("2pm", "14:00"),
        ("2.15 p.m.", "14:15"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        (" 23:59 ", "23:59"),
        ("24:00", "24:00"),
        ("13pm", "13pm"),
        ("14", "14"),
        ("noon", "noon"),
        ("", ""),
    ],
)
def test_a_time_is_read_as_it_is_meant(typed: str, clock: str) -> None:
    assert read_clock(typed) == clock


@pytest.mark.parametrize(
    ("hours", "minutes", "length"),
    [
        ("1", "30", 90),
        ("1.5", "", 90),
        ("", "45", 45),
        ("", "", None),
        ("a", "", None),
        ("1", "1.5", None),
        ("inf", "", None),
        ("2", "-30", -1),
        ("-1", "90", -1),
        ("0", "0", 0),
    ],
)
def test_a_length_is_hours_and_minutes_together(
    hours: str, minutes: str, length: int | None
) -> None:
    assert read_length(hours, minutes) == length


@pytest.mark.parametrize(("typed", "minutes"), [("", None), ("40", 40), ("forty", -1), ("²", -1)])
def test_minutes_are_a_whole_number(typed: str, minutes: int | None) -> None:
    assert read_minutes(typed) == minutes
