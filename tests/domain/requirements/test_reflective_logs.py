"""Reflective logs that a tutor has accepted, in all and in each term."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.as_of import ONE_DAY
from lms.domain.evidence import Period
from lms.domain.requirements.reflective_logs import REFLECTIVE_LOGS, terms_of
from lms.domain.verdicts import Verdict
from tests.domain.facts import (
    Facts,
    day,
    enrolled,
    programme,
    requirement,
    stage,
    template,
    verdict,
)

KOLB, GIBBS = template("kolb"), template("gibbs")
# The year runs from 1 September 2024; its terms end on 30 December, 30 April and 31 August.
AUTUMN, WINTER, SPRING = "2024-10-01", "2025-02-01", "2025-06-01"


def learner() -> Facts:
    facts = Facts()
    enrolled(facts)
    return facts


def write(
    facts: Facts, on: str, answer: str | None = "accepted", answered: str | None = None, **more: Any
) -> str:
    log = facts.add("log", on, **{"template": "kolb", **more}).id
    if answer:
        facts.add("log-response", answered or on, log=log, decision=answer)
    return log


def judged(facts: Facts, as_of: str = "2025-08-31", **settings: Any) -> Verdict:
    wanted = requirement("reflective-logs", **{"at_least": 2, **settings})
    return verdict(facts, wanted, as_of, logs=(KOLB, GIBBS))


def test_accepted_logs_count_and_the_others_say_why_not() -> None:
    facts = learner()
    write(facts, AUTUMN)
    write(facts, AUTUMN, answer=None, id="unread")
    write(facts, AUTUMN, answer="returned", id="returned")
    found = judged(facts)
    assert (found.outcome.value, found.finding.amount) == ("not-yet", 1)
    assert {n.record: n.code for n in found.finding.not_counted} == {
        "unread": "unread",
        "returned": "returned",
    }


def test_a_log_counts_once_its_answer_is_there() -> None:
    facts = learner()
    write(facts, AUTUMN)
    write(facts, AUTUMN, answered="2024-10-20")
    assert judged(facts, "2024-10-19").outcome.value == "not-yet"
    assert judged(facts, "2024-10-20").outcome.value == "met"


def test_a_log_returned_and_then_accepted_counts() -> None:
    facts = learner()
    log = write(facts, AUTUMN, answer="returned")
    facts.add("log-response", "2024-11-01", log=log, decision="accepted")
    assert judged(facts, at_least=1).outcome.value == "met"


def test_only_the_templates_named_count() -> None:
    facts = learner()
    write(facts, AUTUMN)
    write(facts, AUTUMN, template="gibbs")
    assert judged(facts, templates=("gibbs",)).finding.amount == 1


def test_a_template_of_another_stage_does_not_count_here() -> None:
    facts = learner()
    write(facts, AUTUMN, template="unknown")
    assert judged(facts).finding.amount == 0


def test_each_term_needs_its_own() -> None:
    facts = learner()
    for on in (AUTUMN, AUTUMN, SPRING):
        write(facts, on)
    found = judged(facts, each_term=1)
    assert (found.outcome.value, found.finding.code) == ("not-met", "short-term")
    assert found.reason == "3 of 2 logs accepted; term 2 has 0 of 1."


def test_the_reason_names_the_short_terms_and_parts_unanswered_from_returned() -> None:
    facts = learner()
    for on, answer in ((AUTUMN, "accepted"), (AUTUMN, "returned"), (AUTUMN, None), (WINTER, None)):
        write(facts, on, answer=answer)
    found = judged(facts, WINTER, each_term=2)
    assert found.reason == (
        "1 of 2 logs accepted; term 1 has 1 of 2, term 2 has 0 of 2 and term 3 has 0 of 2; "
        "2 wait for the tutor’s answer; 1 returned with an answer."
    )


def test_a_term_is_lost_on_the_day_after_it_ends() -> None:
    facts = learner()
    assert judged(facts, "2024-12-30", each_term=1).outcome.value == "not-yet"
    assert judged(facts, "2024-12-31", each_term=1).outcome.value == "not-met"


def test_a_term_is_not_lost_while_what_would_fill_it_is_unread() -> None:
    facts = learner()
    log = write(facts, AUTUMN, answer=None)
    assert judged(facts, "2025-01-10", each_term=1).outcome.value == "not-yet"
    facts.add("log-response", "2025-01-11", log=log, decision="returned")
    assert judged(facts, "2025-01-11", each_term=1).outcome.value == "not-met"


def test_a_log_belongs_to_the_term_in_which_it_was_handed_in() -> None:
    facts = learner()
    write(facts, AUTUMN, answered=WINTER)
    write(facts, WINTER)
    write(facts, SPRING)
    assert judged(facts, SPRING, each_term=1).outcome.value == "met"


def test_logs_after_the_stages_end_do_not_count() -> None:
    facts = learner()
    write(facts, AUTUMN)
    write(facts, "2025-09-01")
    found = judged(facts, "2025-09-02")
    assert (found.outcome.value, found.finding.amount) == ("not-met", 1)


def test_a_break_takes_no_term_away() -> None:
    facts = learner()
    facts.add("interruption", "2024-12-01", "2025-05-31")
    write(facts, AUTUMN)
    assert judged(facts, "2025-06-01", each_term=1).outcome.value == "not-yet"
    write(facts, "2025-08-15")
    write(facts, "2025-12-15")
    assert judged(facts, "2025-12-15", each_term=1).outcome.value == "met"


def test_terms_are_not_known_while_the_end_is_not() -> None:
    facts = learner()
    facts.add("interruption", "2024-12-01")
    for _ in range(3):
        write(facts, AUTUMN)
    found = judged(facts, "2025-06-01", each_term=1)
    assert (found.outcome.value, found.finding.code) == ("not-yet", "short-term")


@given(st.integers(3, 500), st.integers(1, 3), st.integers(0, 400), st.integers(0, 200))
def test_terms_are_equal_parts_that_fill_the_stage(
    length: int, terms: int, start: int, pause: int
) -> None:
    first = day("2024-09-01")
    whole = Period(first, first + (length + pause) * ONE_DAY)
    breaks = (Period(first + start * ONE_DAY, first + (start + pause) * ONE_DAY),)
    found = terms_of(whole, terms, breaks if start + pause < length else ())
    assert len(found) == terms
    assert found[-1].last == whole.last
    for before, after in pairwise(found):
        assert before.last is not None
        assert before.last < after.first


@pytest.mark.parametrize("terms", [0, 3])
def test_a_stage_without_days_or_terms_has_no_terms(terms: int) -> None:
    first = day("2024-09-01")
    assert terms_of(Period(first, None), terms) == []
    assert terms_of(Period(first, first - ONE_DAY), terms) == []


def test_a_curriculum_names_templates_that_the_stage_has() -> None:
    year = stage(logs=(KOLB,))
    wanted = requirement("reflective-logs", at_least=1, templates=("kolb", "schon"))
    assert list(REFLECTIVE_LOGS.check(wanted, year, programme(year))) == [
        'there is no log template "schon" in this stage; it has kolb'
    ]
