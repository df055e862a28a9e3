"""Requirements read straight off a timetable, a clock, a register or a consent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from lms.domain.as_of import ONE_DAY
from lms.domain.calendar import in_words, last_day_of_period
from lms.domain.employment import employers_on
from lms.domain.evidence import Evidence, Period, RequirementKind
from lms.domain.programme import Programme, Requirement, Stage
from lms.domain.records import Field, FieldType, Record
from lms.domain.registers import SYSTEMIC_TITLE, Holding, entry_on
from lms.domain.renewal import membership_warnings
from lms.domain.requirements.settings import AT_LEAST, threshold
from lms.domain.stage_dates import completing, stage_dates
from lms.domain.verdicts import Counted, Finding, NotCounted, Outcome, number
from lms.domain.wording import agreed, in_units, many


def evaluate_taught(requirement: Requirement, evidence: Evidence) -> Finding:
    """The version's timetable; presence is another requirement (8a.4)."""
    hours = sum((m.hours for m in evidence.stage.modules), Fraction(0))
    needed = threshold(requirement)
    enough = hours >= needed
    return Finding(
        Outcome.MET if enough else Outcome.NOT_MET,
        f"The timetable of this version has {number(hours)} taught {in_units(hours, 'hours')}; "
        f"{number(needed)} {agreed(needed, 'is', 'are')} needed.",
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
    limit = _limit(requirement, evidence)
    confirmed = completing(evidence.stage_ref, evidence.own, evidence.as_of)
    late = evidence.as_of.passed(limit) if confirmed is None else _after(confirmed.on, limit)
    if late:
        reason = f"The time allowed ended on {in_words(limit)}."
        return Finding(Outcome.NOT_MET, reason, "time-over")
    open_limit = limit is not None and confirmed is None
    warning = f"The award must be confirmed by {in_words(limit)}." if open_limit else ""
    years: int | None = requirement.settings.get("at-least-academic-years")
    if years is None:
        return Finding(Outcome.MET, "Within the time allowed.", warning=warning)
    total = Fraction(sum(s.months for s in _completed(evidence)), 12)
    enough = total >= years
    lost = Outcome.NOT_MET if evidence.closed else Outcome.NOT_YET
    return Finding(
        Outcome.MET if enough else lost,
        f"{number(total)} of {many(years, 'academic year')} completed.",
        "" if enough else "too-early",
        amount=total,
        threshold=Fraction(years),
        unit="years",
        warning=warning,
    )


def _after(day: date, limit: date | None) -> bool:
    return limit is not None and day > limit


def _completed(evidence: Evidence) -> list[Stage]:
    """The stages of the enrolment, up to this one, whose last day is over or which are decided."""
    return [
        stage
        for stage in evidence.programme.stages_of(evidence.enrolment.admission)
        if stage.order <= evidence.stage.order
        and (
            evidence.as_of.passed(_dates(stage, evidence).last)
            or completing(f"{evidence.programme.id}/{stage.id}", evidence.own, evidence.as_of)
        )
    ]


def _dates(stage: Stage, evidence: Evidence) -> Period:
    return stage_dates(
        stage, evidence.enrolment, evidence.programme, evidence.others, evidence.as_of
    )


def _limit(requirement: Requirement, evidence: Evidence) -> date | None:
    """The last day allowed, breaks and the waits after them not counted; None while one is open."""
    months: int | None = requirement.settings.get("at-most-months")
    breaks = evidence.enrolment.interruptions
    if months is None or any(b.last is None for b in breaks):
        return None
    days = sum(((b.last or b.first) - b.first).days + 1 + _wait(b, evidence) for b in breaks)
    return last_day_of_period(evidence.enrolment.started, months) + days * ONE_DAY


def _wait(interruption: Period, evidence: Evidence) -> int:
    """The days from the end of a break to the first day of the cohort moved to."""
    enrolment, last = evidence.enrolment, interruption.last
    moved = any(
        move.on >= interruption.first and evidence.as_of.reached(move.on)
        for move in enrolment.moves[1:]
    )
    if last is None or not moved:
        return 0
    every = [_dates(s, evidence) for s in evidence.programme.stages_of(enrolment.admission)]
    back = last + ONE_DAY
    if any(d.first <= back and (d.last is None or back <= d.last) for d in every):
        return 0
    starts = [d.first for d in every if d.first > back]
    return (min(starts) - back).days if starts else 0


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
        if register == "ukcp":
            lapsed = membership_warnings(evidence.records, evidence.as_of)
            warning = " ".join(filter(None, (warning, *lapsed)))
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
        if consent is None or not consent.covers(record.on):
            others.append(NotCounted(record.id, "no-consent", "No consent was in date that day."))
        elif not _still_there(consent, record.on, evidence):
            reason = "The consent was given to another employer, and consents do not travel."
            others.append(NotCounted(record.id, "consent-elsewhere", reason))
        else:
            counted.append(Counted(record.id))
    needed = threshold(requirement)
    amount = Fraction(len(counted))
    outcome = Outcome.NOT_MET if evidence.over else Outcome.NOT_YET
    return Finding(
        Outcome.MET if amount >= needed else outcome,
        f"{number(amount)} of {number(needed)} recorded {in_units(needed, 'sessions')} watched under a consent in date.",
        "" if amount >= needed else "short",
        amount=amount,
        threshold=needed,
        unit="sessions",
        counted=tuple(counted),
        not_counted=tuple(others),
    )


def _still_there(consent: Record, day: date, evidence: Evidence) -> bool:
    """Whether the employer to whom consent was given was the learner's on a day (8a.6)."""
    employer = consent.get("employer")
    return employer is None or employer in employers_on(evidence.records, day)


TAUGHT_HOURS = RequirementKind(
    name="taught-hours",
    title="Taught hours",
    evaluate=evaluate_taught,
    settings=(AT_LEAST,),
    check=_timetabled,
    says="The timetabled hours of the version.",
    offered=True,
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
