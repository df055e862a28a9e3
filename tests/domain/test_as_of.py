"""A day that notes when the answer to what was asked of it could change."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.domain.as_of import AsOf

TODAY = date(2026, 3, 2)
days = st.integers(-400, 400).map(lambda n: TODAY + timedelta(days=n))


def test_a_day_has_come_on_the_day_itself() -> None:
    assert AsOf(TODAY).reached(TODAY)
    assert not AsOf(TODAY).reached(TODAY + timedelta(days=1))


def test_a_day_is_over_the_day_after() -> None:
    assert not AsOf(TODAY).passed(TODAY)
    assert AsOf(TODAY).passed(TODAY - timedelta(days=1))


def test_an_end_that_is_not_known_never_passes_and_turns_nothing() -> None:
    day = AsOf(TODAY)
    assert not day.passed(None)
    assert not day.passed(date.max)
    assert day.good_until is None


def test_a_period_holds_on_both_its_ends() -> None:
    assert AsOf(TODAY).within(TODAY, TODAY)
    assert not AsOf(TODAY).within(TODAY - timedelta(days=9), TODAY - timedelta(days=1))
    assert AsOf(TODAY).within(TODAY - timedelta(days=9), None)


def test_the_first_of_the_days_to_come_is_remembered() -> None:
    day = AsOf(TODAY)
    day.reached(date(2026, 5, 1))
    day.passed(date(2026, 4, 1))
    day.reached(date(2025, 1, 1))
    assert day.good_until == date(2026, 4, 2)


@given(st.lists(st.tuples(days, days | st.none()), max_size=6), st.integers(1, 60))
def test_until_it_turns_every_later_day_gives_the_same_answers(
    periods: list[tuple[date, date | None]], later: int
) -> None:
    today = AsOf(TODAY)
    answers = [today.within(*period) for period in periods]
    then = TODAY + timedelta(days=later)
    if today.good_until is None or then < today.good_until:
        day = AsOf(then)
        assert [day.within(*period) for period in periods] == answers
