"""An attempt at which nothing was handed in does not stay open for ever (8a.25)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lms.domain.assessment.outcome import Stand
from lms.domain.assessment.policies import LEVEL_7, LEVEL_7_D
from lms.domain.assessment.policy_words import in_words
from lms.domain.assessment.results import result_of, results
from lms.domain.attempts import next_attempt
from lms.domain.records import Record
from tests.domain.essay import board, due, hand_in, keeps, mark, one, work
from tests.domain.facts import Facts, assessment, enrolled

FRIDAY = "2026-05-15"
LAST = "2026-06-12"  # the twentieth working day after it, no bank holidays counted


@pytest.fixture
def facts() -> Facts:
    """Ana is in spring, whose essay is due on Friday 15 May 2026."""
    told = Facts()
    enrolled(told, "2026-01-05", cohort="spring")
    due(told, "spring", FRIDAY)
    return told


@pytest.fixture
def undated() -> Facts:
    """The same without any deadline."""
    told = Facts()
    enrolled(told, "2026-01-05", cohort="spring")
    return told


def asks(facts: Facts, on: str, attempt: int = 1) -> Record:
    return facts.add(
        "circumstances", on, assessment="essay", attempt=attempt, asks="deferral", statement="d.s"
    )


def decides(facts: Facts, on: str, claim: Record | None, decision: str, **more: Any) -> Record:
    fields: dict[str, Any] = {"assessment": "essay", "decision": decision, **more}
    return facts.add("circumstances-decision", on, claim=claim.id if claim else None, **fields)


def fails(facts: Facts, before: str, on: str) -> bool:
    """Whether the attempt is still open on one day and failed with 0 on the other."""
    left, found = one(facts, before), one(facts, on)
    return (left.stand, found.stand, found.recorded, found.passed) == (
        Stand.DUE,
        Stand.NOT_HANDED_IN,
        0,
        False,
    )


@pytest.mark.parametrize(
    ("policy", "before", "on"),
    [
        ("level-7@1", "2026-05-22", "2026-05-23"),
        ("level-7-late-b@1", "2026-05-22", "2026-05-23"),
        ("level-7-late-c@1", "2026-05-20", "2026-05-21"),
        ("level-7-late-d@1", "2026-06-11", LAST),
    ],
)
def test_it_fails_when_late_work_could_earn_nothing_any_more(
    facts: Facts, policy: str, before: str, on: str
) -> None:
    keeps(facts, "spring", policy)
    assert fails(facts, before, on)


def test_work_for_feedback_only_never_fails(facts: Facts) -> None:
    formative = assessment("essay", "formative")
    assert result_of(work(facts, "2026-09-01", formative), 1).stand is Stand.DUE


def test_pass_or_fail_work_fails_without_a_mark(facts: Facts) -> None:
    viva = assessment("essay", "pass-fail")
    found = result_of(work(facts, "2026-06-01", viva), 1)
    assert (found.result, found.recorded, found.passed) == ("fail", None, False)


def test_under_policy_d_it_fails_when_a_board_decides_the_stage(facts: Facts) -> None:
    keeps(facts, "spring", "level-7-late-d@1")
    board(facts, "2026-05-15", "referred")
    assert one(facts, "2026-05-20").stand is Stand.DUE
    board(facts, "2026-05-26", "referred")
    assert fails(facts, "2026-05-25", "2026-05-26")


@pytest.mark.parametrize("outcome", ["deferred", "progress-with-condition"])
def test_a_board_that_leaves_it_open_decides_nothing_about_it(facts: Facts, outcome: str) -> None:
    keeps(facts, "spring", "level-7-late-d@1")
    board(facts, "2026-05-26", outcome)
    assert fails(facts, "2026-06-11", LAST)


def test_without_a_deadline_it_fails_when_the_board_decides(undated: Facts) -> None:
    board(undated, "2026-07-01", "failed")
    assert fails(undated, "2026-06-30", "2026-07-01")
    assert one(undated).because == "Nothing was handed in before the board decided"
    assert one(undated).board is not None


def test_who_is_on_a_break_on_the_deadline_has_not_missed_it(facts: Facts) -> None:
    facts.add("interruption", FRIDAY, "2026-05-15")
    assert one(facts).stand is Stand.DUE


@pytest.mark.parametrize(("first", "last"), [("2026-05-01", "2026-05-14"), ("2026-05-16", None)])
def test_a_break_beside_the_deadline_changes_nothing(
    facts: Facts, first: str, last: str | None
) -> None:
    facts.add("interruption", first, last)
    assert one(facts, "2026-05-23").stand is Stand.NOT_HANDED_IN


def test_who_had_left_or_was_not_enrolled_yet_has_not_missed_it(facts: Facts) -> None:
    facts.add("withdrawal", "2026-05-14")
    assert one(facts).stand is Stand.DUE
    later = Facts()
    enrolled(later, "2026-05-18", cohort="spring")
    due(later, "spring", FRIDAY)
    assert one(later).stand is Stand.DUE


def test_leaving_after_the_deadline_changes_nothing(facts: Facts) -> None:
    facts.add("withdrawal", "2026-05-18")
    assert one(facts, "2026-05-23").stand is Stand.NOT_HANDED_IN


def test_circumstances_that_nobody_has_decided_keep_it_open(facts: Facts) -> None:
    claim = asks(facts, "2026-05-22")
    assert one(facts, "2026-07-01").stand is Stand.DUE
    decides(facts, "2026-07-02", claim, "refused")
    assert one(facts, "2026-07-01").stand is Stand.DUE
    assert one(facts, "2026-07-02").stand is Stand.NOT_HANDED_IN


def test_a_claim_made_after_it_failed_opens_nothing_until_it_is_accepted(facts: Facts) -> None:
    claim = asks(facts, "2026-05-23")
    assert one(facts, "2026-05-24").stand is Stand.NOT_HANDED_IN
    decides(facts, "2026-06-01", claim, "accepted", effect="deferral", extended_to="2026-07-03")
    found = one(facts, "2026-06-01")
    assert (found.stand, found.deferred) == (Stand.DUE, 1)
    assert fails(facts, "2026-07-10", "2026-07-11")


def test_accepted_lateness_or_a_deferral_without_a_day_never_fails_it(facts: Facts) -> None:
    decides(facts, "2026-05-20", None, "accepted", effect="lateness")
    assert one(facts).stand is Stand.DUE
    other = Facts()
    enrolled(other, "2026-01-05", cohort="spring")
    due(other, "spring", FRIDAY)
    decides(other, "2026-05-20", None, "accepted", effect="deferral")
    assert one(other).stand is Stand.DUE
    hand_in(other, "2026-08-01")
    assert not one(other).late.late


def test_credited_and_waived_work_is_nobodys_failed_attempt(facts: Facts) -> None:
    facts.add("waiver", "2026-03-01", requirement="r")
    assert one(facts).stand is Stand.DUE
    other = Facts()
    enrolled(other, "2026-01-05", cohort="spring")
    due(other, "spring", FRIDAY)
    refused = other.add("credit", "2026-03-01", requirement="r", outcome="refused", enrolment="e")
    assert one(other).stand is Stand.NOT_HANDED_IN
    other.add(
        "credit",
        "2026-03-02",
        requirement="r",
        outcome="credited",
        enrolment="e",
        replaces=refused.id,
    )
    assert one(other).stand is Stand.DUE


def begun_again(facts: Facts) -> Record:
    """Nothing was handed in for the first attempt, and the second was handed in and marked."""
    due(facts, "spring", "2026-07-03", attempt=2)
    claim = asks(facts, "2026-05-25")
    hand_in(facts, "2026-07-01", attempt=2)
    mark(facts, "2026-07-08", 64, attempt=2)
    return claim


def test_a_next_attempt_already_begun_becomes_the_one_that_was_excused(facts: Facts) -> None:
    claim = begun_again(facts)
    first, second = results(work(facts))
    assert (first.stand, second.recorded, second.capped) == (Stand.NOT_HANDED_IN, 50, True)
    decides(facts, "2026-07-10", claim, "accepted", effect="deferral", extended_to="2026-07-20")
    assert [r.attempt for r in results(work(facts, "2026-07-09"))] == [1, 2]
    (only,) = results(work(facts))
    assert (only.attempt, only.recorded, only.capped, only.late.late) == (1, 64, False, False)


def test_a_next_attempt_that_failed_leaves_the_second_still_to_come(facts: Facts) -> None:
    claim = asks(facts, "2026-05-25")
    due(facts, "spring", "2026-07-03", attempt=2)
    text = hand_in(facts, "2026-07-01", attempt=2)
    mark(facts, "2026-07-08", 40, attempt=2)
    decides(facts, "2026-07-10", claim, "accepted", effect="deferral", extended_to="2026-07-20")
    at = work(facts)
    assert at.numbering.attempt_of(text) == 1
    assert next_attempt(work(facts, "2026-07-11")) == 2
    hand_in(facts, "2026-08-01", attempt=2)
    mark(facts, "2026-08-10", 70, attempt=2)
    first, second = results(work(facts))
    assert (first.recorded, second.attempt, second.recorded) == (40, 2, 50)


def test_what_became_another_attempt_is_marked_in_its_layers_as_that(facts: Facts) -> None:
    claim = begun_again(facts)
    decides(facts, "2026-07-10", claim, "accepted", effect="deferral", extended_to="2026-07-20")
    refusal = facts.refusal("mark", "2026-07-11", assessment="essay", attempt=1, mark=70)
    assert refusal is not None
    assert refusal.code == "layer-given"
    assert facts.refusal("mark", "2026-08-11", assessment="essay", attempt=2, mark=70) is None


@pytest.mark.parametrize("kind", ["appeal", "circumstances"])
def test_what_was_claimed_about_it_is_no_claim_about_the_next_attempt(
    facts: Facts, kind: str
) -> None:
    asked = {"appeal": {"grounds": "bias"}, "circumstances": {"asks": "lateness"}}[kind]
    claim = begun_again(facts)
    facts.add(kind, "2026-07-09", assessment="essay", attempt=2, statement="d.s", **asked)
    decides(facts, "2026-07-10", claim, "accepted", effect="deferral", extended_to="2026-07-20")
    again = {"assessment": "essay", "statement": "d.s", **asked}
    assert facts.refusal(kind, "2026-08-11", attempt=2, **again) is None
    refusal = facts.refusal(kind, "2026-08-11", attempt=1, **again)
    assert refusal is not None
    assert refusal.code in ("appealed", "open-claim")


def test_an_extension_accepted_later_takes_the_next_attempt_over_too(facts: Facts) -> None:
    claim = begun_again(facts)
    decides(facts, "2026-07-10", claim, "accepted", effect="extension", extended_to="2026-07-20")
    (only,) = results(work(facts))
    assert (only.attempt, only.recorded) == (1, 64)


def test_a_policy_says_when_it_closes() -> None:
    def says(policy: Any) -> str:
        return next(s.says for s in in_words(policy) if s.title == "Nothing handed in")

    assert says(LEVEL_7).startswith("failed with 0 on the day after")
    assert "in any case 20 working days after the deadline" in says(LEVEL_7_D)
    sooner = replace(LEVEL_7_D, closes_after=10)
    assert "in any case 10 working days" in says(sooner)
