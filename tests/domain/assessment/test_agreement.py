"""Two markers: an average, an agreement where a class lies between, a third where they are far apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.assessment.agreement import agreement, same_result
from lms.domain.assessment.policies import LEVEL_7

MARKS = st.integers(0, 100)


@pytest.mark.parametrize(
    ("first", "second", "mark", "needs"),
    [
        (62, 62, 62, ""),
        (62, 65, 64, ""),
        (60, 69, 65, ""),
        (48, 52, None, "agree"),
        (69, 70, None, "agree"),
        (50, 60, None, "agree"),
        (45, 56, None, "third"),
        (71, 99, None, "third"),
        (80, 90, 85, ""),
    ],
)
def test_what_two_marks_come_to(first: int, second: int, mark: int | None, needs: str) -> None:
    found = agreement(first, second, LEVEL_7)
    assert (found.mark, found.needs) == (mark, needs)


@given(MARKS, MARKS)
def test_an_agreement_lies_between_the_marks_in_the_class_both_gave(
    first: int, second: int
) -> None:
    found = agreement(first, second, LEVEL_7)
    assert found == agreement(second, first, LEVEL_7) or first != second
    assert (found.mark is None) == bool(found.needs)
    if found.mark is not None:
        assert min(first, second) <= found.mark <= max(first, second)
        assert LEVEL_7.class_of(found.mark) == LEVEL_7.class_of(first) == LEVEL_7.class_of(second)


def test_results_are_one_where_they_are_the_same() -> None:
    assert same_result("pass", "pass").result == "pass"
    assert same_result("pass", "fail").result is None
