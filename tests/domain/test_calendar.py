"""Days and months as a training year counts them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.calendar import add_months, add_years, in_words, last_day_of_period, limit_after


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 9, 10), 12, date(2025, 9, 10)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
        (date(2024, 12, 1), 1, date(2025, 1, 1)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
    ],
)
def test_some_months_later_is_the_same_day_or_the_months_last(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


def test_a_year_after_leap_day_is_the_twenty_eighth() -> None:
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 240))
def test_more_months_never_lead_to_an_earlier_day(day: date, months: int) -> None:
    assert day <= add_months(day, months) < add_months(day, months + 1)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2024, 9, 10), 12, date(2025, 9, 9)),
        (date(2026, 3, 15), 1, date(2026, 4, 14)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2024, 3, 1), 12, date(2025, 2, 28)),
        (date(2023, 3, 1), 12, date(2024, 2, 29)),
        (date(2025, 1, 1), 60, date(2029, 12, 31)),
    ],
)
def test_a_period_ends_on_the_day_before_the_corresponding_day(
    first: date, months: int, last: date
) -> None:
    assert last_day_of_period(first, months) == last


@pytest.mark.parametrize(
    ("day", "limit", "last"),
    [
        (date(2020, 9, 1), {"years": 5}, date(2025, 9, 1)),
        (date(2024, 2, 29), {"years": 1}, date(2025, 2, 28)),
        (date(2024, 2, 29), {"years": 4}, date(2028, 2, 29)),
        (date(2025, 1, 31), {"months": 1}, date(2025, 2, 28)),
        (date(2024, 9, 30), {"months": 12}, date(2025, 9, 30)),
    ],
)
def test_a_limit_after_something_ends_with_the_corresponding_day(
    day: date, limit: dict[str, int], last: date
) -> None:
    assert limit_after(day, **limit) == last


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 240))
def test_a_period_is_never_longer_than_the_limit_after_its_first_day(
    day: date, months: int
) -> None:
    assert limit_after(day, months) - last_day_of_period(day, months) <= timedelta(days=1)


def test_a_day_in_words() -> None:
    assert in_words(date(2026, 3, 3)) == "3 March 2026"
    assert in_words(None) == ""
