"""A correction takes effect once all who signed have signed it; an objection holds what it is about."""

from __future__ import annotations

from typing import Any

import pytest

from lms.domain.signed_entries import State, corrections, entries_of
from tests.domain.facts import Facts, enrolled, requirement, verdict

BOTH = requirement(
    "hours",
    category="supervision-given",
    at_least=1,
    signed_by=("coach", "mentor"),
    all_sign=True,
)


def signed(*signers: str) -> Facts:
    """An entry of one hour, signed by a coach, a mentor, or both, on 20 January."""
    facts = Facts()
    enrolled(facts)
    times = {"start": "14:00", "end": "15:00", "minutes": 60}
    facts.add("hours", "2025-01-14", id="h", category="supervision-given", **times)
    for role in signers:
        sign(facts, "2025-01-20", "h", role)
    return facts


def sign(facts: Facts, on: str, entry: str, role: str) -> None:
    facts.add("signature", on, id=f"{entry}-{role}", entry=entry, signer=f"the-{role}", role=role)


def wanted(end: str = "16:00", minutes: int = 120, **more: Any) -> dict[str, Any]:
    return {
        "entry": "h",
        "day": "2025-01-14",
        "start": "14:00",
        "end": end,
        "minutes": minutes,
        **more,
    }


def answer(facts: Facts, on: str, role: str, decision: str = "signed") -> None:
    given = {"correction": "c", "signer": f"the-{role}", "role": role, "decision": decision}
    facts.add("correction-answer", on, **given)


def state(facts: Facts) -> tuple[State, tuple[tuple[str, str], ...]]:
    (found,) = corrections(facts.every())
    return found.state, found.missing


def code(facts: Facts, kind: str, on: str, **more: Any) -> str:
    refusal = facts.refusal(kind, on, **more)
    return refusal.code if refusal else "accepted"


def test_a_correction_waits_for_everybody_who_signed() -> None:
    facts = signed("coach", "mentor")
    facts.add("correction", "2025-02-01", id="c", **wanted())
    assert state(facts) == (State.WAITS, (("the-coach", "coach"), ("the-mentor", "mentor")))
    reverse = {"entry": "h", "correction": "c"}
    answer(facts, "2025-02-02", "coach")
    assert code(facts, "reversal", "2025-02-02", **reverse) == "not-signed-yet"
    answer(facts, "2025-02-05", "mentor")
    assert code(facts, "reversal", "2025-02-05", **reverse) == "accepted"


def corrected() -> Facts:
    """The entry corrected to two hours on 5 February by both who had signed it."""
    facts = signed("coach", "mentor")
    facts.add("correction", "2025-02-01", id="c", **wanted())
    answer(facts, "2025-02-02", "coach")
    answer(facts, "2025-02-05", "mentor")
    facts.add("reversal", "2025-02-05", entry="h", correction="c")
    more = {"start": "14:00", "end": "16:00", "minutes": 120, "corrects": "h"}
    facts.add(
        "hours", "2025-01-14", id="new", known="2025-02-05", category="supervision-given", **more
    )
    for role, on in (("coach", "2025-02-02"), ("mentor", "2025-02-05")):
        sign(facts, on, "new", role)
    return facts


@pytest.mark.parametrize(
    ("as_of", "amount", "entry"),
    [
        ("2025-01-19", 0, "h"),
        ("2025-01-20", 1, "h"),
        ("2025-02-04", 1, "h"),
        ("2025-02-05", 2, "new"),
        ("2025-06-01", 2, "new"),
    ],
)
def test_as_of_any_earlier_day_the_entry_counts_as_it_was_signed(
    as_of: str, amount: int, entry: str
) -> None:
    finding = verdict(corrected(), BOTH, as_of).finding
    assert finding.amount == amount
    named = [c.record for c in finding.counted] or [n.record for n in finding.not_counted]
    assert named == [entry]


def test_only_the_new_entry_stands_and_only_its_time_is_taken() -> None:
    facts = corrected()
    assert [e.id for e in entries_of(facts.every())] == ["new"]
    times = {"category": "study", "minutes": 30}
    assert code(facts, "hours", "2025-01-14", start="15:30", end="16:00", **times) == "overlap"
    assert code(facts, "signature", "2025-02-06", entry="h", signer="x", role="coach") == "no-entry"
    assert code(facts, "correction", "2025-02-06", **wanted()) == "no-entry"
    assert code(facts, "correction", "2025-02-06", **wanted(entry="new")) == "accepted"


