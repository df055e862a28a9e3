"""What a case expects of a set of scripts and of the sample that a seed draws from it."""

from typing import Any

import pytest

from lms.domain.case import Case, Checked, Told
from lms.domain.case_checks import CaseWorld, check
from lms.domain.case_facts import CaseLedger, Unclear
from lms.domain.standing import catalogue_of
from tests.domain.facts import KINDS, RECORD_KINDS, assessment, day, programme, stage

COURSE = programme(stage(assessments=(assessment("essay", markers="sampled"),)))
PEOPLE = ("ana", "ben", "cay")
MARKS = (44, 55, 59)


def facts() -> list[dict[str, Any]]:
    """Three learners, marked once: a fail, a middling mark and one near a boundary."""
    told: list[dict[str, Any]] = [
        {
            "from": day("2025-01-06"),
            "until": day("2025-12-01"),
            "kind": "cohort-stage",
            "cohort": "c",
            "stage": "year",
        }
    ]
    for who, mark in zip(PEOPLE, MARKS, strict=True):
        told += [
            {"who": who, "on": day("2025-01-06"), "kind": "enrolment", "cohort": "c"},
            {"who": who, "on": day("2025-05-01"), "kind": "submission", "assessment": "essay"},
            {
                "who": who,
                "on": day("2025-05-20"),
                "kind": "mark",
                "assessment": "essay",
                "mark": mark,
            },
        ]
    return told


@pytest.fixture(scope="module")
def world() -> CaseWorld:
    told = tuple(Told(n, fields) for n, fields in enumerate(facts(), 1))
    case = Case("case.md", "", "course", "", frozenset(PEOPLE), None, told, (), {})
    known = {"course": COURSE, COURSE.key: COURSE}
    ledger = CaseLedger(case, known, RECORD_KINDS)
    ledger.write_all()
    assert ledger.problems == []
    return CaseWorld(ledger, known, lambda _: KINDS, catalogue_of((COURSE,)))


def checked(world: CaseWorld, **fields: Any) -> Checked:
    return check(Told(7, {"as_of": day("2025-06-02"), "moderated": "essay", **fields}), world)


@pytest.mark.parametrize(
    ("expected", "passed"),
    [
        ({"state": "to-draw"}, True),
        ({"state": "confirmed"}, False),
        ({"scripts": 3}, True),
        ({"scripts": 2}, False),
        ({"seed": "s", "sample": 3}, True),
        ({"seed": "s", "sample": 2}, False),
        ({"seed": "s", "includes": ("ana",), "why": "fail"}, True),
        ({"seed": "s", "includes": ("ben",), "why": "fail"}, False),
        ({"seed": "s", "includes": "cay", "why": "boundary"}, True),
        ({"seed": "s", "includes": "dee"}, False),
        ({"cohort": "c", "scripts": 3}, True),
        ({"cohort": "d", "scripts": 3}, False),
    ],
)
def test_a_set_and_its_sample(world: CaseWorld, expected: dict[str, Any], passed: bool) -> None:
    assert checked(world, **expected).passed is passed


def test_a_sample_without_a_seed_cannot_be_known(world: CaseWorld) -> None:
    with pytest.raises(Unclear, match="seed"):
        checked(world, sample=3)
