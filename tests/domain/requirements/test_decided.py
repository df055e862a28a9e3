"""Requirements that a person or a board settles by a recorded decision."""

from dataclasses import replace
from typing import Any

import pytest

from lms.domain.programme import Declaration, Requirement
from lms.domain.records import moment
from lms.domain.requirements.decided import DECLARATION
from lms.domain.standing import Catalogue, StageFacts
from lms.domain.verdicts import Verdict
from tests.domain.facts import (
    Facts,
    day,
    enrolled,
    programme,
    progress,
    requirement,
    stage,
    verdict,
)

LEVELS = Catalogue(
    {
        "foundation/foundation": StageFacts("foundation", "foundation"),
        "course/year": StageFacts("training", "none"),
    }
)


def learner(on: str = "2025-09-01") -> Facts:
    facts = Facts()
    enrolled(facts, on)
    return facts


def entry(**more: Any) -> Requirement:
    usual = {"evidence": "certificate", "decided_by": "admissions-tutor", "part": "entry"}
    return requirement("entry-check", **{**usual, **more})


FOUNDATION = entry(completed_stage="foundation/foundation")


def judged(facts: Facts, wanted: Requirement, as_of: str = "2025-10-01", **more: Any) -> Verdict:
    found = progress(facts, programme(stage(wanted, **more)), as_of, catalogue=LEVELS)
    result = found.verdict("r")
    assert result
    return result


def said(found: Verdict) -> tuple[str, str]:
    return found.outcome.value, found.finding.code


def test_an_entry_check_waits_for_whoever_decides_it() -> None:
    found = judged(learner(), entry(decided_by="line-manager"))
    assert said(found) == ("not-yet", "not-checked")
    assert "The line manager has not recorded this check" in found.reason


def test_the_latest_check_counts_from_its_day() -> None:
    facts = learner()
    facts.add("entry-check", "2025-09-02", requirement="r", outcome="refused")
    facts.add("entry-check", "2025-09-20", requirement="r", outcome="accepted")
    assert said(judged(facts, entry(), "2025-09-19")) == ("not-met", "refused")
    assert said(judged(facts, entry(), "2025-09-20")) == ("met", "")


def test_the_latest_check_is_by_its_day_and_not_by_its_typing() -> None:
    facts = learner()
    facts.add("entry-check", "2025-09-20", requirement="r", outcome="refused")
    facts.add("entry-check", "2025-09-02", requirement="r", outcome="accepted")
    assert said(judged(facts, entry(), "2025-09-19")) == ("met", "")
    assert said(judged(facts, entry(), "2025-09-20")) == ("not-met", "refused")


def test_a_recorded_check_comes_before_what_the_ledger_knows() -> None:
    facts = learner()
    facts.add("entry-check", "2025-09-02", requirement="r", outcome="refused")
    facts.add("credit", "2025-09-01", stage="foundation/foundation", outcome="credited")
    assert said(judged(facts, FOUNDATION)) == ("not-met", "refused")


def test_a_stage_completed_in_another_enrolment_meets_it() -> None:
    facts = learner()
    facts.add(
        "board-outcome",
        "2024-09-20",
        stage="foundation/foundation",
        outcome="complete",
        enrolment="f",
    )
    assert said(judged(facts, FOUNDATION)) == ("met", "")


@pytest.mark.parametrize(
    ("completed", "warns"), [("2021-08-31", True), ("2021-09-01", False), ("2024-07-01", False)]
)
def test_an_old_completion_only_warns(completed: str, warns: bool) -> None:
    facts = learner("2025-09-01")
    facts.add("credit", completed, stage="foundation/foundation", outcome="credited")
    wanted = entry(completed_stage="foundation/foundation", warn_after_years=4)
    found = judged(facts, wanted)
    assert (found.outcome.value, bool(found.finding.warning)) == ("met", warns)


@pytest.mark.parametrize(
    ("fields", "outcome", "code"),
    [
        ({"accredited": True, "hours-shown": True}, "met", ""),
        ({"accredited": True}, "held", "prior-learning"),
        ({"hours-shown": True}, "held", "prior-learning"),
        ({"accredited": True, "hours-shown": True, "level": "other"}, "not-yet", "not-checked"),
    ],
)
def test_an_outside_certificate_must_show_all_three_by_itself(
    fields: dict[str, Any], outcome: str, code: str
) -> None:
    facts = learner()
    payload = {name.replace("-", "_"): value for name, value in fields.items()}
    facts.add("certificate", "2024-07-01", **{"level": "foundation", **payload})
    assert said(judged(facts, FOUNDATION)) == (outcome, code)


