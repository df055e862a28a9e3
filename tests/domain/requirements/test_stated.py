"""Requirements read straight off a timetable, a clock, a register or a consent."""

from fractions import Fraction
from typing import Any

import pytest

from lms.domain.programme import Module, Programme
from lms.domain.records import cohort
from lms.domain.requirements.stated import ELAPSED_TIME, TAUGHT_HOURS
from lms.domain.verdicts import Verdict
from tests.domain.facts import (
    Facts,
    enrolled,
    entry,
    programme,
    progress,
    requirement,
    stage,
    verdict,
)


def learner(on: str = "2024-09-01", **more: str) -> Facts:
    facts = Facts()
    enrolled(facts, on, **more)
    return facts


def modules(*hours: int) -> tuple[Module, ...]:
    return tuple(Module(f"m{n}", "", (n,), Fraction(h), (), "") for n, h in enumerate(hours, 1))


TAUGHT = requirement("taught-hours", at_least=60)


@pytest.mark.parametrize(("hours", "outcome"), [((30, 30), "met"), ((30, 29), "not-met")])
def test_taught_hours_are_the_timetables(hours: tuple[int, ...], outcome: str) -> None:
    found = verdict(learner(), TAUGHT, "2024-10-01", modules=modules(*hours))
    assert (found.outcome.value, found.finding.amount) == (outcome, sum(hours))


def test_a_curriculum_has_the_hours_that_it_asks_for() -> None:
    short, enough = stage(modules=modules(30)), stage(modules=modules(30, 30))
    assert list(TAUGHT_HOURS.check(TAUGHT, enough, programme(enough))) == []
    (complaint,) = TAUGHT_HOURS.check(TAUGHT, short, programme(short))
    assert complaint == "the modules have 30 hours in all, fewer than the 60 required"


def two_years(**settings: int) -> Programme:
    time = requirement("elapsed-time", **settings)
    return programme(stage(identity="year-3", order=1), stage(time, identity="year-4", order=2))


def time(facts: Facts, as_of: str, **settings: int) -> Verdict:
    usual = settings or {"at_least_academic_years": 2, "at_most_months": 60}
    found = progress(facts, two_years(**usual), as_of, stage="year-4").verdict("r")
    assert found
    return found


@pytest.mark.parametrize(
    ("as_of", "outcome", "years"),
    [
        ("2024-09-01", "not-yet", 0),
        ("2025-08-31", "not-yet", 0),
        ("2025-09-01", "not-yet", 1),
        ("2026-08-31", "not-yet", 1),
        ("2026-09-01", "met", 2),
        ("2029-08-31", "met", 2),
        ("2029-09-01", "not-met", None),
    ],
)
def test_academic_years_are_complete_when_their_stages_are_over(
    as_of: str, outcome: str, years: int | None
) -> None:
    found = time(learner(), as_of)
    assert (found.outcome.value, found.finding.amount) == (outcome, years)


def test_a_year_that_the_board_closed_early_is_complete_from_then() -> None:
    facts = learner()
    facts.add("board-outcome", "2025-07-20", stage="course/year-3", outcome="progress")
    assert time(facts, "2025-07-19").finding.amount == 0
    assert time(facts, "2025-07-20").finding.amount == 1


def test_leaving_completes_no_year() -> None:
    facts = learner()
    facts.add("withdrawal", "2024-12-01")
    found = time(facts, "2024-12-02")
    assert (found.outcome.value, found.finding.amount) == ("not-met", 0)


@pytest.mark.parametrize(("awarded", "outcome"), [("2029-08-31", "met"), ("2029-09-01", "not-met")])
def test_an_award_confirmed_in_time_stays_in_time(awarded: str, outcome: str) -> None:
    facts = learner()
    facts.add("award", awarded, stage="course/year-4")
    assert time(facts, "2040-01-01").outcome.value == outcome


def test_the_last_day_is_told_until_the_award() -> None:
    facts = learner()
    assert "confirmed by 31 August 2029" in time(facts, "2026-12-01").finding.warning
    facts.add("award", "2026-12-02", stage="course/year-4")
    assert time(facts, "2026-12-02").finding.warning == ""


def test_approved_breaks_are_not_counted() -> None:
    facts = learner()
    facts.add("interruption", "2025-01-01", "2025-01-31")
    assert time(facts, "2029-10-01").outcome.value == "met"
    assert time(facts, "2029-10-02").finding.code == "time-over"


def test_while_a_break_has_no_end_the_clock_stands_still() -> None:
    facts = learner()
    facts.add("interruption", "2025-01-01")
    assert time(facts, "2045-01-01").finding.code != "time-over"


def biennial() -> Facts:
    """Year 3 done with one cohort, a year's leave, and then the cohort two years on."""
    facts = learner(cohort="first")
    for name, year in (("first", 2024), ("second", 2026)):
        for n, stage_ in enumerate(("year-3", "year-4")):
            facts.add(
                "cohort-stage",
                f"{year + n}-09-10",
                f"{year + n + 1}-07-18",
                about=cohort(name),
                stage=f"course/{stage_}",
                known="2024-01-01",
            )
    facts.add("interruption", "2025-09-01", "2026-08-31")
    return facts


