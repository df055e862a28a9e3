"""What no site takes, asked of records as a case tells them."""

from typing import Any

import pytest

from lms.domain.case import Case, Told
from lms.domain.case_facts import CaseLedger
from lms.domain.kinds import CORE_RECORD_KINDS
from lms.domain.refusals.table import RULES
from tests.domain.facts import (
    RECORD_KINDS,
    assessment,
    day,
    programme,
    requirement,
    stage,
    template,
)

COURSE = programme(
    stage(
        requirement("assessed-work", "passed", assessment="essay"),
        requirement("attendance", "there", register="taught", days=12),
        requirement("board", "board", outcome="complete"),
        identity="year",
        assessments=(
            assessment("essay"),
            assessment("talk", marking="pass-fail", markers="double"),
        ),
        logs=(template("kolb"),),
    )
)
ENROL = {"on": day("2025-01-13"), "kind": "enrolment", "id": "e", "cohort": "spring"}


def told(*facts: dict[str, Any]) -> CaseLedger:
    case = Case(
        path="case.md",
        title="A case",
        programme="course",
        story="",
        people=frozenset({"ana", "sue"}),
        who="ana",
        facts=tuple(Told(n, fields) for n, fields in enumerate((ENROL, *facts), 1)),
        expectations=(),
        versions={},
    )
    found = CaseLedger(case, {"course": COURSE, "course@1": COURSE}, RECORD_KINDS)
    found.write_all()
    return found


