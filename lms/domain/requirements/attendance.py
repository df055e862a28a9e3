"""Attendance by half-days, with the clause that governs and the last permitted absence (8a.4, 8a.5)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from lms.domain.evidence import Evidence, RequirementKind
from lms.domain.half_days import deciding_marks
from lms.domain.programme import Programme, Requirement, Stage
from lms.domain.records import Field, FieldType, Record
from lms.domain.verdicts import Counted, Finding, NotCounted, Outcome, number
from lms.domain.wording import in_units

HALF = Fraction(1, 2)


def needed_days(requirement: Requirement) -> Fraction:
    """The days that must be attended, by the governing clause.

    A percentage is rounded up to whole half-days: 80 % of 12 days is 9.6, so 10 (8a.4).
    """
    days = Fraction(str(requirement.settings["days"]))
    missed = requirement.settings.get("at-most-missed")
    if missed is not None:
        return days - Fraction(str(missed))
    share = days * Fraction(str(requirement.settings["at-least-percent"])) / 100
    return Fraction(math.ceil(share * 2), 2)


def evaluate(requirement: Requirement, evidence: Evidence) -> Finding:
    """Compare attended and missed half-days with what the governing clause needs."""
    register = evidence.so_far(
        evidence.own.of("attendance", register=requirement.settings["register"])
    )
    marks = _latest_marks(requirement, evidence, register)
    present = [(r, size) for r, size in marks if r.get("present")]
    absent = [(r, size) for r, size in marks if not r.get("present")]
    attended = sum((size for _, size in present), Fraction(0))
    missed = sum((size for _, size in absent), Fraction(0))
    days, needed = Fraction(str(requirement.settings["days"])), needed_days(requirement)
    caught_up = evidence.so_far(evidence.own.of("catch-up", requirement=requirement.id))
    caught = bool(caught_up) and attended < needed
    outcome = _outcome(attended, missed, days - needed, needed, caught, evidence)
    return Finding(
        outcome=outcome,
        reason=_reason(requirement, attended, missed, needed, outcome, caught),
        code=_code(outcome, caught),
        amount=attended,
        threshold=needed,
        unit="days",
        warning=_warning(requirement, missed, days - needed, outcome),
        counted=tuple(Counted(r.id, size) for r, size in present),
        not_counted=tuple(NotCounted(r.id, "absent", "Marked absent.", size) for r, size in absent),
    )


def _latest_marks(
    requirement: Requirement, evidence: Evidence, register: list[Record]
) -> list[tuple[Record, Fraction]]:
    """The mark that decides each half-day of this stage, with how much of a day it stands for."""
    marks = [record for record in register if _of_stage(record, evidence)]
    latest = deciding_marks(marks, evidence.enrolment.moves)
    sizes: dict[str, tuple[Record, Fraction]] = {}
    for record in latest.values():
        size = sizes.get(record.id, (record, Fraction(0)))[1]
        sizes[record.id] = (record, size + HALF)
    return list(sizes.values())


def _of_stage(record: Record, evidence: Evidence) -> bool:
    """Whether a mark is on this stage's register; one that names no stage goes by its date."""
    if record.get("stage"):
        return bool(record.get("stage") == evidence.stage_ref)
    alone = len(evidence.programme.stages_of(evidence.enrolment.admission)) < 2
    first = evidence.dates_on(record.on).first
    return alone or (first <= record.on and evidence.in_stage(record.on))


def _outcome(
    attended: Fraction,
    missed: Fraction,
    allowed: Fraction,
    needed: Fraction,
    caught_up: bool,
    evidence: Evidence,
) -> Outcome:
    if attended >= needed or caught_up:
        return Outcome.MET
    return Outcome.NOT_MET if missed > allowed or evidence.over else Outcome.NOT_YET


def _code(outcome: Outcome, caught_up: bool) -> str:
    if outcome is Outcome.MET:
        return "catch-up" if caught_up else ""
    return "too-many-missed" if outcome is Outcome.NOT_MET else "short"


def _reason(
    requirement: Requirement,
    attended: Fraction,
    missed: Fraction,
    needed: Fraction,
    outcome: Outcome,
    caught_up: bool,
) -> str:
    days = Fraction(str(requirement.settings["days"]))
    text = f"{number(attended)} of {number(days)} {in_units(days, 'days')} attended, {number(missed)} missed; {number(needed)} needed."
    if caught_up and attended < needed:
        return text + " A tutor granted catch-up; the register itself stays as it is."
    if outcome is Outcome.NOT_MET:
        return text + " A tutor can grant catch-up."
    return text


def _warning(
    requirement: Requirement,
    missed: Fraction,
    allowed: Fraction,
    outcome: Outcome,
) -> str:
    return " ".join(
        said
        for said in (
            _last_absence(allowed - missed, outcome),
            _other_clause(requirement, missed),
        )
        if said
    )


def _last_absence(left: Fraction, outcome: Outcome) -> str:
    """Said from when one day's absence remains, not after it is gone (8a.4)."""
    if outcome is not Outcome.NOT_YET or left > 1:
        return ""
    if left == 0:
        return "None of the remaining days can be missed."
    return f"{number(left)} more of the remaining days can be missed and no more."


def _other_clause(requirement: Requirement, missed: Fraction) -> str:
    """The published clause that does not govern, where it would say otherwise (8a.5)."""
    also = requirement.settings.get("also-says-percent")
    days = Fraction(str(requirement.settings["days"]))
    most = (days - missed) / days * 100
    if also is None or most >= Fraction(str(also)):
        return ""
    return (
        f"The published rule also says {also} %, and attendance can come to {number(most)} % at most; "
        f"the clause that governs is the number of days missed."
    )


def _check(requirement: Requirement, stage: Stage, _: Programme) -> Iterable[str]:
    settings = requirement.settings
    clauses = [name for name in ("at-least-percent", "at-most-missed") if name in settings]
    if len(clauses) != 1:
        yield 'give exactly one of "at-least-percent" and "at-most-missed"; the other can be shown with "also-says-percent"'
    if settings["register"] == "taught" and settings["days"] != stage.days:
        yield f"the stage has {stage.days} taught days, not {settings['days']}"


ATTENDANCE = RequirementKind(
    name="attendance",
    title="Attendance",
    evaluate=evaluate,
    settings=(
        Field("register", choices=("taught", "tutor-group"), required=True),
        Field("days", FieldType.INTEGER, required=True),
        Field("at-least-percent", FieldType.DECIMAL),
        Field("at-most-missed", FieldType.DECIMAL),
        Field("also-says-percent", FieldType.DECIMAL),
    ),
    check=_check,
    says="Half-days attended on a register, or catch-up granted by a tutor.",
)
