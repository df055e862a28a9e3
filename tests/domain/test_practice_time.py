"""A practice entry has a length that a day can hold, at a time that no other entry has."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.kinds import CORE_RECORD_KINDS
from lms.domain.payloads import from_json
from lms.domain.practice_time import interval, times_of
from tests.domain.facts import Facts

HOURS = next(kind for kind in CORE_RECORD_KINDS if kind.name == "hours")


def log(facts: Facts, on: str, start: str | None, end: str | None, **more: Any) -> None:
    facts.add("hours", on, **session(start, end, **more))


def session(start: str | None, end: str | None, minutes: int = 1, **more: Any) -> dict[str, Any]:
    """An entry; what ends no later than it begins ended on the next day."""
    usual: dict[str, Any] = {"category": "agency", "minutes": minutes}
    if start and end:
        usual |= {"start": start, "end": end, "next_day": end <= start}
    return {**usual, **more}


def code(facts: Facts, kind: str, on: str, until: str | None = None, **more: Any) -> str:
    refusal = facts.refusal(kind, on, until, **more)
    return refusal.code if refusal else "accepted"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("14:00", "15:00", "overlap"),
        ("13:00", "14:01", "overlap"),
        ("14:59", "16:00", "overlap"),
        ("13:00", "20:00", "overlap"),
        ("14:10", "14:20", "overlap"),
        ("13:00", "14:00", "accepted"),
        ("15:00", "16:00", "accepted"),
        (None, None, "accepted"),
    ],
)
def test_one_stretch_of_time_is_one_entry(
    start: str | None, end: str | None, expected: str
) -> None:
    facts = Facts()
    log(facts, "2025-01-14", "14:00", "15:00", category="clinic")
    assert code(facts, "hours", "2025-01-14", **session(start, end)) == expected


def test_another_day_is_another_time() -> None:
    facts = Facts()
    log(facts, "2025-01-14", "14:00", "15:00")
    assert code(facts, "hours", "2025-01-15", **session("14:00", "15:00")) == "accepted"


def test_a_session_through_midnight_reaches_into_the_next_day() -> None:
    facts = Facts()
    log(facts, "2025-01-14", "22:00", "01:30")
    assert code(facts, "hours", "2025-01-15", **session("01:00", "02:00")) == "overlap"
    assert code(facts, "hours", "2025-01-15", **session("01:30", "02:30")) == "accepted"


def test_an_overlap_names_both_entries() -> None:
    facts = Facts()
    log(facts, "2025-01-14", "14:00", "15:00", id="first", category="clinic")
    refusal = facts.refusal("hours", "2025-01-14", **session("14:30", "15:30"))
    assert refusal is not None
    assert refusal.records == ("first",)
    assert "the entry of 14 January 2025, 14:00 to 15:00 (Clinic)" in refusal.reason


def test_time_logged_in_another_enrolment_is_refused_as_such() -> None:
    facts = Facts()
    log(facts, "2025-01-14", "14:00", "15:00", enrolment="year-2")
    assert code(facts, "hours", "2025-01-14", **session("14:00", "15:00")) == "other-enrolment"


def test_a_correction_does_not_overlap_what_it_corrects() -> None:
    facts = Facts()
    log(facts, "2025-01-14", "14:00", "15:00", id="first")
    again = session("14:00", "15:30")
    assert code(facts, "hours", "2025-01-14", replaces="first", **again) == "accepted"


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 0},
        {"minutes": -30},
        {"minutes": 1441},
        {"minutes": 60, "direct": -1},
        {"minutes": 60, "start": "06:00", "end": "22:01"},
        {"minutes": 60, "start": "14:00", "end": "15:00", "next-day": True},
        {"minutes": 60, "direct": 61},
        {"minutes": 61, "start": "14:00", "end": "15:00"},
    ],
)
def test_an_entry_has_a_length_that_a_day_can_hold(wrong: dict[str, Any]) -> None:
    assert code(Facts(), "hours", "2025-01-14", category="clinic", **wrong) == "length"


def test_sixteen_hours_by_the_clock_are_the_most() -> None:
    assert code(Facts(), "hours", "2025-01-14", **session("06:00", "22:00", 960)) == "accepted"


def test_study_noted_once_a_month_without_times_is_of_up_to_24_hours() -> None:
    assert code(Facts(), "hours", "2025-01-14", **session(None, None, 1440)) == "accepted"


@pytest.mark.parametrize(("start", "end"), [("14:00", "13:00"), ("14:00", "14:00")])
@pytest.mark.parametrize("category", ["study", "agency", "clinic", "ppd", "supervision-given"])
def test_an_end_before_the_start_must_say_that_it_went_over_midnight(
    category: str, start: str, end: str
) -> None:
    given = session(start, end, 30, category=category)
    assert (
        code(Facts(), "hours", "2025-01-14", **{**given, "next_day": False}) == "ends-before-start"
    )
    assert code(Facts(), "hours", "2025-01-14", **{**given, "next_day": True}) == "length"


def test_a_night_is_logged_once_it_says_so() -> None:
    assert code(Facts(), "hours", "2025-01-14", **session("22:00", "06:00", 480)) == "accepted"


@pytest.mark.parametrize(
    ("on", "start", "end", "more", "minutes"),
    [
        ("2026-10-25", "00:30", "02:30", {}, 180),
        ("2026-10-24", "23:30", "02:30", {"next_day": True}, 240),
        ("2026-10-25", "01:30+01:00", "01:15+00:00", {}, 45),
        ("2026-10-25", "01:30+01:00", "01:30+00:00", {}, 60),
        ("2026-10-25", "01:30+00:00", "02:00", {}, 30),
        ("2026-03-29", "00:30", "02:30", {}, 60),
        ("2026-03-28", "23:30", "02:30", {"next_day": True}, 120),
        ("2026-06-01", "00:30", "02:30", {}, 120),
    ],
)
def test_an_interval_is_the_time_that_passed(
    on: str, start: str, end: str, more: dict[str, Any], minutes: int
) -> None:
    given = {"category": "study", "start": start, "end": end, **more}
    assert code(Facts(), "hours", on, **given, minutes=minutes) == "accepted"
    assert code(Facts(), "hours", on, **given, minutes=minutes + 1) == "length"


@pytest.mark.parametrize(
    ("on", "start", "end", "expected"),
    [
        ("2026-03-29", "01:30", "03:00", "never-was"),
        ("2026-03-29", "00:30", "01:00", "never-was"),
        ("2026-03-29", "01:59+01:00", "03:00", "never-was"),
        ("2026-10-25", "01:30", "03:00", "came-twice"),
        ("2026-10-25", "00:30", "01:59", "came-twice"),
        ("2026-10-25", "01:30+02:00", "03:00", "other-offset"),
        ("2026-10-25", "01:30+00:00", "01:30+01:00", "ends-before-start"),
        ("2026-06-01", "14:00+00:00", "15:00", "other-offset"),
        ("2026-06-01", "14:00+01:00", "15:00", "accepted"),
    ],
)
def test_a_time_that_never_was_or_came_twice_is_not_taken_as_it_is(
    on: str, start: str, end: str, expected: str
) -> None:
    given = {"category": "study", "start": start, "end": end, "minutes": 10}
    assert code(Facts(), "hours", on, **given) == expected


def test_the_same_clock_hour_twice_is_two_stretches_of_time() -> None:
    facts = Facts()
    log(facts, "2026-10-25", "01:00+01:00", "01:45+01:00", next_day=False)
    second = session("01:00+00:00", "01:45+00:00", next_day=False)
    assert code(facts, "hours", "2026-10-25", **second) == "accepted"
    across = session("00:30", "02:30", next_day=False)
    assert code(facts, "hours", "2026-10-25", **across) == "overlap"


@pytest.mark.parametrize(
    ("start", "end", "on", "hours"),
    [("14:00", "13:00", "2025-01-14", 23), ("01:30", "01:15", "2026-10-25", 24.75)],
)
def test_an_entry_of_version_1_keeps_its_minutes_and_its_night(
    start: str, end: str, on: str, hours: float
) -> None:
    stored = {"category": "study", "start": start, "end": end, "minutes": 1380}
    upgraded = from_json(HOURS, 1, stored)
    assert upgraded["minutes"] == 1380
    facts = Facts()
    facts.add("hours", on, **upgraded)
    span = interval(facts.told[0])
    assert span is not None
    assert span[1] - span[0] == timedelta(hours=hours)
    assert times_of(facts.told[0]) == f"{start} to {end} the next day"


def test_an_entry_of_version_1_within_a_day_is_as_it_was() -> None:
    stored = {"category": "study", "start": "14:00", "end": "15:00", "minutes": 60}
    assert from_json(HOURS, 1, stored) == stored


def test_which_of_two_it_was_is_said_in_words() -> None:
    facts = Facts()
    log(facts, "2026-10-25", "01:30+01:00", "01:30+00:00", next_day=False)
    says = "01:30 (before the clocks went back) to 01:30 (after the clocks went back)"
    assert times_of(facts.told[0]) == says


def test_a_session_may_be_shorter_than_the_time_between_its_ends() -> None:
    fields = {"category": "clinic", "minutes": 45, "direct": 45, "start": "14:00", "end": "15:00"}
    assert code(Facts(), "hours", "2025-01-14", **fields) == "accepted"


moments = st.integers(0, 2 * 24 * 60 - 1)


@given(moments, st.integers(1, 600), moments, st.integers(1, 600))
def test_two_entries_overlap_exactly_when_they_share_a_minute(
    first: int, one: int, second: int, other: int
) -> None:
    facts = Facts()
    log(facts, *clock(first, one))
    on, start, end = clock(second, other)
    shared = set(range(first, first + one)) & set(range(second, second + other))
    expected = "overlap" if shared else "accepted"
    assert code(facts, "hours", on, **session(start, end)) == expected


def clock(begin: int, minutes: int) -> tuple[str, str, str]:
    start = datetime(2025, 1, 14, tzinfo=UTC) + timedelta(minutes=begin)
    end = start + timedelta(minutes=minutes)
    return start.date().isoformat(), start.strftime("%H:%M"), end.strftime("%H:%M")


def test_an_entry_without_clock_times_has_no_interval() -> None:
    facts = Facts()
    log(facts, "2025-01-14", None, None)
    assert interval(facts.told[0]) is None
    assert date(2025, 1, 14) == facts.told[0].on
