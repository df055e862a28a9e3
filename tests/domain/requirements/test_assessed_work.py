"""Assessed work: a mark, a pass or feedback, over at most two attempts without a board."""

from typing import Any

import pytest

from lms.domain.records import cohort
from lms.domain.requirements.assessed_work import ASSESSED_WORK
from lms.domain.verdicts import Verdict
from lms_supervision.weighted_mark import WEIGHTED_MARK
from tests.domain.facts import (
    Facts,
    assessment,
    enrolled,
    programme,
    progress,
    requirement,
    stage,
    verdict,
)

COHORT = cohort("c")
ESSAY = requirement("assessed-work", assessment="essay")


def learner() -> Facts:
    facts = Facts()
    enrolled(facts)
    return facts


def marked(*marks: int, on: str = "2025-05-01") -> Facts:
    """The marks of the first attempt, the second and so on."""
    facts = learner()
    for attempt, mark in enumerate(marks, 1):
        facts.add("mark", on, assessment="essay", attempt=attempt, mark=mark)
    return facts


def judged(facts: Facts, as_of: str = "2025-07-01", marking: str = "mark", **more: Any) -> Verdict:
    return verdict(facts, ESSAY, as_of, assessments=(assessment("essay", marking, **more),))


def overall(facts: Facts) -> Verdict:
    """The overall mark of which the essay is the only part."""
    parts = [{"assessment": "essay", "weight": 100}]
    whole = requirement("weighted-mark", "overall", **{"parts": parts, "pass-mark": 50})
    year = stage(whole, assessments=(assessment("essay"),))
    found = progress(facts, programme(year), "2025-07-01", kinds={"weighted-mark": WEIGHTED_MARK})
    return found.verdicts[0]


@pytest.mark.parametrize(
    ("marks", "outcome", "amount", "code"),
    [
        ((50,), "met", 50, ""),
        ((100,), "met", 100, ""),
        ((49,), "not-yet", 49, "resubmit"),
        ((46, 48), "not-met", 48, "failed"),
        ((46, 62), "met", 50, ""),
        ((46, 50), "met", 50, ""),
        ((0, 0), "not-met", 0, "failed"),
    ],
)
def test_fifty_passes_and_a_second_attempt_is_capped_there(
    marks: tuple[int, ...], outcome: str, amount: int, code: str
) -> None:
    found = judged(marked(*marks))
    assert (found.outcome.value, found.finding.amount, found.finding.code) == (
        outcome,
        amount,
        code,
    )


def test_the_raw_mark_is_told_beside_the_capped_one() -> None:
    found = judged(marked(46, 62))
    assert "capped from 62, attempt 2" in found.reason
    assert [n.code for n in found.finding.not_counted] == ["not-passed"]


def test_the_pass_mark_is_the_assessments_own() -> None:
    assert judged(marked(44), pass_mark=40).outcome.value == "met"
    assert judged(marked(30, 44), pass_mark=40).finding.amount == 40


def test_only_a_board_allows_a_third_attempt() -> None:
    facts = marked(46, 48)
    facts.add("further-attempt", "2025-06-01", assessment="essay")
    assert judged(facts, "2025-05-31").outcome.value == "not-met"
    assert judged(facts, "2025-06-01").outcome.value == "not-yet"
    facts.add("mark", "2025-06-20", assessment="essay", attempt=3, mark=40)
    assert judged(facts).outcome.value == "not-met"


def test_a_corrected_mark_is_the_one_that_counts() -> None:
    facts = marked(46)
    facts.add("mark", "2025-05-02", assessment="essay", mark=56, replaces=facts.told[-1].id)
    assert judged(facts).outcome.value == "met"


def test_a_mark_under_investigation_is_neither_a_pass_nor_an_attempt_used() -> None:
    facts = marked(46)
    facts.add("mark", "2025-05-02", assessment="essay", attempt=2)
    found = judged(facts)
    assert (found.outcome.value, found.finding.code) == ("not-yet", "resubmit")