@pytest.mark.parametrize(
    ("on", "outcome"), [("2020-09-01", "met"), ("2020-08-31", "held"), ("2025-08-31", "met")]
)
def test_an_outside_certificate_is_fresh_for_five_years_before_enrolment(
    on: str, outcome: str
) -> None:
    facts = learner("2025-09-01")
    facts.add("certificate", on, level="foundation", accredited=True, hours_shown=True)
    assert judged(facts, FOUNDATION).outcome.value == outcome


@pytest.mark.parametrize(("started", "outcome"), [("2025-02-28", "met"), ("2025-03-01", "held")])
def test_five_years_after_a_leap_day_end_with_february(started: str, outcome: str) -> None:
    facts = learner(started)
    facts.add("certificate", "2020-02-29", level="foundation", accredited=True, hours_shown=True)
    assert judged(facts, FOUNDATION).outcome.value == outcome


WHOLE = {"level": "foundation", "accredited": True, "hours_shown": True}


@pytest.mark.parametrize("later", ["2022-07-01", "2024-07-01"])
@pytest.mark.parametrize("whole_first", [True, False])
def test_an_incomplete_certificate_never_hides_a_complete_one(
    later: str, whole_first: bool
) -> None:
    facts = learner()
    told = [("2023-07-01", WHOLE), (later, {"level": "foundation"})]
    for on, fields in told if whole_first else reversed(told):
        facts.add("certificate", on, **fields)
    assert said(judged(facts, FOUNDATION)) == ("met", "")


def test_every_certificate_that_does_not_show_all_waits() -> None:
    facts = learner()
    for on in ("2024-07-01", "2023-07-01"):
        facts.add("certificate", on, level="foundation")
    found = judged(facts, FOUNDATION)
    assert said(found) == ("held", "prior-learning")
    assert "2 certificates wait for" in found.reason
    assert len(found.finding.not_counted) == 2


def test_a_prior_learning_decision_settles_what_was_held() -> None:
    facts = learner()
    facts.add("certificate", "2010-07-01", level="foundation")
    facts.add("credit", "2025-09-20", requirement="r", outcome="credited", enrolment="e")
    assert said(judged(facts, FOUNDATION, "2025-09-19")) == ("held", "prior-learning")
    assert said(judged(facts, FOUNDATION, "2025-09-20")) == ("credited", "credited")


@pytest.mark.parametrize("about", [{"requirement": "r"}, {"stage": "foundation/foundation"}])
@pytest.mark.parametrize("certificate", [True, False])
def test_an_entry_check_that_waited_for_prior_learning_is_refused_with_it(
    about: dict[str, str], certificate: bool
) -> None:
    facts = learner()
    if certificate:
        facts.add("certificate", "2010-07-01", level="foundation")
    facts.add("credit", "2025-09-20", outcome="refused", enrolment="e", **about)
    assert judged(facts, FOUNDATION, "2025-09-19").outcome.value == (
        "held" if certificate else "not-yet"
    )
    found = judged(facts, FOUNDATION, "2025-09-20")
    assert said(found) == ("not-met", "refused")
    assert found.reason == "Prior learning was refused on 20 September 2025."
    facts.add("credit", "2025-09-25", outcome="credited", enrolment="e", **about)
    assert judged(facts, FOUNDATION, "2025-09-24").outcome.value == "not-met"
    assert judged(facts, FOUNDATION, "2025-09-25").outcome.settles


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("entry-check", {"requirement": "r", "outcome": "accepted"}),
        ("certificate", WHOLE),
        (
            "board-outcome",
            {"stage": "foundation/foundation", "outcome": "complete", "enrolment": "f"},
        ),
    ],
)
def test_what_meets_an_entry_check_by_itself_stands_beside_a_refusal(
    kind: str, fields: dict[str, Any]
) -> None:
    facts = learner()
    facts.add("credit", "2025-09-10", outcome="refused", enrolment="e", requirement="r")
    facts.add(kind, "2025-09-20", **fields)
    assert judged(facts, FOUNDATION, "2025-09-19").outcome.value == "not-met"
    assert judged(facts, FOUNDATION, "2025-09-20").outcome.value == "met"


