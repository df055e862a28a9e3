"""The verdict tree of one learner on one stage."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.domain.evidence import Evidence, RequirementKind
from lms.domain.programme import Module, Requirement
from lms.domain.progress import Progress, subjects_read
from lms.domain.records import Records, Subject, cohort, moment, person
from lms.domain.verdicts import Finding, Outcome
from tests.domain.facts import (
    KINDS,
    Facts,
    assessment,
    day,
    enrolled,
    enrolment_of,
    entry,
    programme,
    progress,
    requirement,
    stage,
    template,
)

SIGN = requirement("declaration", "sign", declaration="a")
EXTRA = requirement("declaration", "extra", declaration="b", optional=True)
LATER = requirement("judgement", "later", outcomes=("suitable",), by="tutor", part="judgement")
REGISTER = requirement("registration", "register", register="ukcp", part="milestone")


def learner(on: str = "2024-09-01") -> Facts:
    facts = Facts()
    enrolled(facts, on)
    return facts


def stands(
    facts: Facts, *requirements: Requirement, as_of: str = "2025-01-01", **more: Any
) -> Progress:
    return progress(facts, programme(stage(*requirements)), as_of, **more)


def test_a_stage_needs_what_is_neither_optional_nor_a_judgement_nor_a_milestone() -> None:
    facts = learner()
    found = stands(facts, SIGN, EXTRA, LATER, REGISTER)
    assert found.outcome is Outcome.NOT_YET
    assert [v.id for v in found.open] == ["sign"]
    facts.add("declaration", "2024-10-01", declaration="a")
    assert stands(facts, SIGN, EXTRA, LATER, REGISTER).outcome is Outcome.MET


def test_a_verdict_within_another_is_found_by_its_id() -> None:
    found = stands(learner(), requirement("all-of", "whole", of=[SIGN, EXTRA]))
    inner = found.verdict("extra")
    assert inner
    assert inner.id == "extra"
    assert found.verdict("nowhere") is None


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [("credited", "credited"), ("credited-with-condition", "credited"), ("refused", "not-yet")],
)
@pytest.mark.parametrize("enrolment", ["e", None])
def test_prior_learning_settles_a_requirement_from_its_day(
    outcome: str, expected: str, enrolment: str | None
) -> None:
    facts = learner()
    facts.add("credit", "2024-11-01", requirement="sign", outcome=outcome, enrolment=enrolment)
    assert stands(facts, SIGN, as_of="2024-10-31").outcome is Outcome.NOT_YET
    found = stands(facts, SIGN, as_of="2024-11-01").verdict("sign")
    assert found
    assert found.outcome.value == expected
    assert bool(found.finding.warning) is ("condition" in outcome)
    assert found.finding.amount is None


def test_prior_learning_in_another_enrolment_is_another_matter() -> None:
    facts = learner()
    facts.add("credit", "2024-11-01", requirement="sign", outcome="credited", enrolment="f")
    assert stands(facts, SIGN).outcome is Outcome.NOT_YET


def test_the_latest_decision_on_prior_learning_stands() -> None:
    facts = learner()
    facts.add("credit", "2024-11-01", requirement="sign", outcome="credited")
    facts.add("credit", "2024-12-01", requirement="sign", outcome="refused")
    assert stands(facts, SIGN).outcome is Outcome.NOT_YET


def test_a_refusal_typed_later_about_an_earlier_day_takes_no_credit_away() -> None:
    facts = learner()
    facts.add("credit", "2024-12-01", requirement="sign", outcome="credited")
    facts.add("credit", "2024-11-01", requirement="sign", outcome="refused")
    assert stands(facts, SIGN, as_of="2024-11-30").outcome is Outcome.NOT_YET
    assert stands(facts, SIGN, as_of="2024-12-01").outcome is Outcome.MET


def test_refused_prior_learning_shows_beside_what_is_still_to_be_done() -> None:
    facts = learner()
    refused = facts.add("credit", "2024-11-01", requirement="sign", outcome="refused")
    before = stands(facts, SIGN, as_of="2024-10-31").verdict("sign")
    assert before
    assert "refused" not in before.codes
    found = stands(facts, SIGN).verdict("sign")
    assert found
    assert (found.outcome, found.finding.code) == (Outcome.NOT_YET, "not-signed")
    assert found.reason.startswith("Prior learning was refused on 1 November 2024. ")
    assert [(n.record, n.code) for n in found.finding.not_counted] == [(refused.id, "refused")]


def test_what_is_met_in_spite_of_a_refusal_says_nothing_of_it() -> None:
    facts = learner()
    facts.add("credit", "2024-11-01", requirement="sign", outcome="refused")
    facts.add("declaration", "2024-11-02", declaration="a")
    found = stands(facts, SIGN).verdict("sign")
    assert found
    assert (found.outcome, found.codes) == (Outcome.MET, frozenset())


def test_a_later_decision_overtakes_a_refusal() -> None:
    facts = learner()
    facts.add("credit", "2024-11-01", requirement="sign", outcome="refused", id="no")
    facts.add("credit", "2024-12-01", requirement="sign", outcome="credited")
    assert stands(facts, SIGN, as_of="2024-12-01").outcome is Outcome.MET
    facts = learner()
    facts.add("credit", "2024-11-01", requirement="sign", outcome="refused", id="no")
    facts.add("retraction", "2024-11-02", replaces="no")
    found = stands(facts, SIGN).verdict("sign")
    assert found
    assert "refused" not in found.codes


def test_a_refusal_in_another_enrolment_says_nothing_here() -> None:
    facts = learner()
    facts.add("credit", "2024-11-01", requirement="sign", outcome="refused", enrolment="f")
    found = stands(facts, SIGN).verdict("sign")
    assert found
    assert "refused" not in found.codes


def test_a_waiver_settles_a_requirement() -> None:
    facts = learner()
    facts.add("waiver", "2024-11-01", requirement="sign")
    found = stands(facts, SIGN).verdict("sign")
    assert found
    assert (found.outcome, found.finding.code) == (Outcome.WAIVED, "waived")
    assert stands(facts, SIGN).outcome is Outcome.MET


def test_a_rule_whose_plugin_is_gone_is_held() -> None:
    found = stands(learner(), requirement("reading-notes", "notes", days=6)).verdict("notes")
    assert found
    assert (found.outcome, found.finding.code) == (Outcome.HELD, "plugin-missing")
    assert stands(learner(), requirement("reading-notes", "notes", days=6)).fault
    assert not stands(learner(), SIGN).fault


def test_a_fault_that_a_rule_asked_about_and_did_not_show_is_noted_all_the_same() -> None:
    def hides(_: Requirement, evidence: Evidence) -> Finding:
        evidence.evaluate(requirement("reading-notes", "notes", days=6), evidence)
        return Finding(Outcome.NOT_YET, "Something else is open.")

    kinds = {**KINDS, "odd": RequirementKind("odd", "Odd", hides)}
    found = stands(learner(), requirement("odd", "odd"), kinds=kinds)
    assert (found.outcome, found.fault) == (Outcome.NOT_YET, True)


def test_a_rule_that_cannot_say_whom_it_looks_at_is_held() -> None:
    def lost(_: Requirement, __: Records) -> Any:
        raise KeyError("signer")

    kinds = {**KINDS, "odd": RequirementKind("odd", "Odd", lambda _, __: MET, reads=lost)}
    found = stands(learner(), requirement("odd", "odd"), kinds=kinds)
    assert (found.outcome, found.fault) == (Outcome.HELD, True)


MET = Finding(Outcome.MET, "Met.")


def broken(_: Requirement, __: Evidence) -> Finding:
    raise ZeroDivisionError


def silent(_: Requirement, __: Evidence) -> Any:
    return None


def test_the_words_of_a_rule_that_fails_go_to_the_log_and_not_into_the_reason(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def speaks(_: Requirement, __: Evidence) -> Finding:
        raise ValueError("Amara Okafor's password")

    kinds = {**KINDS, "odd": RequirementKind("odd", "Odd", speaks)}
    odd = stands(learner(), requirement("odd", "odd"), kinds=kinds).verdict("odd")
    assert odd
    assert "Amara" not in odd.reason
    assert "ValueError" not in odd.reason
    assert odd.reason.partition("(reference ")[2].rstrip(").") in caplog.text
    assert "Amara Okafor's password" in caplog.text


@pytest.mark.parametrize("rule", [broken, silent])
def test_a_rule_that_fails_holds_and_never_decides(rule: Any) -> None:
    kinds = {**KINDS, "odd": RequirementKind("odd", "Odd", rule)}
    facts = learner()
    facts.add("declaration", "2024-10-01", declaration="a")
    found = stands(facts, SIGN, requirement("odd", "odd"), kinds=kinds)
    odd = found.verdict("odd")
    assert odd
    assert (odd.outcome, odd.finding.code) == (Outcome.HELD, "rule-failed")
    assert found.outcome is Outcome.HELD
    assert found.fault


def test_a_waiver_settles_even_what_nobody_can_work_out() -> None:
    facts = learner()
    facts.add("waiver", "2024-11-01", requirement="notes")
    assert stands(facts, requirement("reading-notes", "notes")).outcome is Outcome.MET


def test_what_is_met_for_now_keeps_the_stage_open_and_is_listed_as_open() -> None:
    def for_now(_: Requirement, __: Evidence) -> Finding:
        return Finding(Outcome.MET, "For now.", "conditional", stays_open=True)

    kinds = {**KINDS, "odd": RequirementKind("odd", "Odd", for_now)}
    facts = learner()
    facts.add("declaration", "2024-10-01", declaration="a")
    found = stands(facts, SIGN, requirement("odd", "odd"), kinds=kinds)
    assert found.outcome is Outcome.NOT_YET
    assert [v.id for v in found.open] == ["odd"]


def test_a_break_in_force_pauses_a_stage_and_nothing_else_of_it() -> None:
    facts = learner()
    facts.add("interruption", "2025-01-01", "2025-03-31")
    assert stands(facts, SIGN, as_of="2025-03-31").paused
    assert not stands(facts, SIGN, as_of="2025-04-01").paused
    assert stands(facts, SIGN, as_of="2025-03-31").outcome is Outcome.NOT_YET


def test_any_one_break_pauses() -> None:
    facts = learner()
    facts.add("interruption", "2025-01-01", "2025-01-31")
    facts.add("interruption", "2025-03-01", "2025-03-31")
    days = ("2025-01-15", "2025-02-15", "2025-03-15")
    assert [stands(facts, SIGN, as_of=d).paused for d in days] == [True, False, True]


def test_an_old_answer_can_be_given_again() -> None:
    facts = learner()
    facts.add("declaration", "2024-10-01", declaration="a", known="2024-12-01")
    known = moment(day("2024-11-30"))
    assert stands(facts, SIGN).outcome is Outcome.MET
    assert stands(facts, SIGN, known_at=known).outcome is Outcome.NOT_YET


def reads_ben(_: Requirement, __: Any) -> tuple[Subject, ...]:
    return (person("ben"),)


def test_the_subjects_read_are_the_cohorts_and_whom_the_kinds_name() -> None:
    facts = Facts()
    enrolled(facts, cohort="autumn")
    facts.add("cohort-move", "2024-10-01", cohort="spring")
    kinds = {
        "odd": RequirementKind("odd", "Odd", broken, reads=reads_ben),
        "failing": RequirementKind("failing", "Failing", broken, reads=broken),
    }
    inner = requirement("odd", "inner")
    year = stage(requirement("all-of", "outer", of=[inner]), requirement("failing", "f"))
    found = subjects_read(year, enrolment_of(facts), facts.every(), kinds)
    assert found == {cohort("autumn"), cohort("spring"), person("ben")}


# --- until it turns, nothing turns -----------------------------------------------------------------

EVERYTHING = stage(
    requirement(
        "entry-check",
        "entry",
        evidence="certificate",
        decided_by="tutor",
        completed_stage="other/year",
        part="entry",
    ),
    requirement("attendance", "attend", register="taught", days=4, at_most_missed=1),
    requirement("hours", "clinic", category="clinic", at_least=2, signed_by=("live-supervisor",)),
    requirement("sessions", "given", category="ppd", at_least=2, same=True, signed_by=("peer",)),
    requirement("assessed-work", "essay", assessment="essay"),
    requirement("reflective-logs", "logs", at_least=2, each_term=1),
    SIGN,
    requirement("consented-recording", "tape", at_least=1),
    requirement("elapsed-time", "time", at_least_academic_years=1, at_most_months=20),
    requirement("taught-hours", "taught", at_least=1),
    requirement("report", "report", report="annual", by="tutor"),
    requirement("board", "board", outcome="complete"),
    requirement("registration", "swe", register="swe", part="milestone"),
    requirement("any-of", "any", of=[LATER, EXTRA]),
    assessments=(assessment("essay"),),
    logs=(template("kolb"),),
    modules=(Module("m", "m", (1,), Fraction(5), (), ""),),
)


def on_clinic(facts: Facts, on: str, later: str) -> None:
    logged = facts.add("hours", on, category="clinic", minutes=60)
    signed = facts.add("signature", later, entry=logged.id, signer="sue", role="live-supervisor")
    facts.add("countersignature", later, signature=signed.id)


def on_log(facts: Facts, on: str, later: str) -> None:
    log = facts.add("log", on, template="kolb")
    facts.add("log-response", later, log=log.id, decision="accepted")


def on_tape(facts: Facts, on: str, later: str) -> None:
    consent = facts.add("consent", on, later)
    facts.add("recording-watched", later, consent=consent.id)


def on_session(facts: Facts, on: str, later: str) -> None:
    logged = facts.add("hours", on, category="ppd", minutes=60, **{"with": "S1"})
    facts.add("signature", later, entry=logged.id, signer="pat", role="peer")


STAGE = "course/year"
EVENTS = {
    "clinic": on_clinic,
    "log": on_log,
    "tape": on_tape,
    "session": on_session,
    "absent": lambda f, on, _: f.add(
        "attendance", on, register="taught", day=1 + len(f.told) % 4, present=False
    ),
    "present": lambda f, on, _: f.add(
        "attendance", on, register="taught", day=1 + len(f.told) % 4, present=True
    ),
    "fail": lambda f, on, _: f.add("mark", on, assessment="essay", attempt=1, mark=40),
    "pass": lambda f, on, _: f.add("mark", on, assessment="essay", attempt=2, mark=60),
    "sign": lambda f, on, _: f.add("declaration", on, declaration="a"),
    "refer": lambda f, on, _: f.add("board-outcome", on, stage=STAGE, outcome="referred"),
    "complete": lambda f, on, _: f.add("board-outcome", on, stage=STAGE, outcome="complete"),
    "award": lambda f, on, _: f.add("award", on, stage=STAGE),
    "leave": lambda f, on, _: f.add("withdrawal", on),
    "break": lambda f, on, later: f.add("interruption", on, later),
    "report": lambda f, on, _: f.add("report", on, report="annual", outcome="satisfactory"),
    "waive": lambda f, on, _: f.add("waiver", on, requirement="report"),
    "credit": lambda f, on, _: f.add("credit", on, stage="other/year", outcome="credited"),
    "judge": lambda f, on, _: f.add("judgement", on, requirement="later", outcome="suitable"),
    "ukcp": lambda f, on, later: entry(f, "ukcp", on, later, who="sue"),
    "swe": lambda f, on, later: entry(f, "swe", on, later),
    "move": lambda f, on, _: f.add("cohort-move", on, cohort="spring"),
}

offsets = st.integers(-30, 600)
lives = st.lists(
    st.tuples(st.sampled_from(sorted(EVENTS)), offsets, st.integers(0, 200)), max_size=12
)


def live(drawn: list[tuple[str, int, int]]) -> Facts:
    start = day("2024-09-01")
    facts = learner()
    dates = ("2025-01-13", "2025-12-19")
    facts.add("cohort-stage", *dates, about=cohort("spring"), stage=STAGE, known="2024-01-01")
    for name, offset, length in drawn:
        on = start + timedelta(days=offset)
        EVENTS[name](facts, on.isoformat(), (on + timedelta(days=length)).isoformat())
    return facts


def said(found: Progress) -> Any:
    verdicts = [
        (
            v.id,
            v.outcome,
            v.finding.amount,
            v.finding.code,
            v.finding.warning,
            v.finding.not_counted,
        )
        for top in found.verdicts
        for v in top.walk()
    ]
    return found.outcome, found.paused, verdicts


@settings(max_examples=150)
@given(lives, st.integers(-40, 900), st.integers(1, 250))
def test_until_it_turns_every_later_day_gives_the_same_verdicts(
    drawn: list[tuple[str, int, int]], today: int, later: int
) -> None:
    facts, of = live(drawn), programme(EVERYTHING)
    now = day("2024-09-01") + timedelta(days=today)
    found = progress(facts, of, now.isoformat())
    then = now + timedelta(days=later)
    if found.good_until is not None and then >= found.good_until:
        then = found.good_until - timedelta(days=1)
    assert said(progress(facts, of, then.isoformat())) == said(found)


@settings(max_examples=100)
@given(lives, st.integers(-40, 900))
def test_no_verdict_is_ever_without_a_reason_and_no_rule_fails(
    drawn: list[tuple[str, int, int]], today: int
) -> None:
    now = day("2024-09-01") + timedelta(days=today)
    found = progress(live(drawn), programme(EVERYTHING), now.isoformat())
    for top in found.verdicts:
        for verdict in top.walk():
            assert verdict.reason
            assert verdict.finding.code != "rule-failed"
            assert all(n.code and n.reason for n in verdict.finding.not_counted)


@settings(max_examples=60)
@given(lives, st.integers(-40, 900), st.integers(0, 400))
def test_facts_still_to_come_change_no_verdict_but_those_on_when_a_stage_ends(
    drawn: list[tuple[str, int, int]], today: int, later: int
) -> None:
    """A break that was approved beforehand is known beforehand: it moves the end of the stage."""
    now = day("2024-09-01") + timedelta(days=today)
    so_far = [(n, o, length) for n, o, length in drawn if o + length <= today]
    to_come = [(n, today + 1 + o % 300, length) for n, o, length in drawn if n != "break"]
    quiet = {"ukcp", "swe", "tape"}  # periods and checks tell of days before they were made
    to_come = [event for event in to_come if event[0] not in quiet][:later]
    of = programme(EVERYTHING)
    before = progress(live(so_far), of, now.isoformat())
    after = progress(live([*so_far, *to_come]), of, now.isoformat())
    assert said(after) == said(before)


def test_a_plugins_kind_may_say_that_it_is_about_what_the_version_offers() -> None:
    room = RequirementKind(
        "room", "Room", lambda *_: Finding(Outcome.MET, "Two rooms."), offered=True
    )
    facts = Facts()
    enrolled(facts)
    year = stage(requirement("room", "room"), SIGN)
    found = progress(facts, programme(year), "2024-11-01", kinds={**KINDS, "room": room})
    assert [v.id for v in found.offered] == ["room"]
    assert [v.id for v in found.asked] == [SIGN.id]
    assert [v.id for v in found.open] == [SIGN.id]
