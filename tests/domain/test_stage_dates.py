"""When a stage runs for one learner, and what ends it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.as_of import AsOf
from lms.domain.evidence import Period
from lms.domain.programme import Programme
from lms.domain.records import cohort, person
from lms.domain.stage_dates import completing, decisions_on, ending, stage_dates, taught_days
from tests.domain.facts import ANA, Facts, day, enrolled, enrolment_of, programme, stage

TWO = programme(stage(identity="year-3", order=1), stage(identity="year-4", order=2))


def dates(
    facts: Facts, identity: str = "year-3", of: Programme = TWO, as_of: str | None = None
) -> tuple[str, str | None]:
    chosen = of.stage(identity)
    assert chosen is not None
    found = stage_dates(
        chosen, enrolment_of(facts), of, facts.every(), AsOf(day(as_of)) if as_of else None
    )
    return found.first.isoformat(), found.last.isoformat() if found.last else None


def learner(**more: str) -> Facts:
    facts = Facts()
    enrolled(facts, "2024-09-01", **more)
    return facts


def runs(facts: Facts, name: str, stage: str, first: str, last: str | None) -> None:
    facts.add(
        "cohort-stage", first, last, about=cohort(name), stage=f"course/{stage}", known="2024-01-01"
    )


def test_without_a_cohort_stages_are_counted_in_months_from_enrolment() -> None:
    assert dates(learner()) == ("2024-09-01", "2025-08-31")
    assert dates(learner(), "year-4") == ("2025-09-01", "2026-08-31")


def test_a_stage_that_begins_on_a_leap_day_ends_with_february() -> None:
    facts = Facts()
    enrolled(facts, "2024-02-29")
    assert dates(facts) == ("2024-02-29", "2025-02-28")
    assert dates(facts, "year-4") == ("2025-03-01", "2026-02-28")


def test_a_cohorts_own_dates_come_first() -> None:
    facts = learner(cohort="autumn")
    runs(facts, "autumn", "year-3", "2024-09-10", "2025-07-18")
    runs(facts, "spring", "year-3", "2025-02-10", "2025-12-18")
    assert dates(facts) == ("2024-09-10", "2025-07-18")
    assert dates(facts, "year-4") == ("2025-09-01", "2026-08-31")


def test_a_break_within_a_stage_pushes_its_end_by_its_days() -> None:
    facts = learner(cohort="autumn")
    runs(facts, "autumn", "year-3", "2024-09-10", "2025-07-18")
    facts.add("interruption", "2025-01-01", "2025-01-31")
    assert dates(facts) == ("2024-09-10", "2025-08-18")


def test_a_break_that_began_before_the_stage_pushes_it_by_the_days_within() -> None:
    facts = learner(cohort="autumn")
    runs(facts, "autumn", "year-3", "2024-09-10", "2025-07-18")
    facts.add("interruption", "2024-08-01", "2024-09-19")
    assert dates(facts) == ("2024-09-10", "2025-07-28")


@pytest.mark.parametrize(
    ("first", "last"), [("2025-07-19", "2025-08-30"), ("2024-07-01", "2024-09-09")]
)
def test_a_break_outside_a_stage_leaves_it_alone(first: str, last: str) -> None:
    facts = learner(cohort="autumn")
    runs(facts, "autumn", "year-3", "2024-09-10", "2025-07-18")
    facts.add("interruption", first, last)
    assert dates(facts) == ("2024-09-10", "2025-07-18")


def test_one_break_can_bring_the_next_within_the_stage() -> None:
    facts = learner(cohort="autumn")
    runs(facts, "autumn", "year-3", "2024-09-10", "2025-07-18")
    facts.add("interruption", "2025-07-25", "2025-07-26")
    assert dates(facts) == ("2024-09-10", "2025-07-18")
    facts.add("interruption", "2025-07-01", "2025-07-10")
    assert dates(facts) == ("2024-09-10", "2025-07-30")


def test_while_a_break_has_no_end_the_stage_has_none() -> None:
    facts = learner()
    facts.add("interruption", "2025-01-01")
    assert dates(facts) == ("2024-09-01", None)
    assert dates(facts, "year-4")[1] is None


def test_a_counted_stage_begins_after_a_break_between_stages() -> None:
    facts = learner()
    facts.add("interruption", "2025-09-01", "2026-08-31")
    assert dates(facts) == ("2024-09-01", "2025-08-31")
    assert dates(facts, "year-4") == ("2026-09-01", "2027-08-31")


def test_a_move_gives_the_new_cohorts_dates_from_the_day_of_the_move() -> None:
    facts = learner(cohort="autumn")
    runs(facts, "autumn", "year-3", "2024-09-10", "2025-07-18")
    runs(facts, "later", "year-3", "2025-09-09", "2026-07-17")
    facts.add("cohort-move", "2025-03-01", cohort="later")
    assert dates(facts, as_of="2025-02-28") == ("2024-09-10", "2025-07-18")
    assert dates(facts, as_of="2025-03-01") == ("2025-09-09", "2026-07-17")
    assert dates(facts) == ("2025-09-09", "2026-07-17")


def test_a_move_leaves_a_stage_alone_that_was_over() -> None:
    facts = learner(cohort="autumn")
    for name, year in (("autumn", 2024), ("later", 2026)):
        runs(facts, name, "year-3", f"{year}-09-10", f"{year + 1}-07-18")
        runs(facts, name, "year-4", f"{year + 1}-09-10", f"{year + 2}-07-18")
    facts.add("cohort-move", "2025-08-01", cohort="later")
    assert dates(facts) == ("2024-09-10", "2025-07-18")
    assert dates(facts, "year-4") == ("2027-09-10", "2028-07-18")


def test_moves_count_in_the_order_of_their_days() -> None:
    facts = learner(cohort="autumn")
    runs(facts, "b", "year-3", "2025-01-13", "2025-12-19")
    runs(facts, "c", "year-3", "2025-05-12", "2026-04-17")
    facts.add("cohort-move", "2024-12-01", cohort="c")
    facts.add("cohort-move", "2024-11-01", cohort="b")
    assert dates(facts) == ("2025-05-12", "2026-04-17")


def test_days_of_a_break_are_no_taught_days() -> None:
    found = taught_days(
        Period(day("2025-01-01"), day("2025-01-05")),
        (Period(day("2025-01-02"), day("2025-01-03")),),
    )
    assert [d.day for d in found] == [1, 4, 5]
    assert taught_days(Period(day("2025-01-01"), None), ()) == []


def how_it_ends(facts: Facts, as_of: str) -> tuple[str | None, bool]:
    own = facts.every().about(person(ANA)).in_enrolment("e")
    period = Period(day("2024-09-01"), day("2025-07-18"))
    found = ending("course/year-3", enrolment_of(facts), own, period, AsOf(day(as_of)))
    return found.last.isoformat() if found.last else None, found.closed


def decide(facts: Facts, on: str, outcome: str, stage: str = "year-3") -> None:
    facts.add("board-outcome", on, stage=f"course/{stage}", outcome=outcome)


def test_a_stage_ends_with_its_last_day() -> None:
    assert how_it_ends(learner(), "2025-12-01") == ("2025-07-18", False)


@pytest.mark.parametrize("outcome", ["complete", "progress", "progress-with-condition", "failed"])
def test_a_boards_decision_closes_a_stage_from_its_day(outcome: str) -> None:
    facts = learner()
    decide(facts, "2025-07-10", outcome)
    assert how_it_ends(facts, "2025-07-09") == ("2025-07-18", False)
    assert how_it_ends(facts, "2025-07-10") == ("2025-07-18", True)


@pytest.mark.parametrize("outcome", ["referred", "deferred"])
def test_a_board_that_refers_or_defers_keeps_it_open_until_it_decides_again(outcome: str) -> None:
    facts = learner()
    decide(facts, "2025-07-25", outcome)
    assert how_it_ends(facts, "2025-07-24") == ("2025-07-18", False)
    assert how_it_ends(facts, "2025-09-01") == (None, False)
    decide(facts, "2025-10-10", "progress")
    assert how_it_ends(facts, "2025-10-10") == ("2025-10-10", True)


def test_leaving_closes_a_stage() -> None:
    facts = learner()
    facts.add("withdrawal", "2025-02-14")
    assert how_it_ends(facts, "2025-02-13") == ("2025-07-18", False)
    assert how_it_ends(facts, "2025-02-14") == ("2025-07-18", True)


def test_decisions_on_another_stage_close_nothing() -> None:
    facts = learner()
    decide(facts, "2025-07-10", "failed", stage="year-4")
    assert how_it_ends(facts, "2025-07-10") == ("2025-07-18", False)


def test_an_award_is_a_decision_too_and_all_come_in_the_order_of_their_days() -> None:
    facts = learner()
    facts.add("award", "2026-11-20", stage="course/year-4")
    decide(facts, "2026-07-20", "deferred", stage="year-4")
    found = decisions_on("course/year-4", facts.every(), AsOf(day("2027-01-01")))
    assert [d.kind for d in found] == ["board-outcome", "award"]


@pytest.mark.parametrize(
    ("kind", "fields", "completes"),
    [
        ("board-outcome", {"outcome": "complete"}, True),
        ("board-outcome", {"outcome": "progress"}, True),
        ("board-outcome", {"outcome": "progress-with-condition"}, False),
        ("board-outcome", {"outcome": "failed"}, False),
        ("award", {}, True),
        ("credit", {"outcome": "credited"}, True),
        ("credit", {"outcome": "credited-with-condition"}, True),
        ("credit", {"outcome": "refused"}, False),
    ],
)
def test_what_completes_a_stage(kind: str, fields: dict[str, str], completes: bool) -> None:
    facts = learner()
    facts.add(kind, "2025-07-25", stage="course/year-3", **fields)
    as_of = AsOf(day("2025-07-25"))
    assert (completing("course/year-3", facts.every(), as_of) is not None) is completes
    before = AsOf(day("2025-07-24"))
    assert completing("course/year-3", facts.every(), before) is None


BREAKS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 120)), max_size=3)


@given(BREAKS)
def test_breaks_never_take_a_taught_day_away(drawn: list[tuple[int, int]]) -> None:
    """However many breaks, the days that are left for teaching are the cohort's."""
    facts = learner(cohort="autumn")
    runs(facts, "autumn", "year-3", "2024-09-10", "2025-07-18")
    start, free = date(2024, 7, 1), 0
    for wait, length in sorted(drawn):
        free = max(free, wait)
        first = start + timedelta(days=free)
        last = first + timedelta(days=length)
        facts.add("interruption", first.isoformat(), last.isoformat())
        free += length + 1
    first, last = dates(facts)
    assert last is not None
    period = Period(day(first), day(last))
    planned = (date(2025, 7, 18) - date(2024, 9, 10)).days + 1
    assert len(taught_days(period, enrolment_of(facts).interruptions)) == planned
