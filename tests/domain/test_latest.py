"""Of several facts the latest by its day decides, whatever was typed last (8a.23)."""

from itertools import permutations

import pytest

from lms.domain.acceptance import ended
from lms.domain.as_of import AsOf
from lms.domain.evidence import enrolments_of
from lms.domain.latest import (
    by_day,
    credited_stages,
    last_set,
    latest_by_day,
    unless_refused,
)
from lms.domain.stage_dates import completing, decisions_on
from tests.domain.facts import Facts, day

STAGE = "course/year"
CHECKS = {"old": "2025-03-01", "young": "2025-06-01"}


@pytest.mark.parametrize("typed", list(permutations(CHECKS)))
def test_the_latest_is_by_day_whatever_was_typed_last(typed: tuple[str, ...]) -> None:
    facts = Facts()
    for name in typed:
        facts.add("judgement", CHECKS[name], id=name, requirement="r", outcome="suitable")
    found = latest_by_day(facts.every())
    assert found
    assert found.id == "young"
    assert [r.id for r in by_day(facts.every())] == ["old", "young"]


def test_of_two_on_one_day_the_one_recorded_later_decides() -> None:
    facts = Facts()
    facts.add("judgement", "2025-06-01", id="a", requirement="r", outcome="not-yet")
    facts.add("judgement", "2025-06-01", id="b", requirement="r", outcome="suitable")
    found = latest_by_day(reversed(facts.every()))
    assert found
    assert found.id == "b"


def test_a_corrected_outcome_keeps_the_place_of_what_it_corrects() -> None:
    facts = Facts()
    first = facts.add("board-outcome", "2025-06-01", stage=STAGE, outcome="referred")
    second = facts.add("board-outcome", "2025-06-01", stage=STAGE, outcome="complete")
    facts.add(
        "board-outcome",
        "2025-06-01",
        stage=STAGE,
        outcome="deferred",
        replaces=first.id,
        in_place_of=first.position,
    )
    found = decisions_on(STAGE, facts.every(), AsOf(day("2025-07-01")))
    assert [d.get("outcome") for d in found] == ["deferred", "complete"]
    assert found[-1].id == second.id


def test_what_somebody_set_is_the_last_set_whichever_day_it_names() -> None:
    facts = Facts()
    facts.add("deadline", "2026-03-01", id="first", assessment="essay")
    facts.add("deadline", "2026-01-15", id="forward", assessment="essay")
    found = last_set(facts.every())
    assert found
    assert found.id == "forward"
    assert last_set([]) is None
    assert latest_by_day([]) is None


def credit(facts: Facts, on: str, outcome: str, stage: str = STAGE) -> None:
    facts.add("credit", on, id=f"{outcome} {on}", stage=stage, outcome=outcome)


def test_a_refusal_undoes_only_what_was_credited_before_its_day() -> None:
    facts = Facts()
    credit(facts, "2025-06-01", "credited")
    credit(facts, "2025-03-01", "refused")
    assert [r.on.month for r in unless_refused(facts.every())] == [6]
    credit(facts, "2025-07-01", "refused")
    assert unless_refused(facts.every()) == []


def test_a_refusal_about_one_stage_leaves_the_credit_for_another() -> None:
    facts = Facts()
    credit(facts, "2025-03-01", "credited")
    credit(facts, "2025-06-01", "refused", "course/other")
    assert [r.get("stage") for r in credited_stages(facts.every())] == [STAGE]


def test_a_refused_stage_is_complete_from_the_first_credit_after_the_refusal() -> None:
    facts = Facts()
    for on, outcome in (
        ("2025-09-01", "credited"),
        ("2025-03-01", "credited"),
        ("2025-06-01", "refused"),
    ):
        credit(facts, on, outcome)
    days = ("2025-05-31", "2025-06-01", "2025-09-01")
    found = [completing(STAGE, facts.every(), AsOf(day(on))) for on in days]
    assert [r.on.month if r else None for r in found] == [3, None, 9]


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [("failed", "referred", False), ("referred", "failed", True), ("failed", "complete", True)],
)
def test_an_enrolment_has_ended_by_its_latest_board(
    earlier: str, later: str, expected: bool
) -> None:
    facts = Facts()
    facts.add("board-outcome", "2025-09-01", stage=STAGE, outcome=later)
    facts.add("board-outcome", "2025-07-01", stage=STAGE, outcome=earlier)
    assert ended(facts.every(), day("2025-09-01")) is expected


def test_of_two_enrolments_the_one_begun_last_is_last() -> None:
    facts = Facts()
    for on in ("2025-09-01", "2023-09-01"):
        facts.add("enrolment", on, id=on, programme="c", version="1", admission="a")
    assert [e.id for e in enrolments_of(facts.every())] == ["2023-09-01", "2025-09-01"]
