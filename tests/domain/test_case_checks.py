"""Holding the expectations of a case against what the rules say."""

from typing import Any

import pytest

from lms.domain.case import Case, Checked, Told
from lms.domain.case_checks import CaseWorld, check
from lms.domain.case_facts import CaseLedger, Unclear
from lms.domain.standing import catalogue_of
from tests.domain.facts import KINDS, RECORD_KINDS, assessment, day, programme, requirement, stage

HOURS = requirement("hours", "study", category="study", at_least=2)
SIGN = requirement("declaration", "sign", declaration="a")
COURSE = programme(
    stage(HOURS, SIGN, level="intermediate", assessments=(assessment("essay"),)),
)
TODAY = day("2025-06-02")

FACTS: tuple[dict[str, Any], ...] = (
    {"from": day("2020-01-01"), "kind": "employment", "employer": "medway", "team": "pod"},
    {"on": day("2025-01-06"), "kind": "enrolment", "id": "e"},
    {"on": day("2025-02-03"), "kind": "hours", "category": "study", "minutes": 90, "start": "09:00", "end": "10:30"},
    {"on": day("2025-02-04"), "known": day("2025-05-01"), "kind": "hours", "category": "study", "minutes": 30},
    {"on": day("2025-02-10"), "kind": "mark", "assessment": "essay", "attempt": 1, "mark": 40},
    {"on": day("2025-03-10"), "kind": "mark", "assessment": "essay", "attempt": 2, "mark": 65},
    {"on": day("2025-05-05"), "kind": "registration", "register": "swe", "from": day("2015-10-01"), "until": day("2025-11-30"), "conditions": True},
    {"from": day("2025-06-01"), "until": day("2025-06-30"), "kind": "interruption"},
)  # fmt: skip


def world() -> CaseWorld:
    told = tuple(Told(n, fields) for n, fields in enumerate(FACTS, 1))
    case = Case("case.md", "", "course", "", frozenset({"ana"}), "ana", told, (), {})
    known = {"course": COURSE, COURSE.key: COURSE}
    ledger = CaseLedger(case, known, RECORD_KINDS)
    ledger.write_all()
    assert ledger.problems == []
    return CaseWorld(ledger, known, lambda _: KINDS, catalogue_of((COURSE,)))


def checked(**fields: Any) -> Checked:
    return check(Told(7, {"as_of": TODAY, **fields}), world())


@pytest.mark.parametrize(
    ("expected", "passed"),
    [
        ({"verdict": "met"}, True),
        ({"verdict": "not-yet"}, False),
        ({"amount": 2}, True),
        ({"amount": 1.5}, False),
        ({"amount": 2, "threshold": 2}, True),
        ({"threshold": 3}, False),
        ({"warns": False}, True),
        ({"warns": True}, False),
        ({"because": "short"}, False),
    ],
)
def test_a_requirement_is_what_it_is(expected: dict[str, Any], passed: bool) -> None:
    assert checked(requirement="study", **expected).passed is passed


def test_as_known_earlier_an_older_answer_comes_out() -> None:
    found = checked(
        requirement="study",
        known_at=day("2025-04-30"),
        verdict="not-yet",
        amount=1.5,
        because="short",
    )
    assert found.passed
    until_then = {"requirement": "study", "known_at": "2025-05-01T09:00"}
    assert not checked(**until_then, amount=2).passed
    assert checked(requirement="study", known_at=day("2025-05-01"), amount=2).passed


def test_several_reasons_may_be_asked_for_at_once() -> None:
    early = {"requirement": "study", "known_at": day("2025-04-30")}
    assert checked(**early, because=("short",)).passed
    assert not checked(**early, because=("short", "unsigned")).passed


def test_a_failed_expectation_says_what_came_out_and_shows_the_tree() -> None:
    found = checked(requirement="study", verdict="not-yet")
    assert found.expected == "as_of: 2025-06-02, requirement: study, verdict: not-yet"
    assert found.actual.startswith("met 2 of 2")
    assert found.tree.startswith("met       study: 2 of 2 hours count.")
    assert "declaration" not in found.tree
    assert checked(requirement="study", warns=True).expected.endswith("warns: true")
    whole = checked(stage="year", verdict="met")
    assert not whole.passed
    assert "not-yet   sign: Not signed yet." in whole.tree


@pytest.mark.parametrize(
    ("expected", "passed"),
    [
        ({"verdict": "not-yet"}, True),
        ({"verdict": "met"}, False),
        ({"paused": True}, True),
        ({"paused": False}, False),
    ],
)
def test_a_stage_has_an_outcome_and_may_be_paused(expected: dict[str, Any], passed: bool) -> None:
    assert checked(stage="year", **expected).passed is passed


