"""Set readings: noted day by day, and listed on one page."""

from __future__ import annotations

from fractions import Fraction

from lms.plugin import (
    Counted,
    Evidence,
    Field,
    FieldType,
    Finding,
    Module,
    NewRecord,
    Outcome,
    Page,
    PageContext,
    RecordKind,
    Records,
    Refusal,
    Requirement,
    RequirementKind,
    listed,
)


def _check_note(new: NewRecord, records: Records) -> Refusal | None:
    for other in records.in_enrolment(new.enrolment or "").of("reading-note", day=new.get("day")):
        if other.id != new.replaces:
            return Refusal("already-noted", "That day's readings are already noted.", (other.id,))
    return None


READING_NOTE = RecordKind(
    name="reading-note",
    title="Reading note",
    fields=(Field("day", FieldType.INTEGER, required=True, least=1),),
    enrolled=True,
    entered_by=("learner",),
    check=_check_note,
)


def evaluate(requirement: Requirement, evidence: Evidence) -> Finding:
    """Count the days whose readings were noted."""
    notes = {int(r.get("day")): r for r in evidence.so_far(evidence.own.of("reading-note"))}
    days = int(requirement.settings["days"])
    missing = [day for day in range(1, days + 1) if day not in notes]
    counted = tuple(Counted(r.id) for day, r in sorted(notes.items()) if day <= days)
    if not missing:
        outcome, reason = Outcome.MET, f"The readings of all {days} days are noted."
    else:
        outcome = Outcome.NOT_MET if evidence.over else Outcome.NOT_YET
        days_named = "Day" if len(missing) == 1 else "Days"
        reason = f"{days_named} {listed([str(day) for day in missing])} still to note."
    return Finding(
        outcome,
        reason,
        "short" if missing else "",
        amount=Fraction(days - len(missing)),
        threshold=Fraction(days),
        unit="days",
        counted=counted,
    )


READING_NOTES = RequirementKind(
    name="reading-notes",
    title="Reading notes",
    evaluate=evaluate,
    settings=(Field("days", FieldType.INTEGER, required=True),),
    says="A note for each day's set readings.",
)


def reading_list(context: PageContext) -> str:
    """The reading section of every module, by day."""
    modules = [m for stage in context.programme.stages for m in stage.modules]
    return "\n\n".join(f"## {_day(m)}: {m.title}\n\n{_reading(m)}" for m in modules)


def _day(module: Module) -> str:
    return (
        f"Day {module.days[0]}"
        if len(module.days) == 1
        else f"Days {module.days[0]} to {module.days[-1]}"
    )


def _reading(module: Module) -> str:
    _, _, after = module.body.partition("\n## Reading\n")
    return after.partition("\n## ")[0].strip() or "No set reading."


READING_LIST = Page("reading-list", "Reading list", reading_list)
