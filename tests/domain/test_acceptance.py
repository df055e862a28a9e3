"""What may not be written."""

from typing import Any

import pytest

from tests.domain.facts import Facts, enrolled


def log(facts: Facts, on: str, start: str, end: str, **more: Any) -> None:
    usual = {"category": "agency", "minutes": 60, "start": start, "end": end}
    facts.add("hours", on, **{**usual, **more})


def code(facts: Facts, kind: str, on: str, until: str | None = None, **more: Any) -> str:
    refusal = facts.refusal(kind, on, until, **more)
    return refusal.code if refusal else "accepted"


def signature(**more: Any) -> dict[str, Any]:
    return {"entry": "h", "signer": "sue", "role": "live-supervisor", **more}


def one_entry() -> Facts:
    facts = Facts()
    log(facts, "2025-01-14", "14:00", "15:00", id="h")
    return facts


@pytest.mark.parametrize(
    ("on", "fields", "expected"),
    [
        ("2025-01-14", {}, "accepted"),
        ("2025-01-13", {}, "too-early"),
        ("2025-01-20", {"entry": "gone"}, "no-entry"),
        ("2025-01-20", {"signer": "ana"}, "own-signature"),
        ("2025-01-20", {"signer": "ana", "role": "learner"}, "accepted"),
    ],
)
def test_a_signature_is_somebody_elses_on_an_entry_that_is_there(
    on: str, fields: dict[str, Any], expected: str
) -> None:
    assert code(one_entry(), "signature", on, **signature(**fields)) == expected


def test_somebody_answers_an_entry_once_in_each_role() -> None:
    facts = one_entry()
    facts.add("signature", "2025-01-20", **signature(decision="declined"))
    assert code(facts, "signature", "2025-01-21", **signature()) == "already-signed"
    assert code(facts, "signature", "2025-01-21", **signature(role="line-manager")) == "accepted"
    assert code(facts, "signature", "2025-01-21", **signature(signer="tom")) == "accepted"


def test_an_entry_corrected_away_cannot_be_signed() -> None:
    facts = one_entry()
    log(facts, "2025-01-14", "14:00", "16:00", id="h2", replaces="h")
    assert code(facts, "signature", "2025-01-20", **signature()) == "no-entry"


ENROL = {"programme": "course", "version": "1", "admission": "training"}


def test_nobody_is_enrolled_twice_while_the_first_is_open() -> None:
    facts = Facts()
    enrolled(facts)
    assert code(facts, "enrolment", "2025-01-01", **ENROL) == "already-enrolled"
    assert code(facts, "enrolment", "2025-01-01", **{**ENROL, "admission": "other"}) == "accepted"


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("withdrawal", {}, "accepted"),
        ("award", {"stage": "course/year"}, "accepted"),
        ("board-outcome", {"stage": "course/year", "outcome": "complete"}, "accepted"),
        ("board-outcome", {"stage": "course/year", "outcome": "failed"}, "accepted"),
        ("board-outcome", {"stage": "course/year", "outcome": "progress"}, "already-enrolled"),
        ("board-outcome", {"stage": "course/year", "outcome": "referred"}, "already-enrolled"),
    ],
)
def test_somebody_may_be_enrolled_again_once_the_first_has_come_to_its_end(
    kind: str, fields: dict[str, str], expected: str
) -> None:
    facts = Facts()
    enrolled(facts)
    facts.add(kind, "2025-07-25", **fields)
    assert code(facts, "enrolment", "2025-09-01", **ENROL) == expected


def test_nobody_is_enrolled_again_before_the_last_day_of_the_first_is_over() -> None:
    facts = Facts()
    enrolled(facts)
    facts.add("withdrawal", "2025-07-25")
    assert code(facts, "enrolment", "2025-07-24", **ENROL) == "already-enrolled"
    assert code(facts, "enrolment", "2025-07-25", **ENROL) == "accepted"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-03-01", "2025-03-31", "accepted"),
        ("2025-04-30", "2025-06-01", "overlap"),
        ("2025-03-01", "2025-04-01", "overlap"),
        ("2025-03-01", None, "overlap"),
        ("2025-05-01", None, "accepted"),
        ("2025-06-30", "2025-06-01", "dates"),
    ],
)
def test_breaks_do_not_overlap(first: str, last: str | None, expected: str) -> None:
    facts = Facts()
    facts.add("interruption", "2025-04-01", "2025-04-30")
    assert code(facts, "interruption", first, last) == expected


def test_no_break_begins_after_one_that_has_no_end() -> None:
    facts = Facts()
    facts.add("interruption", "2025-04-01")
    assert code(facts, "interruption", "2026-01-01", "2026-02-01") == "overlap"
    assert code(facts, "interruption", "2025-03-01", "2025-03-31") == "accepted"


def test_a_break_cannot_be_back_dated() -> None:
    assert code(Facts(), "interruption", "2025-04-01", approved="2025-04-02") == "back-dated"
    assert code(Facts(), "interruption", "2025-04-01", approved="2025-04-01") == "accepted"


def test_correcting_a_breaks_end_later_is_not_back_dating_it() -> None:
    facts = Facts()
    facts.add("interruption", "2025-04-01", "2025-12-31", id="b", approved="2025-03-01")
    corrected = {"approved": "2025-09-01", "replaces": "b"}
    assert code(facts, "interruption", "2025-04-01", "2025-09-30", **corrected) == "accepted"
    assert code(facts, "interruption", "2025-03-15", "2025-09-30", **corrected) == "back-dated"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("registration", {"register": "swe"}),
        ("role", {"role": "tutor"}),
        ("employment", {"employer": "medway"}),
        ("consent", {}),
        (
            "agency-form",
            {"employer": "medway", "supervisor": "sue", "roles": ["line-manager"]},
        ),
    ],
)
def test_no_period_ends_before_it_begins(kind: str, fields: dict[str, Any]) -> None:
    assert code(Facts(), kind, "2025-04-02", "2025-04-01", **fields) == "dates"
    assert code(Facts(), kind, "2025-04-01", "2025-04-01", **fields) == "accepted"


@pytest.mark.parametrize(
    ("fte", "expected"), [("0", "fte"), ("-1", "fte"), ("1.6", "fte"), ("0.05", "accepted")]
)
def test_a_post_is_a_share_of_full_time(fte: str, expected: str) -> None:
    assert code(Facts(), "employment", "2025-01-01", employer="medway", fte=fte) == expected


def test_a_log_is_answered_while_it_is_there_and_accepted_once() -> None:
    facts = Facts()
    facts.add("log", "2025-01-14", id="l", template="kolb")
    assert code(facts, "log-response", "2025-01-15", log="x", decision="accepted") == "no-log"
    facts.add("log-response", "2025-01-15", log="l", decision="returned")
    assert code(facts, "log-response", "2025-01-16", log="l", decision="accepted") == "accepted"
    facts.add("log-response", "2025-01-16", log="l", decision="accepted")
    again = code(facts, "log-response", "2025-01-17", log="l", decision="returned")
    assert again == "already-accepted"


def test_an_award_is_confirmed_once() -> None:
    facts = Facts()
    facts.add("award", "2025-11-21", stage="course/year")
    assert code(facts, "award", "2025-12-01", stage="course/year") == "already-awarded"
    assert code(facts, "award", "2025-12-01", stage="course/other") == "accepted"
