"""The four published penalties for late work, and those for work that is too long."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.assessment.penalties import NOT_READ, TEN_THEN_ZERO, A, B, C, D, half_up
from lms.domain.assessment.policies import LATE_PENALTIES
from lms.domain.assessment.working_days import Lateness

MARKS = st.integers(0, 100)


def late(days: int) -> Lateness:
    """So many days late, all of them working days."""
    return Lateness(days, days)


@pytest.mark.parametrize(
    ("days", "left"), [(1, 57), (2, 54), (3, 51), (4, 48), (5, 45), (6, 0), (40, 0)]
)
def test_a_takes_a_twentieth_more_each_working_day(days: int, left: int) -> None:
    assert A.apply(60, late(days), 50).mark == left


def test_a_counts_working_days_and_the_others_calendar_days() -> None:
    weekend = Lateness(1, 3)
    assert A.apply(60, weekend, 50).mark == 57
    assert B.apply(60, weekend, 50).mark == 45
    assert C.apply(60, weekend, 50).mark == 30


@pytest.mark.parametrize(("raw", "left"), [(56, 50), (54, 49), (55, 50)])
def test_a_rounds_half_up_after_the_step(raw: int, left: int) -> None:
    assert A.apply(raw, late(2), 50).mark == left


@pytest.mark.parametrize(("days", "left"), [(1, 51), (2, 41), (7, 41), (8, 0)])
def test_b_takes_five_then_fifteen_then_all(days: int, left: int) -> None:
    assert B.apply(56, late(days), 50).mark == left


@pytest.mark.parametrize(("days", "left"), [(1, 46), (5, 6), (6, 0)])
def test_c_takes_ten_a_day(days: int, left: int) -> None:
    assert C.apply(56, late(days), 50).mark == left


def test_d_leaves_at_most_a_pass() -> None:
    assert D.apply(72, late(90), 50).mark == 50
    assert D.apply(44, late(1), 50).mark == 44


@given(st.sampled_from(sorted(LATE_PENALTIES)), MARKS, st.integers(1, 60))
def test_a_penalty_never_adds_nor_goes_below_zero_and_says_why(
    name: str, mark: int, days: int
) -> None:
    found = LATE_PENALTIES[name].apply(mark, late(days), 50)
    assert 0 <= found.mark <= mark
    assert "late" in found.because


@pytest.mark.parametrize(
    ("words", "left"), [(4000, None), (4400, None), (4401, 50), (4799, 50), (4800, 0), (9000, 0)]
)
def test_over_length_work_loses_ten_and_then_all(words: int, left: int | None) -> None:
    found = TEN_THEN_ZERO.apply(60, words, 4000)
    assert (found.mark if found else None) == left


def test_words_that_are_not_read_cost_nothing() -> None:
    assert NOT_READ.apply(60, 9000, 4000) is None


def test_halves_go_up() -> None:
    assert [half_up(Fraction(n, 2)) for n in (99, 100, 101)] == [50, 50, 51]