ALONGSIDE = entry(completed_stage="foundation/foundation", or_concurrent=True)


def test_a_course_taken_alongside_lets_in_and_stays_open() -> None:
    facts = learner()
    facts.add(
        "enrolment",
        "2025-08-01",
        id="f",
        programme="foundation",
        version="1",
        admission="foundation",
    )
    found = judged(facts, ALONGSIDE)
    assert said(found) == ("met", "concurrent")
    assert not found.settled
    assert said(judged(facts, FOUNDATION)) == ("not-yet", "not-checked")
    facts.add("withdrawal", "2025-09-20", enrolment="f")
    assert said(judged(facts, ALONGSIDE)) == ("not-yet", "not-checked")


def test_a_course_completed_alongside_leaves_nothing_open() -> None:
    facts = learner()
    facts.add(
        "enrolment",
        "2025-08-01",
        id="f",
        programme="foundation",
        version="1",
        admission="foundation",
    )
    facts.add(
        "board-outcome",
        "2025-09-20",
        stage="foundation/foundation",
        outcome="complete",
        enrolment="f",
    )
    assert judged(facts, ALONGSIDE).settled


PRACTICE = requirement("hours", "practice", category="study", at_least=10)
WAY_IN = requirement(
    "entry-check",
    "way-in",
    evidence="judgement",
    decided_by="board",
    completed_stage="course/one",
    or_conditional=True,
    part="entry",
)
TWO_YEARS = programme(
    stage(PRACTICE, identity="one", order=1), stage(WAY_IN, identity="two", order=2)
)


def two_years(condition: str = "practice", by: str | None = "2026-12-31") -> Facts:
    """Eight hours of ten at the end of the first year, and let on by the board all the same."""
    facts = learner("2025-09-01")
    facts.add("hours", "2025-10-01", category="study", minutes=480)
    facts.add(
        "board-outcome",
        "2026-09-10",
        stage="course/one",
        outcome="progress-with-condition",
        condition=condition,
        **({"condition_by": by} if by else {}),
    )
    return facts


def second_year(facts: Facts, as_of: str) -> tuple[str, str, bool]:
    found = progress(facts, TWO_YEARS, as_of, stage="two")
    way_in = found.verdict("way-in")
    assert way_in
    return way_in.outcome.value, way_in.finding.code, found.outcome.settles


def test_a_condition_lets_in_and_keeps_the_stage_open_until_it_is_met() -> None:
    facts = two_years()
    assert second_year(facts, "2026-09-09") == ("not-yet", "not-checked", False)
    assert second_year(facts, "2026-10-01") == ("met", "conditional", False)
    facts.add("hours", "2026-11-01", category="study", minutes=120)
    assert second_year(facts, "2026-11-01") == ("met", "", True)


def test_a_condition_is_named_by_its_title_and_never_by_its_code() -> None:
    named = replace(PRACTICE, id="y1.practice", title="Hours of practice")
    years = programme(stage(named, identity="one", order=1), stage(WAY_IN, identity="two", order=2))
    let_on = progress(two_years("y1.practice"), years, "2026-10-01", stage="two").verdict("way-in")
    assert let_on
    assert "“Hours of practice” is met by 31 December 2026" in let_on.reason
    assert "y1.practice" not in let_on.reason


def test_what_meets_the_condition_leaves_the_first_year_as_it_ended() -> None:
    facts = two_years()
    facts.add("hours", "2026-11-01", category="study", minutes=120)
    found = progress(facts, TWO_YEARS, "2026-11-01", stage="one").verdict("practice")
    assert found
    assert (found.outcome.value, found.finding.amount) == ("not-met", 8)


def test_what_comes_after_the_conditions_day_does_not_meet_it() -> None:
    facts = two_years()
    facts.add("hours", "2027-01-01", category="study", minutes=120)
    assert second_year(facts, "2027-01-02") == ("met", "conditional", False)


def test_a_condition_without_a_day_can_be_met_at_any_time() -> None:
    facts = two_years(by=None)
    facts.add("hours", "2027-06-01", category="study", minutes=120)
    assert second_year(facts, "2027-06-01") == ("met", "", True)


