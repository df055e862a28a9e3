"""Several marks that make one, and how far a strong part makes up for a weak one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.assessment.components import Component, overall

WEIGHTS = (30, 30, 40)


def parts(*marks: int) -> list[Component]:
    return [
        Component(name, mark, weight)
        for name, mark, weight in zip("abc", marks, WEIGHTS, strict=True)
    ]


@pytest.mark.parametrize(
    ("marks", "floor", "mark", "passed", "below"),
    [
        ((60, 50, 45), 40, 51, True, ()),
        ((90, 90, 39), 40, 70, False, ("c",)),
        ((90, 90, 39), None, 70, True, ()),
        ((60, 49, 60), 50, 57, False, ("b",)),
        ((40, 40, 40), 40, 40, False, ()),
        ((49, 49, 50), 40, 49, False, ()),
        ((50, 50, 49), 40, 50, True, ()),
    ],
)
def test_the_floor_says_how_far_parts_compensate(
    marks: tuple[int, ...], floor: int | None, mark: int, passed: bool, below: tuple[str, ...]
) -> None:
    found = overall(parts(*marks), 50, floor)
    assert (found.mark, found.passed, found.below_floor) == (mark, passed, below)


@given(st.tuples(*[st.integers(0, 100)] * 3))
def test_the_whole_lies_between_its_parts(marks: tuple[int, ...]) -> None:
    assert min(marks) <= overall(parts(*marks), 50, 40).mark <= max(marks)
