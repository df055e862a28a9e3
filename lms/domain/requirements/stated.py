"""Requirements read straight off a timetable, a clock, a register or a consent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from lms.domain.calendar import add_months, in_words
from lms.domain.evidence import Evidence, Period, RequirementKind
from lms.domain.programme import Programme, Requirement, Stage
from lms.domain.records import Field, FieldType
from lms.domain.registers import SYSTEMIC_TITLE, Holding, entry_on
from lms.domain.requirements.settings import AT_LEAST, threshold
from lms.domain.verdicts import Counted, Finding, NotCounted, Outcome, number


def evaluate_taught(requirement: Requirement, evidence: Evidence) -> Finding:
    """The version's timetable; presence is another requirement (8a.4)."""
    hours = sum((m.hours for m in evidence.stage.modules), Fraction(0))
    needed = threshold(requirement)
    enough = hours >= needed
    return Finding(
        Outcome.MET if enough else Outcome.NOT_MET,
        f"The timetable of this version has {number(hours)} taught hours; {number(needed)} are needed.",
        "" if enough else "timetable-short",
        amount=hours,
        threshold=needed,
        unit="hours",
    )


def _timetabled(requirement: Requirement, stage: Stage, _: Programme) -> Iterable[str]:
    hours = sum((m.hours for m in stage.modules), Fraction(0))
    if hours < threshold(requirement):
        yield f"the modules have {number(hours)} hours in all, fewer than the {number(threshold(requirement))} required"


def evaluate_elapsed(requirement: Requirement, evidence: Evidence) -> Finding:
    """Academic years completed, and the limit less approved breaks (8a.20)."""
    years = requirement.settings.get("at-least-academic-years")
    stages = evidence.programme.stages_of(evidence.enrolment.admission)
    limit = _limit(requirement, evidence)
    if limit is not None and evidence.as_of.passed(limit):
        reason = f"The time allowed ended on {in_words(limit)}."
        return Finding(Outcome.NOT_MET, reason, "time-over")
    warning = f"The award must be confirmed by {in_words(limit)}." if limit else ""
    if years is None:
        return Finding(Outcome.MET, "Within the time allowed.", warning=warning)
    done = sum(s.months for s in stages if s.order < evidence.stage.order)
    complete = evidence.over
    total = Fraction(done + (evidence.stage.months if complete else 0), 12)
    enough = total >= int(years)
    return Finding(
        Outcome.MET if enough else Outcome.NOT_YET,
        f"{number(total)} of {years} academic years completed.",
        "" if enough else "too-early",
        amount=total,
        threshold=Fraction(int(years)),
        unit="years",
        warning=warning,
    )


def _limit(requirement: Requirement, evidence: Evidence) -> date | None:
    months = requirement.settings.get("at-most-months")
    if months is None:
        return None
    last = add_months(evidence.enrolment.started, int(months)) - timedelta(days=1)
    return last + timedelta(days=sum(_days(b) for b in evidence.enrolment.interruptions))


def _days(interruption: Period) -> int:
    return ((interruption.last or interruption.first) - interruption.first).days + 1


def _some_time(requirement: Requirement, _: Stage, __: Programme) -> Iterable[str]:
    if not {"at-least-academic-years", "at-most-months"} & set(requirement.settings):
        yield 'give "at-least-academic-years", "at-most-months" or both'


def evaluate_registration(requirement: Requirement, evidence: Evidence) -> Finding:
    """A register entry that covers the day asked about."""
    register = requirement.settings["register"]
    entry = entry_on(evidence.records, register, evidence.as_of)
    counted = (Counted(entry.record),) if entry.record else ()
    name = {"swe": "Social Work England", "ukcp": "UKCP"}[register]
    if entry.held:
        warning = "The entry carries conditions." if entry.conditions else ""
        warning = warning or ("A re-check of the register is due." if entry.recheck_due else "")
        reason = f"On the {name} register, held since {in_words(entry.since)}."
        return Finding(Outcome.MET, reason, warning=warning, counted=counted)
    if entry.holding is Holding.UNCONFIRMED:
        reason = (
            f"The last check of the {name} register no longer covers this day; a re-check decides."
        )
        return Finding(Outcome.HELD, reason, "unconfirmed")
    return Finding(
        Outcome.NOT_YET, f"No entry on the {name} register on this day.", "not-registered"
    )


def evaluate_recordings(requirement: Requirement, evidence: Evidence) -> Finding:
    """Recordings watched while the family's consent was in date; the recording is never kept."""
    watched = evidence.so_far(evidence.own.of("recording-watched"))
    counted: list[Counted] = []
    others: list[NotCounted] = []
    for record in watched:
        consent = evidence.own.by_id(record.get("consent"))
        if consent is not None and consent.covers(record.on):
            counted.append(Counted(record.id))
        else:
            others.append(NotCounted(record.id, "no-consent", "No consent was in date that day."))
    needed = threshold(requirement)
    amount = Fraction(len(counted))
    outcome = Outcome.NOT_MET if evidence.over else Outcome.NOT_YET
    return Finding(
        Outcome.MET if amount >= needed else outcome,
        f"{number(amount)} of {number(needed)} recorded sessions watched under a consent in date.",
        "" if amount >= needed else "short",
        amount=amount,
        threshold=needed,
        unit="sessions",
        counted=tuple(counted),
        not_counted=tuple(others),
    )


TAUGHT_HOURS = RequirementKind(
    name="taught-hours",
    title="Taught hours",
    evaluate=evaluate_taught,
    settings=(AT_LEAST,),
    check=_timetabled,
    says="The timetabled hours of the version.",
)
ELAPSED_TIME = RequirementKind(
    name="elapsed-time",
    title="Time",
    evaluate=evaluate_elapsed,
    settings=(
        Field("at-least-academic-years", FieldType.INTEGER),
        Field("at-most-months", FieldType.INTEGER),
    ),
    check=_some_time,
    says="Academic years completed, within the months allowed.",
)
REGISTRATION = RequirementKind(
    name="registration",
    title="Registration",
    evaluate=evaluate_registration,
    settings=(
        Field("register", choices=("swe", "ukcp"), required=True),
        Field("title", choices=(SYSTEMIC_TITLE,)),
    ),
    says="An entry on a professional register on the day asked about.",
)
CONSENTED_RECORDING = RequirementKind(
    name="consented-recording",
    title="Recorded sessions",
    evaluate=evaluate_recordings,
    settings=(AT_LEAST,),
    says="Sessions recorded and watched under a consent in date.",
)