def test_a_condition_in_other_words_waits_for_the_board() -> None:
    facts = two_years(condition="a letter of apology")
    assert second_year(facts, "2026-10-01") == ("met", "conditional", False)
    facts.add("board-outcome", "2026-12-10", stage="course/one", outcome="progress")
    assert second_year(facts, "2026-12-10") == ("met", "", True)


def test_without_a_decision_extra_hours_open_nothing() -> None:
    facts = learner("2025-09-01")
    facts.add("hours", "2026-11-01", category="study", minutes=600)
    assert second_year(facts, "2026-11-01") == ("not-yet", "not-checked", False)


def test_a_declaration_is_signed_or_not() -> None:
    wanted = requirement("declaration", declaration="ethics")
    facts = learner()
    assert said(judged(facts, wanted)) == ("not-yet", "not-signed")
    facts.add("declaration", "2025-09-15", declaration="ethics")
    assert judged(facts, wanted, "2025-09-14").outcome.value == "not-yet"
    assert judged(facts, wanted, "2025-09-15").outcome.value == "met"


def test_what_was_never_signed_is_not_met_once_the_stage_is_over() -> None:
    wanted = requirement("declaration", declaration="ethics")
    assert judged(learner(), wanted, "2026-08-31").outcome.value == "not-yet"
    assert judged(learner(), wanted, "2026-09-01").outcome.value == "not-met"


def test_the_latest_report_counts() -> None:
    wanted = requirement("report", report="annual", by="live-supervisor")
    facts = learner()
    assert said(judged(facts, wanted)) == ("not-yet", "no-report")
    facts.add("report", "2026-02-01", report="annual", outcome="satisfactory")
    facts.add("report", "2026-06-01", report="annual", outcome="not-satisfactory")
    assert judged(facts, wanted, "2026-05-31").outcome.value == "met"
    assert said(judged(facts, wanted, "2026-06-01")) == ("not-yet", "not-satisfactory")


ANNUAL = requirement("report", report="annual", by="live-supervisor")


def report(facts: Facts, on: str, outcome: str, by: str | None = None, **more: Any) -> None:
    named = {"by": by} if by else {}
    facts.add("report", on, report="annual", outcome=outcome, **named, **more)


def test_a_report_typed_later_about_an_earlier_day_does_not_decide() -> None:
    facts = learner()
    report(facts, "2025-11-20", "not-satisfactory", "sue")
    report(facts, "2025-10-10", "satisfactory", "sue")
    assert judged(facts, ANNUAL, "2025-11-19").outcome.value == "met"
    assert said(judged(facts, ANNUAL, "2025-11-20")) == ("not-yet", "not-satisfactory")
    assert said(judged(facts, ANNUAL, "2026-09-01")) == ("not-met", "not-satisfactory")


def test_each_writers_latest_report_must_be_satisfactory() -> None:
    facts = learner()
    report(facts, "2025-11-20", "not-satisfactory", "sue")
    report(facts, "2025-12-10", "satisfactory", "tom")
    found = judged(facts, ANNUAL, "2026-01-01")
    assert said(found) == ("not-yet", "not-satisfactory")
    assert found.reason == (
        "Of the latest reports by 2 people, that of 20 November 2025 is not satisfactory."
    )
    report(facts, "2026-01-10", "satisfactory", "sue")
    found = judged(facts, ANNUAL, "2026-01-10")
    assert found.outcome.value == "met"
    assert len(found.finding.counted) == 2


def test_a_report_is_by_whom_it_names_whoever_typed_it() -> None:
    facts = learner()
    report(facts, "2025-11-20", "not-satisfactory", "sue")
    report(facts, "2025-12-10", "satisfactory")  # nobody named: by whoever recorded it
    assert judged(facts, ANNUAL, "2026-01-01").outcome.value == "not-yet"
    report(facts, "2025-12-11", "satisfactory", "sue")
    assert judged(facts, ANNUAL, "2026-01-01").outcome.value == "met"


def test_a_report_taken_back_or_not_known_yet_decides_nothing() -> None:
    facts = learner()
    report(facts, "2025-10-10", "satisfactory", "sue")
    report(facts, "2025-11-20", "not-satisfactory", "sue", id="bad", known="2025-12-01")
    year = programme(stage(ANNUAL))
    then = progress(facts, year, "2025-11-25", known_at=moment(day("2025-11-25"))).verdict("r")
    assert then
    assert then.outcome.value == "met"
    facts.add("retraction", "2025-12-02", replaces="bad")
    assert judged(facts, ANNUAL, "2025-12-02").outcome.value == "met"