@pytest.mark.parametrize(("result", "outcome"), [("pass", "met"), ("fail", "not-yet")])
def test_pass_or_fail_has_no_amount(result: str, outcome: str) -> None:
    facts = learner()
    facts.add("mark", "2025-05-01", assessment="essay", result=result)
    found = judged(facts, marking="pass-fail")
    assert (found.outcome.value, found.finding.amount) == (outcome, None)
    assert found.finding.unit == ""
    assert judged(marked(64)).finding.unit == "marks"


def test_formative_work_is_met_by_feedback() -> None:
    facts = learner()
    assert judged(facts, marking="formative").finding.code == "no-feedback"
    facts.add("mark", "2025-05-01", assessment="essay", result="feedback")
    assert judged(facts, marking="formative").outcome.value == "met"


def test_marks_are_provisional_until_the_board_has_met() -> None:
    facts = marked(64)
    facts.add("board-outcome", "2025-06-20", stage="course/year", outcome="complete")
    assert "Provisional" in judged(facts, "2025-06-19").finding.warning
    assert judged(facts, "2025-06-20").finding.warning == ""


def test_what_has_been_handed_in_waits_to_be_read() -> None:
    facts = learner()
    assert "has not been handed in" in judged(facts).reason
    facts.add("submission", "2025-04-01", assessment="essay", attempt=1)
    assert "waiting to be read" in judged(facts).reason
    facts.add("mark", "2025-05-01", assessment="essay", attempt=1, mark=46)
    assert "attempt 2 is to be handed in" in judged(facts).reason


def test_work_may_land_after_the_stages_last_day_but_not_after_its_end_by_decision() -> None:
    facts = learner()
    assert judged(facts, "2025-12-01").outcome.value == "not-yet"
    facts.add("board-outcome", "2025-12-02", stage="course/year", outcome="failed")
    assert judged(facts, "2025-12-01").outcome.value == "not-yet"
    assert judged(facts, "2025-12-02").outcome.value == "not-met"


def test_leaving_ends_it_from_the_day_of_leaving() -> None:
    facts = learner()
    facts.add("withdrawal", "2025-03-01")
    assert judged(facts, "2025-02-28").outcome.value == "not-yet"
    assert judged(facts, "2025-03-01").outcome.value == "not-met"


def test_a_version_without_the_assessment_holds_it() -> None:
    found = verdict(learner(), ESSAY, "2025-07-01")
    assert (found.outcome.value, found.finding.code) == ("held", "no-assessment")


def test_marks_in_another_enrolment_do_not_count_here() -> None:
    facts = learner()
    facts.add("mark", "2025-05-01", assessment="essay", mark=70, enrolment="f")
    assert judged(facts).outcome.value == "not-yet"


def test_a_policy_whose_plugin_is_gone_holds_the_work() -> None:
    facts = learner()
    facts.add("cohort-policy", "2024-09-01", about=COHORT, programme="course", policy="gone@1")
    facts.add("cohort-move", "2024-09-02", cohort="c")
    facts.add("mark", "2025-05-01", assessment="essay", mark=62)
    found = judged(facts)
    assert (found.outcome.value, found.finding.code) == ("held", "no-policy")
    assert found.finding.fault


def test_an_overall_mark_whose_policy_is_gone_is_held_and_not_merely_unmarked() -> None:
    facts = learner()
    facts.add("cohort-policy", "2024-09-01", about=COHORT, programme="course", policy="gone@1")
    facts.add("cohort-move", "2024-09-02", cohort="c")
    facts.add("mark", "2025-05-01", assessment="essay", mark=62)
    found = overall(facts)
    assert (found.outcome.value, found.finding.code) == ("held", "no-policy")
    assert found.reason == "The marking policy that decides this is not loaded; a person must look."


def test_a_curriculum_asks_for_work_that_the_stage_has() -> None:
    year = stage(assessments=(assessment("essay"),))
    of = programme(year)
    assert list(ASSESSED_WORK.check(ESSAY, year, of)) == []
    other = requirement("assessed-work", assessment="viva")
    assert list(ASSESSED_WORK.check(other, year, of)) == [
        'there is no assessment "viva" in this stage; it has essay'
    ]
