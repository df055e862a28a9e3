"""Ana's one essay, told and looked at: a line for each thing that befalls it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from lms.domain.as_of import AsOf
from lms.domain.assessment.deadlines import deadline_of
from lms.domain.assessment.outcome import Result
from lms.domain.assessment.policies import CORE_MARKING
from lms.domain.assessment.results import result_of
from lms.domain.assessment.work import Work
from lms.domain.evidence import work_in
from lms.domain.programme import Assessment
from lms.domain.records import LONDON, Record, cohort, person
from tests.domain.facts import (
    ANA,
    Facts,
    assessment,
    day,
    enrolment_of,
    programme,
    requirement,
    stage,
)

ESSAY = assessment("essay")
LATER = "2026-09-01"
ASKED = requirement("assessed-work", assessment="essay")


def due(facts: Facts, name: str, on: str, known: str = "2025-01-01", **more: Any) -> Record:
    return facts.add("deadline", on, about=cohort(name), known=known, assessment="essay", **more)


def keeps(facts: Facts, name: str, policy: str) -> None:
    facts.add("cohort-policy", "2025-01-01", about=cohort(name), programme="course", policy=policy)


def hand_in(facts: Facts, on: str, attempt: int = 1) -> Record:
    at = datetime.combine(day(on), datetime.min.time().replace(hour=11), LONDON)
    return facts.add("submission", on, assessment="essay", attempt=attempt, arrived=at)


def mark(facts: Facts, on: str, mark: int, attempt: int = 1, **more: Any) -> Record:
    return facts.add("mark", on, assessment="essay", attempt=attempt, mark=mark, **more)


def board(facts: Facts, on: str, outcome: str = "complete", **more: Any) -> Record:
    return facts.add("board-outcome", on, stage="course/year", outcome=outcome, **more)


def move(facts: Facts, on: str, name: str, known: str | None = None, **days: str) -> Record:
    named = [{"assessment": "essay", "attempt": int(n[1:]), "day": d} for n, d in days.items()]
    return facts.add("cohort-move", on, known=known, cohort=name, due=named)


def work(facts: Facts, as_of: str = LATER, of: Assessment = ESSAY) -> Work:
    records, enrolment = facts.every(), enrolment_of(facts)
    version = programme(stage(ASKED, assessments=(of,)))
    own = records.about(person(ANA)).in_enrolment("e")
    day_asked = AsOf(day(as_of))
    found = work_in(enrolment, version, "course/year", of, CORE_MARKING, own, records, day_asked)
    assert found is not None
    return found


def one(facts: Facts, as_of: str = LATER, attempt: int = 1) -> Result:
    return result_of(work(facts, as_of), attempt)


def due_by(facts: Facts, as_of: str, attempt: int = 1) -> tuple[date, str] | None:
    found = deadline_of(work(facts, as_of), attempt)
    return (found.day, found.why) if found else None
