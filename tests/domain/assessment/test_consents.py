"""A consent covers work only while it holds, where it was given, and for the family that gave it."""

from __future__ import annotations

from typing import Any

import pytest

from lms.domain.records import Record
from tests.domain.facts import Facts, enrolled

VIVA: dict[str, Any] = {"assessment": "viva", "in-person": True}


@pytest.fixture
def facts() -> Facts:
    told = Facts()
    enrolled(told)
    return told


def consent(facts: Facts, **fields: Any) -> Record:
    return facts.add("consent", "2025-03-01", "2025-03-31", family="F2", **fields)


def code(facts: Facts, on: str, **fields: Any) -> str | None:
    refusal = facts.refusal("submission", on, **fields)
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("on", "refused"),
    [
        ("2025-02-28", "consent-not-in-date"),
        ("2025-03-01", None),
        ("2025-03-31", None),
        ("2025-04-01", "consent-not-in-date"),
    ],
)
def test_a_consent_covers_its_first_and_its_last_day(
    facts: Facts, on: str, refused: str | None
) -> None:
    given = consent(facts)
    assert code(facts, on, consent=given.id, **VIVA) == refused


def test_what_is_named_as_a_consent_must_be_one(facts: Facts) -> None:
    other = facts.add("declaration", "2025-03-01", declaration="ethics")
    assert code(facts, "2025-03-02", consent=other.id, **VIVA) == "no-consent"
    assert code(facts, "2025-03-02", consent="nothing", **VIVA) == "no-consent"


def test_a_consent_that_was_taken_back_covers_nothing(facts: Facts) -> None:
    given = consent(facts)
    facts.add("retraction", "2025-03-02", replaces=given.id)
    assert code(facts, "2025-03-03", consent=given.id, **VIVA) == "no-consent"


def test_a_consent_of_another_family_does_not_cover_the_work(facts: Facts) -> None:
    given = consent(facts)
    refused = code(facts, "2025-03-02", consent=given.id, family="F3", **VIVA)
    assert refused == "consent-of-another-family"
    assert code(facts, "2025-03-02", consent=given.id, family="F2", **VIVA) is None
    assert code(facts, "2025-03-02", consent=given.id, **VIVA) is None


def test_a_consent_given_to_an_employer_stays_there(facts: Facts) -> None:
    facts.add("employment", "2024-01-01", "2025-03-15", employer="kent")
    given = consent(facts, employer="kent")
    assert code(facts, "2025-03-15", consent=given.id, **VIVA) is None
    assert code(facts, "2025-03-16", consent=given.id, **VIVA) == "consent-not-in-date"


def test_a_consent_of_another_enrolment_covers_nothing_here(facts: Facts) -> None:
    given = facts.add("consent", "2025-03-01", "2025-03-31", enrolment="another")
    assert code(facts, "2025-03-02", consent=given.id, **VIVA) == "no-consent"


def test_nothing_of_what_was_shown_in_person_is_kept(facts: Facts) -> None:
    assert code(facts, "2025-03-02", document="d", **VIVA) == "in-person"
    assert code(facts, "2025-03-02", **VIVA) is None
    assert code(facts, "2025-03-02", assessment="essay", document="d") is None