@pytest.mark.parametrize("moved", ["2025-09-01", "2026-03-01"])
def test_the_wait_for_the_next_intake_is_not_counted_either(moved: str) -> None:
    facts = biennial()
    facts.add("cohort-move", moved, cohort="second")
    # 365 days of leave, then from 1 September 2026 to 9 September 2027: 374 days
    assert time(facts, "2031-09-09").finding.code != "time-over"
    assert time(facts, "2031-09-10").finding.code == "time-over"


def test_without_a_move_there_is_nothing_to_wait_for() -> None:
    assert time(biennial(), "2030-08-31").finding.code != "time-over"
    assert time(biennial(), "2030-09-01").finding.code == "time-over"


def test_somebody_who_comes_back_into_a_running_year_does_not_wait() -> None:
    facts = biennial()
    facts.add(
        "cohort-stage",
        "2026-08-01",
        "2027-07-18",
        about=cohort("third"),
        stage="course/year-4",
        known="2024-01-01",
    )
    facts.add("cohort-move", "2026-03-01", cohort="third")
    assert time(facts, "2030-08-31").finding.code != "time-over"
    assert time(facts, "2030-09-01").finding.code == "time-over"


def test_somebody_who_joins_a_year_on_its_first_day_has_not_waited() -> None:
    facts = learner(cohort="first")
    for name, first in (("first", "2024-09-10"), ("later", "2026-01-31")):
        for n, stage_ in enumerate(("year-3", "year-4")):
            year = int(first[:4]) + n
            facts.add(
                "cohort-stage",
                f"{year}{first[4:]}",
                f"{year + 1}-01-10",
                about=cohort(name),
                stage=f"course/{stage_}",
                known="2024-01-01",
            )
    facts.add("interruption", "2025-01-01", "2026-01-30")
    facts.add("cohort-move", "2025-01-01", cohort="later")
    # 395 days of leave and no wait: 31 August 2029 becomes 30 September 2030
    assert time(facts, "2030-09-30").finding.code != "time-over"
    assert time(facts, "2030-10-01").finding.code == "time-over"


def test_a_limit_alone_is_met_until_it_is_over() -> None:
    assert time(learner(), "2024-10-01", at_most_months=12).outcome.value == "met"
    assert time(learner(), "2025-09-01", at_most_months=12).outcome.value == "not-met"


def test_the_time_allowed_ends_with_the_month_where_no_day_corresponds() -> None:
    facts = Facts()
    enrolled(facts, "2024-02-29")
    assert time(facts, "2029-02-28", at_most_months=60).outcome.value == "met"
    assert time(facts, "2029-03-01", at_most_months=60).outcome.value == "not-met"


def test_a_curriculum_says_how_much_time() -> None:
    year = stage()
    (complaint,) = ELAPSED_TIME.check(requirement("elapsed-time"), year, programme(year))
    assert '"at-most-months"' in complaint


@pytest.mark.parametrize(
    ("as_of", "outcome", "code"),
    [
        ("2024-12-31", "not-yet", "not-registered"),
        ("2025-01-01", "met", ""),
        ("2025-09-30", "met", ""),
        ("2025-10-01", "held", "unconfirmed"),
    ],
)
def test_a_register_entry_covers_the_day_asked_about(as_of: str, outcome: str, code: str) -> None:
    facts = learner()
    entry(facts, "ukcp", "2025-01-01", "2025-09-30", checked="2025-01-05")
    found = verdict(facts, requirement("registration", register="ukcp"), as_of)
    assert (found.outcome.value, found.finding.code) == (outcome, code)


def test_conditions_and_an_old_check_warn() -> None:
    facts = learner()
    entry(facts, "swe", "2020-01-01", "2025-11-30", checked="2025-01-05")
    wanted = requirement("registration", register="swe")
    assert verdict(facts, wanted, "2025-02-01").finding.warning == ""
    assert "re-check" in verdict(facts, wanted, "2025-08-01").finding.warning
    entry(facts, "swe", "2020-01-01", "2025-11-30", checked="2025-08-01", conditions=True)
    assert "conditions" in verdict(facts, wanted, "2025-08-01").finding.warning


RECORDED = requirement("consented-recording", at_least=1)


def watched(on: str = "2025-02-01", **consent: Any) -> Facts:
    facts = learner()
    if consent:
        usual = {"first": "2025-01-01", "until": "2025-06-30"}
        given = {**usual, **consent}
        facts.add("consent", given.pop("first"), given.pop("until"), id="c", **given)
    facts.add("recording-watched", on, consent="c")
    return facts


@pytest.mark.parametrize(
    ("consent", "code"),
    [
        ({"family": "F1"}, ""),
        ({"family": "F1", "employer": "medway"}, ""),
        ({}, "no-consent"),
        ({"first": "2025-02-02"}, "no-consent"),
        ({"until": "2025-01-31"}, "no-consent"),
        ({"employer": "kent"}, "consent-elsewhere"),
    ],
)
def test_a_recording_counts_if_watched_under_a_consent_in_date_and_in_place(
    consent: dict[str, str], code: str
) -> None:
    found = verdict(watched(**consent), RECORDED, "2025-03-01")
    assert found.codes == ({code, "short"} if code else set())
    assert (found.outcome.value == "met") is not bool(code)


def test_a_recording_never_watched_is_not_met_once_the_stage_is_over() -> None:
    assert verdict(learner(), RECORDED, "2025-08-31").outcome.value == "not-yet"
    assert verdict(learner(), RECORDED, "2025-09-01").outcome.value == "not-met"
