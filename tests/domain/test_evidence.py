"""Enrolments as the ledger tells them, and what evidence lets a rule see."""

from lms.domain.as_of import AsOf
from lms.domain.evidence import Evidence, Period, enrolments_of
from lms.domain.records import Records, cohort, person
from tests.domain.facts import ANA, Facts, day, enrolled, enrolment_of, programme, stage


def test_an_enrolment_carries_its_breaks_moves_and_leaving() -> None:
    facts = Facts()
    enrolled(facts, "2024-09-01", cohort="autumn")
    facts.add("interruption", "2025-06-01", "2025-06-30")
    facts.add("interruption", "2025-01-01", "2025-01-31")
    facts.add("cohort-move", "2025-03-01", cohort="spring")
    facts.add("withdrawal", "2025-09-09")
    found = enrolment_of(facts)
    assert (found.key, found.started, found.withdrawn) == (
        "course@1",
        day("2024-09-01"),
        day("2025-09-09"),
    )
    assert found.cohort == "spring"
    assert found.cohorts == {"autumn", "spring"}
    assert [b.first for b in found.interruptions] == [day("2025-01-01"), day("2025-06-01")]


def test_somebody_left_when_leaving_was_first_recorded_to_happen() -> None:
    facts = Facts()
    enrolled(facts)
    facts.add("withdrawal", "2025-03-01")
    facts.add("withdrawal", "2025-05-01")
    assert enrolment_of(facts).withdrawn == day("2025-03-01")


def test_an_enrolment_without_a_cohort_is_in_none() -> None:
    facts = Facts()
    enrolled(facts)
    assert enrolment_of(facts).cohorts == frozenset()


def test_what_belongs_to_another_enrolment_does_not_touch_this_one() -> None:
    facts = Facts()
    enrolled(facts)
    facts.add("enrolment", "2025-09-01", id="f", programme="x", version="1", admission="y")
    facts.add("withdrawal", "2025-10-01", enrolment="f")
    first, second = enrolments_of(facts.every())
    assert first.withdrawn is None
    assert second.withdrawn == day("2025-10-01")


def evidence(facts: Facts, as_of: str, **more: object) -> Evidence:
    of = programme(stage())
    return Evidence(
        person=ANA,
        enrolment=enrolment_of(facts),
        programme=of,
        stage=of.stages[0],
        dates=Period(day("2024-09-01"), day("2025-07-18")),
        records=facts.every().about(person(ANA)),
        others=Records(r for r in facts.every() if r.subject != person(ANA)),
        as_of=AsOf(day(as_of)),
        level_of=lambda _: "",
        evaluate=lambda _, __: None,
        **more,
    )


def told() -> Facts:
    facts = Facts()
    enrolled(facts)
    facts.add("declaration", "2024-10-01", id="now", declaration="a")
    facts.add("declaration", "2024-12-01", id="later", declaration="a")
    facts.add("declaration", "2024-10-01", id="elsewhere", declaration="a", enrolment="f")
    facts.add("role", "2024-01-01", who="sue", role="tutor")
    facts.add("cohort-stage", "2024-09-01", about=cohort("autumn"), stage="course/year")
    return facts


def test_evidence_keeps_one_enrolment_apart_and_what_has_not_happened_yet() -> None:
    seen = evidence(told(), "2024-11-01")
    assert [r.id for r in seen.so_far(seen.own.of("declaration"))] == ["now"]
    assert seen.as_of.good_until == day("2024-12-01")


def test_evidence_finds_others_by_subject_and_the_learner_too() -> None:
    seen = evidence(told(), "2024-11-01")
    assert len(seen.about(person("sue"))) == 1
    assert len(seen.about(cohort("autumn"))) == 1
    assert len(seen.about(person(ANA))) == len(seen.records)
    assert len(seen.about(person("nobody"))) == 0
    assert seen.stage_ref == "course/year"


def test_a_stage_is_over_after_its_end_or_once_closed() -> None:
    last = day("2025-07-18")
    assert not evidence(told(), "2025-07-18", end=last).over
    assert evidence(told(), "2025-07-19", end=last).over
    assert evidence(told(), "2025-01-01", end=last, closed=True).over
    assert not evidence(told(), "2035-01-01", end=None).over


def test_a_day_counts_up_to_the_stages_end() -> None:
    seen = evidence(told(), "2025-01-01", end=day("2025-07-18"))
    assert seen.in_stage(day("2025-07-18"))
    assert not seen.in_stage(day("2025-07-19"))
    assert evidence(told(), "2025-01-01").in_stage(day("2040-01-01"))
