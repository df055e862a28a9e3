"""A dissertation that lands after the taught end counts until the board closes the stage (case 16)."""

from __future__ import annotations

from typing import Any

import pytest

from lms.domain.records import cohort
from lms.domain.verdicts import Verdict
from tests.domain.facts import Facts, assessment, enrolled, requirement, verdict

LAST_DAY, DEADLINE, BOARD = "2025-07-18", "2025-11-03", "2025-12-05"
WORK: dict[str, Any] = {"assessment": "dissertation"}
ASKED = requirement("assessed-work", **WORK)
DISSERTATION = assessment("dissertation", markers="blind-double")


@pytest.fixture
def facts() -> Facts:
    """Ana, whose stage was taught until July 2025 and whose dissertation is due in November."""
    told = Facts()
    enrolled(told, cohort="c")
    about = {"about": cohort("c")}
    told.add("cohort-stage", "2024-09-01", LAST_DAY, stage="course/year", **about)
    told.add("deadline", DEADLINE, known="2025-01-10", **WORK, **about)
    return told


def judged(facts: Facts, as_of: str) -> Verdict:
    return verdict(facts, ASKED, as_of, assessments=(DISSERTATION,))


def said(facts: Facts, as_of: str) -> tuple[str, str]:
    found = judged(facts, as_of)
    return found.outcome.value, found.finding.code


def hand_in(facts: Facts, on: str, *marks: int) -> None:
    facts.add("submission", on, words=12_000, **WORK)
    for layer, mark in zip(("first", "second"), marks, strict=False):
        facts.add("mark", "2025-11-24", mark=mark, layer=layer, **WORK)


@pytest.mark.parametrize("as_of", ["2025-07-19", "2025-10-31", DEADLINE])
def test_the_end_of_teaching_does_not_fail_what_is_due_later(facts: Facts, as_of: str) -> None:
    assert said(facts, as_of) == ("not-yet", "not-marked")


def test_marks_given_after_the_taught_end_count(facts: Facts) -> None:
    hand_in(facts, "2025-11-03", 66, 69)
    found = judged(facts, "2025-11-28")
    assert (found.outcome.value, found.finding.amount) == ("met", 68)
    assert found.finding.warning


def test_half_of_a_blind_double_marking_is_no_mark_yet(facts: Facts) -> None:
    hand_in(facts, "2025-11-03", 66)
    assert said(facts, "2025-11-28") == ("not-yet", "not-marked")


def test_handing_nothing_in_by_the_late_deadline_is_a_failed_attempt(facts: Facts) -> None:
    assert said(facts, "2025-11-28") == ("not-yet", "resubmit")


def test_a_boards_decision_closes_it(facts: Facts) -> None:
    facts.add("board-outcome", BOARD, stage="course/year", outcome="failed")
    assert judged(facts, BOARD).outcome.value == "not-met"


def test_a_referral_leaves_it_open_until_the_boards_own_date(facts: Facts) -> None:
    facts.add(
        "board-outcome",
        BOARD,
        stage="course/year",
        outcome="referred",
        **{"reassess-by": "2026-02-02"},
    )
    facts.add("submission", "2026-01-30", attempt=2, words=12_000, **WORK)
    for layer, mark in (("first", 64), ("second", 66)):
        facts.add("mark", "2026-02-20", attempt=2, mark=mark, layer=layer, **WORK)
    found = judged(facts, "2026-02-21")
    assert (found.outcome.value, found.finding.amount) == ("met", 50)


def test_who_has_left_owes_nothing_and_has_not_failed_for_not_handing_in(facts: Facts) -> None:
    facts.add("withdrawal", "2025-09-01")
    found = judged(facts, "2025-11-28")
    assert found.outcome.value == "not-met"
    assert found.finding.code != "failed"
    assert found.finding.amount is None


def test_a_deadline_in_an_approved_break_fails_nobody(facts: Facts) -> None:
    facts.add("interruption", "2025-10-01", "2026-01-31", approved="2025-09-15")
    assert said(facts, "2025-11-28") == ("not-yet", "not-marked")


def test_a_break_that_is_over_by_the_deadline_excuses_nothing(facts: Facts) -> None:
    facts.add("interruption", "2025-08-01", "2025-10-31", approved="2025-07-15")
    assert said(facts, "2025-11-28") == ("not-yet", "resubmit")