@pytest.mark.parametrize(
    ("made", "outcome"),
    [("suitable", "met"), ("not-yet", "not-yet"), ("not-for-qualifying-level", "not-met")],
)
def test_only_the_best_judgement_meets_it(made: str, outcome: str) -> None:
    wanted = requirement(
        "judgement",
        outcomes=("suitable", "not-yet", "not-for-qualifying-level"),
        by="tutor",
        part="judgement",
    )
    facts = learner()
    assert said(judged(facts, wanted)) == ("not-yet", "not-judged")
    facts.add("judgement", "2025-09-15", requirement="r", outcome=made)
    assert judged(facts, wanted).outcome.value == outcome


@pytest.mark.parametrize(
    ("asked", "decided", "outcome"),
    [
        ("complete", "complete", "met"),
        ("complete", "progress", "not-yet"),
        ("complete", "referred", "not-yet"),
        ("complete", "deferred", "not-yet"),
        ("complete", "failed", "not-met"),
        ("progress", "progress", "met"),
        ("progress", "progress-with-condition", "met"),
        ("progress", "complete", "met"),
        ("progress", "failed", "not-met"),
    ],
)
def test_the_boards_decision(asked: str, decided: str, outcome: str) -> None:
    facts = learner()
    facts.add("board-outcome", "2026-07-20", stage="course/year", outcome=decided)
    wanted = requirement("board", outcome=asked)
    assert judged(facts, wanted, "2026-07-19").finding.code == "no-board"
    found = judged(facts, wanted, "2026-07-20")
    assert found.outcome.value == outcome
    assert (found.finding.code == decided) is (outcome != "met")
    assert bool(found.finding.warning) is (decided == "progress-with-condition")


def test_an_earlier_boards_decision_typed_later_changes_nothing() -> None:
    facts = learner()
    facts.add("board-outcome", "2026-07-20", stage="course/year", outcome="progress")
    facts.add(
        "board-outcome",
        "2026-06-20",
        stage="course/year",
        outcome="progress-with-condition",
        condition="r",
    )
    wanted = requirement("board", outcome="progress")
    assert judged(facts, wanted, "2026-07-01").finding.warning
    assert not judged(facts, wanted, "2026-07-20").finding.warning


def test_a_judgement_typed_later_about_an_earlier_day_does_not_decide() -> None:
    wanted = requirement("judgement", outcomes=("suitable", "not-yet"), by="tutor")
    facts = learner()
    facts.add("judgement", "2025-09-20", requirement="r", outcome="not-yet")
    facts.add("judgement", "2025-09-10", requirement="r", outcome="suitable")
    assert judged(facts, wanted, "2025-09-19").outcome.value == "met"
    assert judged(facts, wanted, "2025-09-20").outcome.value == "not-yet"


def test_a_boards_decision_on_another_stage_is_another_matter() -> None:
    facts = learner()
    facts.add("board-outcome", "2026-07-20", stage="course/other", outcome="complete")
    assert (
        judged(facts, requirement("board", outcome="complete"), "2026-08-01").finding.code
        == "no-board"
    )


def test_an_award_is_its_own_record_and_a_completed_stage_is_not_one() -> None:
    facts = learner()
    facts.add("board-outcome", "2026-11-20", stage="course/year", outcome="complete")
    wanted = requirement("board", outcome="award")
    assert said(judged(facts, wanted, "2026-12-01")) == ("not-yet", "no-board")
    facts.add("award", "2026-12-02", stage="course/year")
    assert said(judged(facts, wanted, "2026-12-02")) == ("met", "")


def test_a_curriculum_asks_for_a_declaration_that_the_stage_has() -> None:
    year = stage(declarations=(Declaration("ethics", "Ethics", "I will."),))
    of = programme(year)
    assert list(DECLARATION.check(requirement("declaration", declaration="ethics"), year, of)) == []
    (complaint,) = DECLARATION.check(requirement("declaration", declaration="x"), year, of)
    assert "it has ethics" in complaint


def test_a_verdict_outside_a_catalogue_still_comes_out() -> None:
    assert verdict(learner(), FOUNDATION, "2025-10-01").outcome.value == "not-yet"