def test_nobody_writes_the_new_entry_before_it_is_signed() -> None:
    facts = signed("coach")
    given = {"category": "supervision-given", "minutes": 120, "corrects": "h"}
    assert code(facts, "hours", "2025-01-14", **given) == "not-signed-yet"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "accepted"),
        ({"end": "14:30", "minutes": 30}, "accepted"),
        ({"end": "13:00"}, "ends-before-start"),
        ({"end": "14:30", "minutes": 60}, "length"),
        ({"minutes": -1}, "length"),
        ({"minutes": 120, "direct": 121}, "length"),
        ({"entry": "gone"}, "no-entry"),
        ({"end": "17:30", "minutes": 210}, "overlap"),
    ],
)
def test_a_correction_would_be_an_entry_itself(fields: dict[str, Any], expected: str) -> None:
    facts = signed("coach")
    other = {"category": "study", "minutes": 60, "start": "17:00", "end": "18:00"}
    facts.add("hours", "2025-01-14", id="other", **other)
    assert code(facts, "correction", "2025-02-01", **wanted(**fields)) == expected


def test_what_waits_takes_its_time_until_it_is_declined() -> None:
    facts = signed("coach")
    facts.add("correction", "2025-02-01", id="c", **wanted())
    later = {"category": "study", "minutes": 30, "start": "15:30", "end": "16:00"}
    assert code(facts, "hours", "2025-01-14", **later) == "overlap"
    assert code(facts, "correction", "2025-02-02", **wanted()) == "correction-open"
    answer(facts, "2025-02-02", "coach", "declined")
    assert state(facts)[0] is State.DECLINED
    assert code(facts, "hours", "2025-01-14", **later) == "accepted"
    assert code(facts, "correction", "2025-02-03", **wanted()) == "accepted"


@pytest.mark.parametrize("kind", ["correction", "addendum"])
def test_what_nobody_signed_is_changed_itself(kind: str) -> None:
    fields = wanted() if kind == "correction" else {"entry": "h"}
    assert code(signed(), kind, "2025-02-01", **fields) == "unsigned-entry"
    assert code(signed("coach"), kind, "2025-02-01", **fields) == "accepted"


def objected(outcome: str = "", role: str = "coach") -> Facts:
    facts = signed("coach", "mentor")
    facts.add("objection", "2025-02-01", id="o", signature=f"h-{role}")
    if outcome:
        facts.add("objection-decision", "2025-03-01", objection="o", outcome=outcome)
    return facts


@pytest.mark.parametrize(
    ("outcome", "as_of", "amount", "why"),
    [
        ("", "2025-01-31", 1, ""),
        ("", "2025-02-01", 0, "objected"),
        ("upheld", "2025-02-28", 0, "objected"),
        ("upheld", "2025-03-01", 0, "objection-upheld"),
        ("upheld", "2025-01-31", 1, ""),
        ("dismissed", "2025-02-28", 0, "objected"),
        ("dismissed", "2025-03-01", 1, ""),
    ],
)
@pytest.mark.parametrize("role", ["coach", "mentor"])
def test_an_objection_holds_the_hours_from_its_day_until_it_is_decided(
    role: str, outcome: str, as_of: str, amount: int, why: str
) -> None:
    finding = verdict(objected(outcome, role), BOTH, as_of).finding
    assert finding.amount == amount
    assert [n.code for n in finding.not_counted] == [why] * (not amount)
    assert (finding.outcome == "held") is (why == "objected")


def test_an_upheld_objection_leaves_the_role_open_and_a_later_signature_counts() -> None:
    facts = objected("upheld")
    assert code(facts, "signature", "2025-03-02", entry="h", signer="the-coach", role="coach") == (
        "accepted"
    )
    facts.add("signature", "2025-03-02", entry="h", signer="another", role="coach")
    assert verdict(facts, BOTH, "2025-03-02").finding.amount == 1


def test_an_entry_whose_objection_was_upheld_waits_for_a_signature_in_the_sentence_too() -> None:
    found = verdict(objected("upheld"), BOTH, "2025-03-02")
    assert found.reason == "0 of 1 hour counts; 1 still needed. 1 waits for a signature."


def test_an_entry_under_objection_is_not_corrected_and_a_decided_one_not_decided_again() -> None:
    assert code(objected(), "correction", "2025-02-02", **wanted()) == "objected"
    assert code(objected("dismissed"), "correction", "2025-03-02", **wanted()) == "accepted"
    assert code(objected(), "objection", "2025-02-02", signature="h-coach") == "objected-already"
    again = {"objection": "o", "outcome": "upheld"}
    assert code(objected("upheld"), "objection-decision", "2025-03-02", **again) == "decided"


def test_a_correction_is_overtaken_where_the_signature_falls() -> None:
    facts = signed("coach")
    facts.add("correction", "2025-02-01", id="c", **wanted())
    facts.add("objection", "2025-02-02", id="o", signature="h-coach")
    facts.add("objection-decision", "2025-02-03", objection="o", outcome="upheld")
    assert state(facts)[0] is State.OVERTAKEN
    given = {"correction": "c", "signer": "the-coach", "role": "coach", "decision": "signed"}
    assert code(facts, "correction-answer", "2025-02-04", **given) == "not-waiting"
