"""A programme closed to new enrolments takes nobody new, until it is opened again (8a.15)."""

from __future__ import annotations

import pytest

from lms.domain.intake import intake_words, is_closed, programme_subject, refuse_new
from lms.domain.records import Records
from tests.domain.facts import Facts, day


def decided(*decisions: tuple[str, str]) -> Records:
    """What was decided about the course, in this order: from which day, and what."""
    facts = Facts()
    for on, outcome in decisions:
        facts.add(
            "intake", on, about=programme_subject("course"), outcome=outcome, known="2026-01-01"
        )
    return facts.every()


@pytest.mark.parametrize(("on", "closed"), [("2026-08-31", False), ("2026-09-01", True)])
def test_it_is_closed_from_its_day(on: str, closed: bool) -> None:
    assert is_closed(decided(("2026-09-01", "closed")), day(on)) is closed


def test_nothing_decided_is_open() -> None:
    assert not is_closed(decided(), day("2026-09-01"))
    assert intake_words(decided(), day("2026-09-01")) == ""


def test_the_decision_made_last_holds_whichever_day_it_names() -> None:
    of = decided(("2026-09-01", "closed"), ("2026-08-01", "open"))
    assert not is_closed(of, day("2026-10-01"))
    later = decided(("2026-09-01", "closed"), ("2026-10-01", "open"))
    assert [is_closed(later, day(on)) for on in ("2026-09-30", "2026-10-01")] == [True, False]


@pytest.mark.parametrize(
    ("start", "today", "refused"),
    [
        ("2026-08-31", "2026-08-01", False),
        ("2026-09-01", "2026-08-01", True),  # dated after the closing, before it has come
        ("2026-08-31", "2026-09-01", True),  # dated before it, once it has come
        ("2026-09-15", "2026-09-15", True),
        ("2026-11-01", "2026-09-15", False),  # when it is open again
        ("2026-09-15", "2026-11-01", True),  # back-dated into the time when it was closed
        ("2026-11-01", "2026-11-01", False),
    ],
)
def test_nobody_new_is_enrolled_while_it_is_closed_or_from_such_a_day(
    start: str, today: str, refused: bool
) -> None:
    of = decided(("2026-09-01", "closed"), ("2026-10-15", "open"))
    refusal = refuse_new(of, "The course", day(start), day(today))
    assert (refusal is not None) is refused
    if refusal:
        assert refusal.code == "closed-to-new"
        assert "closed to new enrolments from 1 September 2026" in refusal.reason


@pytest.mark.parametrize(
    ("today", "says"),
    [
        ("2026-08-01", "It closes to new enrolments on 1 September 2026."),
        (
            "2026-09-01",
            "Closed to new enrolments since 1 September 2026. "
            "It opens to them again on 15 October 2026.",
        ),
        ("2026-10-15", ""),
    ],
)
def test_how_it_stands_is_said_in_words(today: str, says: str) -> None:
    of = decided(("2026-09-01", "closed"), ("2026-10-15", "open"))
    assert intake_words(of, day(today)) == says


def test_what_was_taken_back_before_it_came_is_not_announced() -> None:
    of = decided(("2026-09-01", "closed"), ("2026-08-01", "open"))
    assert intake_words(of, day("2026-07-01")) == ""
