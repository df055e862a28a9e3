"""A criteria table describes as many bands as the marking policy tells apart (8a.33)."""

from dataclasses import replace

import pytest

from lms.domain.assessment.bands import bands_of, may_be_marked_by, undescribed
from lms.domain.assessment.policies import LEVEL_7
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.evidence import RequirementKind
from lms.domain.programme import Assessment, Criterion, Programme, Requirement, Stage
from lms.domain.verdicts import Finding, Outcome

USUAL = ("Fail", "Pass", "Merit", "Distinction")
PARTED = ("Fail", "40 to 49", "Pass", "Merit", "Distinction")
WEIGHING = RequirementKind(
    "weighing",
    "Weighing",
    lambda _, __: Finding(Outcome.NOT_YET, "Not asked here."),
    weighs=lambda requirement: requirement.settings["of-work"],
)


def policy(*boundaries: int, floor: int | None = 40) -> MarkingPolicy:
    return replace(LEVEL_7, boundaries=boundaries, component_floor=floor)


@pytest.mark.parametrize(
    ("boundaries", "floor", "pass_mark", "weighed", "bands"),
    [
        ((50, 60, 70), 40, 50, False, USUAL),
        ((50, 60, 70), 40, 40, False, PARTED),
        ((50, 60, 70), 40, 40, True, PARTED),
        ((50, 60, 70), 40, 50, True, PARTED),
        ((50, 60, 70), None, 50, True, USUAL),
        ((50, 60, 70), 50, 50, True, USUAL),
        ((50, 60, 70), 40, 45, True, ("Fail", "40 to 44", "45 to 49", "Pass", "Merit", "Distinction")),
        ((50, 60, 70), 40, 55, False, ("Fail", "50 to 54", "55 to 59", "Merit", "Distinction")),
        ((50, 60, 70), 0, 50, True, USUAL),
        ((50, 70), 40, 50, False, ("Fail", "Pass", "Distinction")),
        ((50,), 40, 50, False, ("Fail", "Pass")),
        ((40, 50, 60, 70), 40, 40, False, ("Fail", "40 to 49", "50 to 59", "60 to 69", "70 to 100")),
    ],
)  # fmt: skip
def test_a_policy_and_a_pass_mark_part_the_bands(
    boundaries: tuple[int, ...],
    floor: int | None,
    pass_mark: int,
    weighed: bool,
    bands: tuple[str, ...],
) -> None:
    assert bands_of(policy(*boundaries, floor=floor), pass_mark, weighed) == bands


def course(*described: str, weighed: bool = False, pass_mark: int = 50) -> Programme:
    table = (Criterion("all", "All of it", 100, tuple((band, "…") for band in described)),)
    essay = Assessment(
        "essay", "An essay", "essay", "mark", "", table, pass_mark=pass_mark, path="year/essay.md"
    )
    asked = (Requirement("overall", "Overall", "weighing", settings={"of-work": ["essay"]}),)
    stage = Stage(
        id="year",
        title="Year",
        order=1,
        enrolment="year",
        level="none",
        award=False,
        months=12,
        days=0,
        taught_hours=0,
        terms=1,
        assessments=(essay,),
        requirements=asked if weighed else (),
    )
    return Programme("course", "A course", "1", (), "level-7@1", (stage,))


def found(programme: Programme) -> list[tuple[str, ...]]:
    return [each.asked for each in undescribed(programme, LEVEL_7, {"weighing": WEIGHING})]


def test_work_that_makes_up_for_other_work_is_described_down_to_the_floor() -> None:
    assert found(course(*USUAL)) == []
    assert found(course(*USUAL, weighed=True)) == [PARTED]
    assert found(course(*PARTED, weighed=True)) == []


def test_a_band_too_many_is_as_wrong_as_one_too_few() -> None:
    assert found(course(*PARTED)) == [USUAL]
    assert found(course("Fail", "Pass", "Good", "Distinction")) == [USUAL]


def test_a_cohort_is_told_which_work_says_too_little() -> None:
    refusal = may_be_marked_by(course(*USUAL, pass_mark=40), LEVEL_7, {})
    assert refusal is not None
    assert refusal.code == "bands"
    assert "“An essay” (year/essay.md)" in refusal.reason
    assert ", ".join(PARTED) in refusal.reason
    assert may_be_marked_by(course(*USUAL), LEVEL_7, {}) is None
