"""A cohort that is accredited later is so from its completion, and entry checks follow (8a.14)."""

from __future__ import annotations

from typing import Any

import pytest

from lms.domain.records import cohort, moment
from lms.domain.verdicts import Verdict
from tests.domain.facts import Facts, day, enrolled, programme, progress, requirement, stage

FIRST = "course/first"
WANTED = requirement(
    "entry-check",
    evidence="certificate",
    decided_by="admissions-tutor",
    part="entry",
    completed_stage=FIRST,
)


def learner(completed: str = "2024-07-12") -> Facts:
    """Ana, who completed the first course in the cohort of 2023 and is enrolled on the next."""
    facts = Facts()
    enrolled(facts, "2024-09-01", cohort="next")
    facts.add(
        "enrolment",
        "2023-09-01",
        id="f",
        programme="course",
        version="1",
        admission="first",
        cohort="of-2023",
    )
    facts.add("board-outcome", completed, stage=FIRST, outcome="complete", enrolment="f")
    return facts


def decide(facts: Facts, on: str, outcome: str, which: str = "of-2023", **more: Any) -> None:
    facts.add("accreditation", on, about=cohort(which), stage=FIRST, outcome=outcome, **more)


def judged(facts: Facts, as_of: str, known: str | None = None, wanted: Any = WANTED) -> Verdict:
    first = stage(identity="first", enrolment="first")
    year = stage(wanted, identity="year", order=2)
    known_at = moment(day(known)) if known else None
    found = progress(facts, programme(first, year), as_of, known_at=known_at).verdict("r")
    assert found
    return found


def said(found: Verdict) -> tuple[str, str]:
    return found.outcome.value, found.finding.code


def test_a_cohort_about_which_nothing_was_decided_counts_as_before() -> None:
    found = judged(learner(), "2024-10-01")
    assert (found.outcome.value, found.reason) == ("met", "Completed on 12 July 2024.")


def test_a_check_waits_while_the_cohort_is_not_accredited_yet() -> None:
    facts = learner()
    decide(facts, "2024-09-10", "not-yet")
    assert judged(facts, "2024-09-09").outcome.value == "met"
    found = judged(facts, "2024-09-10")
    assert said(found) == ("held", "not-accredited")
    assert found.reason == "Completed on 12 July 2024. Its cohort is not accredited yet."


def test_an_accreditation_decided_later_holds_from_completion_and_is_known_from_its_day() -> None:
    facts = learner()
    decide(facts, "2024-07-01", "not-yet")
    decide(facts, "2025-05-04", "accredited")
    assert said(judged(facts, "2024-10-01", known="2025-05-03")) == ("held", "not-accredited")
    found = judged(facts, "2024-10-01", known="2025-05-04")
    assert found.outcome.value == "met"
    assert found.reason == (
        "Completed on 12 July 2024. Its cohort is accredited (retrospective), decided on 4 May 2025."
    )


def test_what_was_accredited_before_it_was_complete_is_not_retrospective() -> None:
    facts = learner()
    decide(facts, "2024-05-01", "accredited")
    assert judged(facts, "2024-10-01").reason.endswith("accredited, decided on 1 May 2024.")


def test_the_latest_decision_by_its_day_holds_of_a_cohort() -> None:
    facts = learner()
    decide(facts, "2025-05-04", "accredited")
    decide(facts, "2024-07-01", "not-yet")
    assert judged(facts, "2024-10-01").outcome.value == "met"


@pytest.mark.parametrize("which", ["of-2022", "next"])
def test_another_cohorts_accreditation_is_another_matter(which: str) -> None:
    facts = learner()
    decide(facts, "2024-07-01", "not-yet", which)
    assert judged(facts, "2024-10-01").outcome.value == "met"


def test_a_check_refused_before_is_looked_at_again_and_the_refusal_kept_beside() -> None:
    facts = learner()
    facts.add("entry-check", "2024-08-20", requirement="r", outcome="refused", id="no")
    assert said(judged(facts, "2024-10-01")) == ("not-met", "refused")
    decide(facts, "2025-05-04", "accredited")
    found = judged(facts, "2025-05-04")
    assert found.outcome.value == "met"
    assert "The check had been refused on 20 August 2024." in found.reason
    assert [(n.record, n.code) for n in found.finding.not_counted] == [("no", "refused")]
    assert said(judged(facts, "2025-05-04", known="2025-05-03")) == ("not-met", "refused")


@pytest.mark.parametrize("known_before", [True, False])
def test_a_check_refused_in_the_knowledge_of_it_stays_refused(known_before: bool) -> None:
    facts = learner()
    decide(facts, "2024-08-01", "accredited")
    facts.add("entry-check", "2024-08-20", requirement="r", outcome="refused")
    if not known_before:
        decide(facts, "2025-05-04", "accredited")  # said once more
    assert said(judged(facts, "2025-06-01")) == ("not-met", "refused")


def test_a_check_refused_before_anything_was_complete_did_not_turn_on_it() -> None:
    facts = learner(completed="2024-09-20")
    facts.add("entry-check", "2024-09-10", requirement="r", outcome="refused")
    decide(facts, "2025-05-04", "accredited")
    assert said(judged(facts, "2025-06-01")) == ("not-met", "refused")


def test_prior_learning_needs_no_cohort() -> None:
    facts = learner()
    decide(facts, "2024-07-01", "not-yet")
    assert judged(facts, "2024-10-01").outcome.value == "held"
    facts.add("credit", "2024-10-02", stage=FIRST, outcome="credited")
    assert judged(facts, "2024-10-02").outcome.value == "met"


@pytest.mark.parametrize("more", [{"evidence": "judgement"}, {"or_concurrent": True}])
def test_what_asks_for_no_accredited_course_does_not_turn_on_it(more: dict[str, Any]) -> None:
    settings = {"evidence": "certificate", "decided_by": "board", "completed_stage": FIRST, **more}
    facts = learner()
    decide(facts, "2024-07-01", "not-yet")
    wanted = requirement("entry-check", part="entry", **settings)
    assert judged(facts, "2024-10-01", wanted=wanted).outcome.value == "met"
