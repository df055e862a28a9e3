"""What no door lets in: marks out of range, layers out of order, decisions made twice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.facts import Facts, enrolled

ESSAY = {"assessment": "essay"}


@pytest.fixture
def facts() -> Facts:
    told = Facts()
    enrolled(told)
    return told


def code(facts: Facts, kind: str, **fields: Any) -> str | None:
    refusal = facts.refusal(kind, "2025-06-01", **fields)
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("mark", "refused"), [(-1, "mark-range"), (0, None), (100, None), (101, "mark-range")]
)
def test_a_mark_is_0_to_100(facts: Facts, mark: int, refused: str | None) -> None:
    assert code(facts, "mark", mark=mark, **ESSAY) == refused


def test_a_layer_is_given_once_and_then_corrected(facts: Facts) -> None:
    first = facts.add("mark", "2025-05-01", mark=60, **ESSAY)
    assert code(facts, "mark", mark=61, **ESSAY) == "layer-given"
    assert code(facts, "mark", mark=61, replaces=first.id, **ESSAY) is None
    assert code(facts, "mark", mark=61, attempt=2, **ESSAY) is None
    assert code(facts, "mark", mark=61, layer="second", **ESSAY) is None


def test_an_agreed_or_third_mark_needs_both_markers(facts: Facts) -> None:
    for layer in ("agreed", "third"):
        assert code(facts, "mark", mark=60, layer=layer, reason="d", **ESSAY) == "layers-missing"
    facts.add("mark", "2025-05-01", mark=48, **ESSAY)
    facts.add("mark", "2025-05-01", mark=52, layer="second", **ESSAY)
    assert code(facts, "mark", mark=50, layer="agreed", **ESSAY) == "no-reason"
    assert code(facts, "mark", mark=50, layer="agreed", reason="d", **ESSAY) is None
    assert code(facts, "mark", mark=50, layer="third", **ESSAY) is None


def test_a_board_says_why(facts: Facts) -> None:
    assert code(facts, "mark", mark=50, layer="board", **ESSAY) == "no-reason"


def test_a_held_work_takes_no_mark(facts: Facts) -> None:
    case = facts.add("misconduct", "2025-05-01", **ESSAY)
    assert code(facts, "mark", mark=50, **ESSAY) == "held"
    facts.add("misconduct-decision", "2025-05-02", case=case.id, outcome="no-case")
    assert code(facts, "mark", mark=50, **ESSAY) is None


def test_after_a_deferral_the_layers_begin_anew(facts: Facts) -> None:
    facts.add("mark", "2025-05-01", mark=40, **ESSAY)
    facts.add(
        "circumstances-decision", "2025-05-02", decision="accepted", effect="deferral", **ESSAY
    )
    assert code(facts, "mark", mark=61, **ESSAY) is None


def test_a_case_is_decided_once(facts: Facts) -> None:
    case = facts.add("misconduct", "2025-05-01", **ESSAY)
    facts.add("misconduct-decision", "2025-05-02", case=case.id, outcome="no-case")
    assert code(facts, "misconduct-decision", case=case.id, outcome="zero") == "decided"
    assert code(facts, "misconduct-decision", case="other", outcome="zero") == "no-such-record"


def test_accepted_circumstances_say_what_follows(facts: Facts) -> None:
    decide = {"decision": "accepted", **ESSAY}
    assert code(facts, "circumstances-decision", **decide) == "no-effect"
    assert code(facts, "circumstances-decision", effect="extension", **decide) == "no-day"
    assert code(facts, "circumstances-decision", effect="lateness", **decide) is None
    claim = facts.add("circumstances", "2025-05-01", asks="lateness", **ESSAY)
    about = {"claim": claim.id, "effect": "lateness", **decide}
    assert code(facts, "circumstances-decision", **about) is None
    facts.add("circumstances-decision", "2025-05-02", **about)
    assert code(facts, "circumstances-decision", **about) == "decided"


def test_an_appeal_is_decided_once(facts: Facts) -> None:
    appeal = facts.add("appeal", "2025-05-01", grounds="procedure", **ESSAY)
    assert code(facts, "appeal-decision", appeal=appeal.id, outcome="upheld") is None
    facts.add("appeal-decision", "2025-05-02", appeal=appeal.id, outcome="dismissed")
    assert code(facts, "appeal-decision", appeal=appeal.id, outcome="upheld") == "decided"


def test_an_attempt_has_one_text_until_it_comes_back_for_a_slip(facts: Facts) -> None:
    text = facts.add("submission", "2025-05-01", **ESSAY)
    assert code(facts, "submission", **ESSAY) == "handed-in"
    assert code(facts, "submission", attempt=2, **ESSAY) is None
    assert code(facts, "submission", replaces=text.id, **ESSAY) is None
    facts.add("slip", "2025-05-02", grade="minor", **ESSAY)
    assert code(facts, "submission", **ESSAY) is None
    facts.add("submission", "2025-05-03", **ESSAY)
    assert code(facts, "submission", **ESSAY) == "handed-in"


def test_one_case_about_an_attempt_is_open_at_a_time(facts: Facts) -> None:
    case = facts.add("misconduct", "2025-05-01", **ESSAY)
    assert code(facts, "misconduct", **ESSAY) == "held"
    assert code(facts, "misconduct", attempt=2, **ESSAY) is None
    facts.add("misconduct-decision", "2025-05-02", case=case.id, outcome="no-case")
    assert code(facts, "misconduct", **ESSAY) is None


def test_nobody_is_given_the_same_work_twice_or_his_or_her_own(facts: Facts) -> None:
    own = facts.add("allocation", "2025-05-01", role="first", marker="mark", **ESSAY)
    assert code(facts, "allocation", role="first", marker="mona", **ESSAY) == "allocated"
    assert code(facts, "allocation", role="second", marker="mark", **ESSAY) == "marked-twice"
    assert code(facts, "allocation", role="second", marker="mona", **ESSAY) is None
    again = {"role": "first", "marker": "mona", "replaces": own.id}
    assert code(facts, "allocation", **again, **ESSAY) is None
    learner = own.subject.id
    assert code(facts, "allocation", role="second", marker=learner, **ESSAY) == "own-work"


def test_what_ended_a_stage_is_corrected_and_not_decided_again(facts: Facts) -> None:
    stage = {"stage": "small/year"}
    facts.add("board-outcome", "2025-05-01", outcome="referred", **stage)
    ended = facts.add("board-outcome", "2025-05-02", outcome="complete", **stage)
    assert code(facts, "board-outcome", outcome="failed", **stage) == "board-decided"
    assert code(facts, "board-outcome", outcome="failed", stage="small/next") is None
    assert code(facts, "board-outcome", outcome="failed", replaces=ended.id, **stage) is None


def test_only_the_last_outcome_of_a_stage_is_corrected(facts: Facts) -> None:
    stage = {"stage": "family-therapy/year-2"}
    march = facts.add("board-outcome", "2025-03-20", outcome="referred", **stage)
    june = facts.add("board-outcome", "2025-06-01", outcome="deferred", **stage)
    corrected = {"outcome": "failed", **stage}
    assert code(facts, "board-outcome", replaces=march.id, **corrected) == "board-decided"
    assert code(facts, "board-outcome", replaces=june.id, **corrected) is None


def test_no_other_text_takes_the_place_of_one_that_names_a_client(facts: Facts) -> None:
    facts.add("submission", "2025-05-01", **ESSAY)
    facts.add("slip", "2025-05-02", grade="major", what="named", **ESSAY)
    assert code(facts, "submission", **ESSAY) == "handed-in"
