"""Hours, days and logs of somebody who moves to another cohort: nothing that counted is lost (8a.24)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.domain.half_days import recorded_halves
from lms.domain.records import cohort
from tests.domain.facts import (
    Facts,
    enrolled,
    enrolment_of,
    programme,
    progress,
    requirement,
    stage,
    template,
    verdict,
)

STUDY = requirement("hours", category="study", at_least=60)
TAUGHT = requirement("attendance", register="taught", days=12, at_least_percent=80)
LOGS = requirement("reflective-logs", at_least=3, each_term=1)


@pytest.fixture
def facts() -> Facts:
    """Ana is in autumn, whose year runs from September 2025; spring's was over by July 2025."""
    told = Facts()
    enrolled(told, "2025-09-01", cohort="autumn")
    runs(told, "autumn", "2025-09-01", "2026-07-31")
    runs(told, "spring", "2024-09-02", "2025-12-19")
    runs(told, "summer", "2026-01-05", "2026-12-18")
    return told


def runs(facts: Facts, name: str, first: str, last: str, known: str = "2024-01-01") -> str:
    told = facts.add(
        "cohort-stage", first, last, about=cohort(name), known=known, stage="course/year"
    )
    return told.id


def study(facts: Facts, on: str, minutes: int = 60) -> None:
    facts.add("hours", on, category="study", minutes=minutes)


def hours(facts: Facts, as_of: str = "2026-08-01") -> Fraction | None:
    return verdict(facts, STUDY, as_of).finding.amount


def move(facts: Facts, on: str, name: str, known: str | None = None) -> None:
    facts.add("cohort-move", on, known=known, cohort=name)


def attend(facts: Facts, on: str, number: int, present: bool = True, half: str = "whole") -> None:
    facts.add(
        "attendance",
        on,
        register="taught",
        stage="course/year",
        day=number,
        half=half,
        present=present,
    )


def days(facts: Facts) -> tuple[Fraction | None, Fraction]:
    """Attended and missed."""
    found = verdict(facts, TAUGHT, "2026-08-01").finding
    return found.amount, sum((n.amount for n in found.not_counted), Fraction(0))


def test_an_hour_counts_by_the_dates_that_were_in_force_on_its_day(facts: Facts) -> None:
    for on in ("2025-12-01", "2025-12-19", "2025-12-20", "2026-01-31"):
        study(facts, on)
    move(facts, "2026-02-01", "spring")
    study(facts, "2026-02-01")
    assert hours(facts) == 4
    move(facts, "2026-03-01", "autumn")
    assert hours(facts) == 4


def test_a_move_written_down_for_an_earlier_day_takes_no_hour_away(facts: Facts) -> None:
    study(facts, "2026-01-15")
    move(facts, "2026-01-01", "spring", known="2026-02-01")
    assert hours(facts) == 1


def test_a_last_day_brought_forward_leaves_the_hours_before_that(facts: Facts) -> None:
    study(facts, "2026-06-30")
    old = facts.told[2]
    facts.add(
        "cohort-stage",
        "2025-09-01",
        "2026-05-29",
        about=cohort("autumn"),
        known="2026-07-01",
        stage="course/year",
        replaces=old.id,
    )
    study(facts, "2026-07-02")
    assert hours(facts) == 1


def test_an_hour_after_a_stage_that_was_over_does_not_count_because_of_a_move(
    facts: Facts,
) -> None:
    study(facts, "2026-08-05")
    move(facts, "2026-08-10", "summer")
    assert hours(facts, "2026-09-01") == 0


def test_a_half_day_attended_in_one_of_two_cohorts_is_attended_once(facts: Facts) -> None:
    attend(facts, "2025-10-01", 1)
    attend(facts, "2025-11-01", 2, present=False)
    move(facts, "2026-01-06", "summer")
    attend(facts, "2026-02-01", 1, present=False)
    assert days(facts) == (1, 1)
    attend(facts, "2026-03-01", 2)
    assert days(facts) == (2, 0)
    attend(facts, "2026-03-01", 1)
    assert days(facts) == (2, 0)


def test_half_a_day_in_each_of_two_cohorts_is_one_day(facts: Facts) -> None:
    attend(facts, "2025-10-01", 1, half="am")
    attend(facts, "2025-10-01", 1, present=False, half="pm")
    move(facts, "2026-01-06", "summer")
    attend(facts, "2026-02-01", 1, present=False, half="am")
    attend(facts, "2026-02-01", 1, half="pm")
    assert days(facts) == (1, 0)


def test_within_one_cohort_the_last_mark_still_decides(facts: Facts) -> None:
    attend(facts, "2025-10-01", 1)
    attend(facts, "2025-10-02", 1, present=False)
    assert days(facts) == (0, 1)


def test_a_cohorts_register_begins_empty_for_who_came_from_another(facts: Facts) -> None:
    attend(facts, "2025-10-01", 1)
    own = facts.every().in_enrolment("e")
    here = recorded_halves(own, "taught", "course/year", 1, enrolment_of(facts).moves)
    assert set(here) == {"am", "pm"}
    move(facts, "2026-01-06", "summer")
    moved = enrolment_of(facts).moves
    assert recorded_halves(facts.every().in_enrolment("e"), "taught", "course/year", 1, moved) == {}


def test_attendance_that_names_no_stage_stays_in_the_stage_of_its_day() -> None:
    facts = Facts()
    enrolled(facts, "2025-09-01", cohort="autumn")
    version = programme(stage(TAUGHT), stage(identity="next", order=2))
    runs(facts, "autumn", "2025-09-01", "2026-07-31")
    runs(facts, "summer", "2026-03-02", "2026-12-18")
    facts.add("attendance", "2025-10-01", register="taught", day=1, present=True)
    move(facts, "2026-02-01", "summer")
    found = progress(facts, version, "2026-08-01").verdict("r")
    assert found is not None
    assert found.finding.amount == 1


def test_a_log_stays_in_the_term_of_its_day(facts: Facts) -> None:
    for number, on in enumerate(("2025-10-01", "2026-02-10")):
        facts.add("log", on, template="reflect", id=f"l{number}")
        facts.add("log-response", on, log=f"l{number}", decision="accepted")
    move(facts, "2026-03-01", "summer")
    facts.add("log", "2026-11-01", template="reflect", id="l3")
    facts.add("log-response", "2026-11-02", log="l3", decision="accepted")
    found = verdict(facts, LOGS, "2026-12-01", logs=(template("reflect"),))
    assert (found.outcome.value, found.finding.amount) == ("met", 3)


DAY = st.dates(date(2025, 9, 1), date(2026, 7, 31))
EVENTS = st.lists(
    st.tuples(DAY, st.sampled_from(("study", "attend", "absent", "spring", "summer", "autumn"))),
    max_size=12,
)


@settings(max_examples=60)
@given(events=EVENTS)
def test_no_move_takes_away_an_hour_or_a_day_that_counted(events: list[tuple[date, str]]) -> None:
    facts = Facts()
    enrolled(facts, "2025-09-01", cohort="autumn")
    runs(facts, "autumn", "2025-09-01", "2026-07-31")
    runs(facts, "spring", "2024-09-02", "2025-12-19")
    runs(facts, "summer", "2026-01-05", "2026-12-18")
    for count, (on, what) in enumerate(sorted(events)):
        before = hours(facts), days(facts)[0]
        if what in ("spring", "summer", "autumn"):
            move(facts, str(on), what)
            assert (hours(facts), days(facts)[0]) == before
        elif what == "study":
            study(facts, str(on))
        else:
            attend(facts, str(on), 1 + count, present=what == "attend")