@pytest.mark.parametrize(
    ("expected", "passed"),
    [
        ({"standing": "year-2-enrolled"}, True),
        ({"standing": "none"}, False),
        ({"standing": "year-2-enrolled", "since": day("2025-01-06")}, True),
        ({"standing": "year-2-enrolled", "since": day("2025-01-07")}, False),
        ({"standing": "year-2-enrolled", "flag": "paused"}, True),
        ({"standing": "year-2-enrolled", "flag": ("paused", "conditions")}, True),
        ({"standing": "year-2-enrolled", "flag": "recheck-due"}, False),
    ],
)
def test_a_standing_since_a_day_with_flags(expected: dict[str, Any], passed: bool) -> None:
    assert checked(**expected).passed is passed


@pytest.mark.parametrize(
    ("expected", "passed"),
    [
        ({"attempt": 2, "recorded": 50, "raw": 65}, True),
        ({"attempt": 2, "recorded": 65}, False),
        ({"attempt": 1, "recorded": 40, "raw": 40}, True),
        ({"recorded": 50}, True),
        ({"attempt": 3, "recorded": 50}, False),
        ({"as_of": day("2025-02-20"), "recorded": 40}, True),
    ],
)
def test_a_mark_as_recorded_and_raw(expected: dict[str, Any], passed: bool) -> None:
    assert checked(assessment="essay", **expected).passed is passed


@pytest.mark.parametrize(
    ("expected", "passed"),
    [
        ({"authority": "medway", "year-2-enrolled": 1}, True),
        ({"authority": "medway", "year-2-enrolled": 0}, False),
        ({"authority": "medway", "team": "pod", "year-2-enrolled": 1}, True),
        ({"authority": "medway", "team": "other", "year-2-enrolled": 0}, True),
        ({"authority": "kent", "year-2-enrolled": 0}, True),
        ({"partnership": True, "year-2-enrolled": 1, "dual-qualified": 0, "fte": 0}, True),
        ({"partnership": True, "fte": 1}, False),
    ],
)
def test_counts_of_an_authority_a_team_and_the_partnership(
    expected: dict[str, Any], passed: bool
) -> None:
    assert checked(**expected).passed is passed


OVERLAP = {
    "on": day("2025-02-03"),
    "known": TODAY,
    "kind": "hours",
    "category": "study",
    "minutes": 60,
    "start": "10:00",
    "end": "11:00",
}


@pytest.mark.parametrize(
    ("fact", "because", "passed"),
    [
        (OVERLAP, "overlap", True),
        (OVERLAP, None, True),
        (OVERLAP, "length", False),
        ({**OVERLAP, "start": "11:00", "end": "12:00"}, "overlap", False),
    ],
)
def test_a_fact_that_is_refused_and_why(
    fact: dict[str, Any], because: str | None, passed: bool
) -> None:
    more = {"because": because} if because else {}
    assert check(Told(7, {"refused": fact, **more}), world()).passed is passed


def test_what_was_accepted_against_expectation_says_so() -> None:
    fact = {**OVERLAP, "start": "11:00", "end": "12:00"}
    assert check(Told(7, {"refused": fact}), world()).actual == "accepted"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"who": "ana"}, "it speaks of nothing known"),
        ({"requirement": "study", "amont": 2}, '"amont" is not said of a requirement'),
        ({"requirement": "stud"}, 'ana has no enrolment by then to which "stud" belongs'),
        ({"requirement": "study", "enrolment": "x"}, "has no enrolment by then"),
        ({"requirement": "study", "amount": "two"}, "two is not a number"),
        ({"requirement": "study", "known_at": "soon"}, '"known_at" is soon'),
        ({"standing": "none", "as_of": "today"}, "it does not say when"),
        ({"standing": "none", "who": "bem"}, '"bem" is not among the people'),
        ({"refused": True}, "write the record that is refused"),
    ],
)
def test_what_cannot_be_understood_says_what_to_write(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(Unclear, match=says):
        checked(**fields)


def test_a_learner_on_a_version_that_is_not_here_cannot_be_judged() -> None:
    there = world()
    found = CaseWorld(there.ledger, {"course": COURSE}, there.kinds, there.catalogue)
    with pytest.raises(Unclear, match="course@1, on which ana is enrolled, is not here"):
        check(Told(7, {"as_of": TODAY, "requirement": "study"}), found)
