"""Attendance by half-days, with the clause that governs and the last permitted absence."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.programme import Requirement
from lms.domain.requirements.attendance import ATTENDANCE, needed_days
from lms.domain.verdicts import Verdict
from tests.domain.facts import (
    Facts,
    decimal,
    enrolled,
    programme,
    progress,
    requirement,
    stage,
    verdict,
)


def wanted(**more: Any) -> Requirement:
    return requirement("attendance", register="taught", **{"days": 15, **more})


YEAR_2 = {"days": 15, "at_most_missed": 2, "also_says_percent": 90}


def attended(missed: tuple[str, ...] = (), days: int = 15) -> Facts:
    """Every day attended but for those named, such as "3" or "14pm"."""
    facts = Facts()
    enrolled(facts)
    for n in range(1, days + 1):
        mark(facts, n, "whole", True)
    for name in missed:
        number = int(name.rstrip("amp"))
        half = name[len(str(number)) :] or "whole"
        mark(facts, number, half, False)
    return facts


def mark(facts: Facts, n: int, half: str, present: bool, **more: Any) -> None:
    month, of_month = divmod(n - 1, 28)
    on = f"2024-{10 + month:02}-{of_month + 1:02}"
    facts.add("attendance", on, register="taught", day=n, half=half, present=present, **more)


def judged(facts: Facts, as_of: str = "2025-01-01", **more: Any) -> Verdict:
    return verdict(facts, wanted(**(more or YEAR_2)), as_of)


@pytest.mark.parametrize(
    ("clause", "days", "needed"),
    [
        ({"at_least_percent": 80}, 12, Fraction(10)),
        ({"at_least_percent": 80}, 10, Fraction(8)),
        ({"at_least_percent": 80}, 20, Fraction(16)),
        ({"at_least_percent": 90}, 15, Fraction(27, 2)),
        ({"at_least_percent": decimal("79.2")}, 12, Fraction(19, 2) + Fraction(1, 2)),
        ({"at_least_percent": 100}, 6, Fraction(6)),
        ({"at_most_missed": 2}, 15, Fraction(13)),
        ({"at_most_missed": decimal("1.5")}, 6, Fraction(9, 2)),
    ],
)
def test_the_days_needed_are_whole_half_days(
    clause: dict[str, Any], days: int, needed: Fraction
) -> None:
    assert needed_days(wanted(days=days, **clause)) == needed


@given(st.integers(1, 40), st.integers(0, 100))
def test_the_share_is_reached_with_the_days_needed_and_not_with_half_a_day_less(
    days: int, percent: int
) -> None:
    needed = needed_days(wanted(days=days, at_least_percent=percent))
    assert needed * 100 >= days * percent
    assert (needed - Fraction(1, 2)) * 100 < days * percent


@pytest.mark.parametrize(
    ("missed", "outcome", "amount"),
    [
        ((), "met", Fraction(15)),
        (("3", "6"), "met", Fraction(13)),
        (("3", "6", "14pm"), "not-met", Fraction(25, 2)),
        (("3am", "6pm", "7", "8am"), "not-met", Fraction(25, 2)),
        (("3am", "6pm", "7"), "met", Fraction(13)),
    ],
)
def test_two_days_of_fifteen_may_be_missed(
    missed: tuple[str, ...], outcome: str, amount: Fraction
) -> None:
    found = judged(attended(missed))
    assert (found.outcome.value, found.finding.amount) == (outcome, amount)


def test_the_clause_that_does_not_govern_is_shown_where_it_disagrees() -> None:
    assert "86.67 % at most" in judged(attended(("3", "6"))).finding.warning
    assert judged(attended(("3",))).finding.warning == ""
    assert judged(attended(("3", "6am"))).finding.warning == ""  # 90 % exactly


@pytest.mark.parametrize(
    ("missed", "days", "outcome"),
    [(("3", "6"), 12, "met"), (("3", "6", "8am"), 12, "not-met")],
)
def test_ten_days_of_twelve_meet_eighty_per_cent_and_nine_and_a_half_do_not(
    missed: tuple[str, ...], days: int, outcome: str
) -> None:
    found = judged(attended(missed, 12), days=12, at_least_percent=80)
    assert found.outcome.value == outcome


def so_far(*marks: tuple[int, str, bool]) -> Facts:
    facts = Facts()
    enrolled(facts)
    for each in marks:
        mark(facts, *each)
    return facts


@pytest.mark.parametrize(
    ("missed", "says"),
    [
        ([], ""),
        ([(1, "pm", False)], ""),
        ([(1, "whole", False)], "1 more of the remaining days can be missed and no more."),
        (
            [(1, "whole", False), (2, "am", False)],
            "0.5 more of the remaining days can be missed and no more.",
        ),
    ],
)
def test_the_warning_comes_while_one_days_absence_remains(
    missed: list[tuple[int, str, bool]], says: str
) -> None:
    assert judged(so_far(*missed), "2024-10-05").finding.warning == says


def test_with_nothing_left_to_miss_both_sentences_are_said() -> None:
    warning = judged(so_far((1, "whole", False), (2, "whole", False)), "2024-10-05").finding.warning
    assert warning.startswith("None of the remaining days can be missed.")
    assert "also says 90 %" in warning


def test_what_can_no_longer_be_reached_is_not_met_at_once_and_says_why() -> None:
    facts = so_far((1, "whole", False), (2, "whole", False), (3, "am", False))
    found = judged(facts, "2024-10-05")
    assert (found.outcome.value, found.finding.code) == ("not-met", "too-many-missed")
    assert judged(facts, "2024-10-02").outcome.value == "not-yet"


def test_the_last_mark_of_a_half_day_stands() -> None:
    facts = so_far((1, "whole", False), (1, "pm", True))
    assert judged(facts, "2024-10-05").finding.amount == Fraction(1, 2)
    mark(facts, 1, "whole", True)
    assert judged(facts, "2024-10-05").finding.amount == 1


def test_catch_up_makes_it_met_and_leaves_the_register_as_it_is() -> None:
    facts = attended(("3", "6", "14pm"))
    facts.add("catch-up", "2024-12-01", requirement="r")
    before, after = judged(facts, "2024-11-30"), judged(facts, "2024-12-01")
    assert (before.outcome.value, after.outcome.value) == ("not-met", "met")
    assert after.finding.amount == before.finding.amount == Fraction(25, 2)
    assert after.finding.code == "catch-up"


def test_catch_up_that_was_not_needed_is_not_the_reason() -> None:
    facts = attended(("3",))
    facts.add("catch-up", "2024-12-01", requirement="r")
    assert judged(facts).finding.code == ""


def test_catch_up_for_another_requirement_does_nothing_here() -> None:
    facts = attended(("3", "6", "9"))
    facts.add("catch-up", "2024-12-01", requirement="other")
    assert judged(facts).outcome.value == "not-met"


def test_the_other_register_is_another_matter() -> None:
    facts = so_far()
    facts.add("attendance", "2024-10-01", register="tutor-group", day=1, half="whole", present=True)
    assert judged(facts, "2024-10-05").finding.amount == 0


def test_a_stage_that_has_ended_short_is_not_met() -> None:
    facts = so_far((1, "whole", True))
    assert judged(facts, "2025-08-31").outcome.value == "not-yet"
    assert judged(facts, "2025-09-01").outcome.value == "not-met"


TWO = programme(
    stage(
        requirement("attendance", "a", register="taught", days=2, at_most_missed=0),
        identity="year-3",
    ),
    stage(
        requirement("attendance", "b", register="taught", days=2, at_most_missed=0),
        identity="year-4",
        order=2,
    ),
)


def amounts(facts: Facts) -> tuple[Fraction | None, Fraction | None]:
    first = progress(facts, TWO, "2026-01-01", stage="year-3").verdict("a")
    second = progress(facts, TWO, "2026-01-01", stage="year-4").verdict("b")
    assert first
    assert second
    return first.finding.amount, second.finding.amount


def test_each_stage_of_an_enrolment_has_its_own_register() -> None:
    facts = Facts()
    enrolled(facts)
    facts.add(
        "attendance", "2025-10-01", register="taught", day=1, present=True, stage="course/year-3"
    )
    assert amounts(facts) == (1, 0)


def test_a_mark_that_names_no_stage_is_of_the_stage_in_which_it_lies() -> None:
    facts = Facts()
    enrolled(facts)
    facts.add("attendance", "2024-10-01", register="taught", day=1, present=True)
    facts.add("attendance", "2025-09-01", register="taught", day=2, present=True)
    assert amounts(facts) == (1, 1)


def complaints(**settings: Any) -> list[str]:
    year = stage(days=15)
    return list(ATTENDANCE.check(wanted(**settings), year, programme(year)))


def test_a_curriculum_names_one_governing_clause_and_the_stages_days() -> None:
    assert complaints(at_most_missed=2) == []
    assert "exactly one" in complaints()[0]
    assert "exactly one" in complaints(at_most_missed=2, at_least_percent=90)[0]
    assert "15 taught days, not 12" in complaints(days=12, at_most_missed=2)[0]