def fact(on: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {"on": day(on), "kind": kind, **{k.replace("_", "-"): v for k, v in fields.items()}}


def mark(on: str, given: int, attempt: int = 1, **more: Any) -> dict[str, Any]:
    return fact(on, "mark", assessment="essay", attempt=attempt, mark=given, **more)


OVER = fact("2024-05-01", "deadline", known=day("2024-03-01"), cohort="early", assessment="essay")


def moved_naming(named: str) -> dict[str, Any]:
    """A move to the early cohort that names a day for the essay."""
    due = [{"assessment": "essay", "attempt": 1, "day": named}]
    return fact("2025-03-01", "cohort-move", id="m", cohort="early", due=due)


def code(*facts: dict[str, Any]) -> str:
    """By what name the last fact is refused; those before it are not."""
    ledger = told(*facts[:-1])
    assert ledger.problems == []
    refusal = ledger.try_writing(Told(99, facts[-1]))
    return refusal.code if refusal else ""


def test_the_rules_are_of_kinds_that_core_has() -> None:
    assert set(RULES) <= {kind.name for kind in CORE_RECORD_KINDS}


def test_what_is_refused_stands_at_its_line() -> None:
    (problem,) = told(mark("2025-05-01", 61), mark("2025-06-02", 70, 2)).problems
    assert (problem.line, problem.what[:16]) == (3, "refused (passed)")


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ((mark("2025-05-01", 40), mark("2025-06-02", 45, 2), mark("2025-07-01", 60, 3)), "no-attempt-left"),
        ((mark("2025-05-01", 40), mark("2025-06-02", 45, 3)), "another-attempt"),
        ((mark("2025-05-01", 61), fact("2025-06-02", "submission", assessment="essay", attempt=2)), "passed"),
        ((mark("2025-05-01", 61, layer="second"),), "nothing-to-mark"),
        ((mark("2025-05-01", 61), mark("2025-05-02", 61, layer="third")), "layers-missing"),
        ((fact("2025-05-01", "mark", assessment="talk", mark=61),), "other-scale"),
        ((fact("2025-05-01", "mark", assessment="essay", result="pass"),), "other-scale"),
        (
            (
                fact("2025-05-01", "mark", assessment="talk", result="pass"),
                fact("2025-05-02", "mark", assessment="talk", layer="second", result="pass"),
                fact("2025-05-03", "mark", assessment="talk", layer="third", result="fail"),
            ),
            "nothing-to-mark",
        ),
        (
            (
                fact("2025-05-01", "mark", assessment="talk", result="pass"),
                fact("2025-05-09", "board-outcome", stage="year", outcome="complete"),
            ),
            "not-settled",
        ),
        ((fact("2025-05-09", "board-outcome", stage="year", outcome="progress"),), "not-open"),
        ((fact("2025-05-09", "board-outcome", stage="other", outcome="complete"),), "no-such-stage"),
        (
            (
                fact("2025-05-09", "withdrawal"),
                fact("2025-05-09", "board-outcome", stage="year", outcome="failed"),
            ),
            "withdrawn",
        ),
        ((fact("2025-05-09", "award", stage="year"),), "no-award"),
        ((fact("2025-03-01", "attendance", register="taught", day=13, present=True),), "no-such-day"),
        ((fact("2025-03-01", "attendance", register="tutor-group", day=1, present=True),), "no-such-day"),
        ((fact("2025-03-01", "slip", assessment="essay", grade="minor"),), "due"),
        ((fact("2025-03-01", "misconduct", assessment="essay"),), "nothing-handed-in"),
        ((mark("2025-05-01", 61), fact("2025-05-02", "appeal", assessment="essay", grounds="bias")), "not-ratified"),
        ((fact("2025-03-01", "enrolment", admission="none"),), "no-such-admission"),
        ((fact("2025-03-01", "employment-end", employer="kent"),), "not-employed"),
        ((fact("2025-03-01", "cohort-move", cohort="spring"),), "same-cohort"),
        ((OVER, fact("2025-03-01", "cohort-move", cohort="early")), "no-day-named"),
        ((OVER, moved_naming("2025-03-01")), "not-ahead"),
        ((moved_naming("2025-06-02"),), "keeps-its-day"),
        ((OVER, moved_naming("2025-06-02"), fact("2025-03-02", "retraction", replaces="m")), ""),
        (
            (
                OVER,
                moved_naming("2025-06-02"),
                fact("2025-03-02", "submission", assessment="essay"),
                fact("2025-03-03", "retraction", replaces="m"),
            ),
            "rests-on-it",
        ),
        ((fact("2025-03-01", "report", report="none", outcome="satisfactory"),), "no-such-report"),
        ((fact("2025-03-01", "judgement", requirement="there", outcome="ready"),), "no-judgement"),
        ((fact("2025-03-01", "agency-form", employer="kent", supervisor="ana", roles=("peer",)),), "own-supervisor"),
        ((fact("2025-03-01", "deadline", cohort="spring", assessment="essay", attempt=21),), "no-such-attempt"),
    ],
)  # fmt: skip
def test_what_no_site_takes(facts: tuple[dict[str, Any], ...], wanted: str) -> None:
    assert code(*facts) == wanted


@pytest.mark.parametrize(
    "facts",
    [
        (mark("2025-05-01", 40), mark("2025-06-02", 60, 2)),
        (
            mark("2025-05-01", 40),
            fact("2025-06-01", "circumstances-decision", assessment="essay", decision="accepted",
                 effect="deferral", extended_to=day("2025-09-01")),
            mark("2025-08-20", 60),
        ),
        (
            mark("2025-05-01", 40),
            fact("2025-05-09", "board-outcome", stage="year", outcome="referred"),
            fact("2025-05-12", "appeal", assessment="essay", grounds="bias"),
        ),
        (
            mark("2025-05-01", 40),
            mark("2025-06-02", 45, 2),
            fact("2025-07-01", "board-outcome", stage="year", outcome="referred"),
            fact("2025-07-01", "further-attempt", assessment="essay"),
            mark("2025-09-01", 60, 3),
        ),
        (fact("2025-05-09", "board-outcome", stage="elsewhere/year", outcome="complete"),),
    ],
)  # fmt: skip
def test_a_story_leaves_out_what_goes_without_saying(facts: tuple[dict[str, Any], ...]) -> None:
    assert told(*facts).problems == []
