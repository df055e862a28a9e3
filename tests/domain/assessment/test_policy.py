"""A policy's classes, borderlines and sample sizes."""

from __future__ import annotations

import pytest

from lms.domain.assessment.policies import CORE_POLICIES, LEVEL_7


def test_policies_are_told_apart_by_name_and_version() -> None:
    assert len({policy.key for policy in CORE_POLICIES}) == len(CORE_POLICIES)
    assert LEVEL_7.key == "level-7@1"


@pytest.mark.parametrize(
    ("scripts", "size"), [(0, 0), (1, 1), (9, 9), (25, 10), (100, 10), (101, 11), (144, 12)]
)
def test_a_sample_is_the_root_or_ten_and_never_more_than_there_are(scripts: int, size: int) -> None:
    assert LEVEL_7.sample_size(scripts) == size


def test_scripts_near_a_boundary() -> None:
    near = [mark for mark in range(101) if LEVEL_7.is_borderline(mark)]
    assert near == [*range(48, 53), *range(58, 63), *range(68, 73)]


def test_a_boundary_belongs_to_the_class_above_it() -> None:
    assert [LEVEL_7.class_of(mark) for mark in (49, 50, 59, 60, 69, 70, 100)] == [
        0,
        1,
        1,
        2,
        2,
        3,
        3,
    ]
