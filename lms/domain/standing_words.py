"""Why somebody stands where he or she does, in sentences that a planner reads."""

from __future__ import annotations

from lms.domain.calendar import in_words
from lms.domain.registers import Entry, Holding
from lms.domain.standing import PipelineStage, Standing

TITLES = {
    PipelineStage.DUAL_QUALIFIED: "Dual qualified",
    PipelineStage.UNCONFIRMED: "Awaiting a re-check",
    PipelineStage.REGISTERED_ELSEWHERE: "Registered as a social worker elsewhere in the UK",
    PipelineStage.CLINICIAN: "Clinician, never a social worker in England",
    PipelineStage.LAPSED_SW: "Social work registration lapsed",
    PipelineStage.LAPSED_UKCP: "UKCP registration lapsed",
    PipelineStage.LAPSED_BOTH: "Both registrations lapsed",
    PipelineStage.UKCP_PENDING: "Award confirmed, not yet on the UKCP register",
    PipelineStage.QUALIFYING_ENROLLED: "On the qualifying level",
    PipelineStage.INTERMEDIATE_COMPLETE: "Intermediate level complete",
    PipelineStage.YEAR_2_ENROLLED: "On Year 2, the intermediate level",
    PipelineStage.FOUNDATION_COMPLETE: "Foundation complete",
    PipelineStage.FOUNDATION_ENROLLED: "On the foundation",
    PipelineStage.NONE: "Not on the way yet",
}
"""Each stage of the pipeline as people call it."""
NAMES = {
    "swe": "Social Work England",
    "ukcp": "UKCP, as a Family and Systemic Psychotherapist",
    "aft-supervisors": "AFT approved supervisors",
    "scw": "Social Care Wales",
    "sssc": "Scottish Social Services Council",
    "niscc": "Northern Ireland Social Care Council",
    "hcpc": "Health and Care Professions Council",
    "nmc": "Nursing and Midwifery Council",
    "aft": "Association for Family Therapy, membership",
    "ift": "Institute of Family Therapy, membership",
}


def why(standing: Standing) -> tuple[str, ...]:
    """What the place rests on: both registers, the award, a break; then what else to know."""
    found = [entry_says("swe", standing.swe), entry_says("ukcp", standing.ukcp)]
    if standing.award_confirmed:
        found.append(f"The qualifying award was confirmed on {in_words(standing.award_confirmed)}.")
    if standing.paused:
        found.append("Studies are paused by an approved break.")
    if not standing.in_pipeline:
        found.append(
            "Not in the pipeline counts: they need a Social Work England registration, past or present."
        )
    return (*found, *standing.notes)


def entry_says(register: str, entry: Entry) -> str:
    """What is known of one register, in a sentence; a date that has passed is not a lapse."""
    name = NAMES.get(register, register)
    if entry.holding is Holding.NEVER:
        return f"{name}: no entry has ever been seen."
    if entry.holding is Holding.ABSENT:
        since = f" since {in_words(entry.since)}" if entry.since else ""
        return f"{name}: not held{since}."
    if entry.holding is Holding.UNCONFIRMED:
        return (
            f"{name}: unconfirmed since {in_words(entry.since)}. The last entry seen ended the day "
            "before, and nobody has looked since; that is not a lapse."
        )
    until = f", until {in_words(entry.last_day)}" if entry.last_day else ""
    return f"{name}: held since {in_words(entry.since)}{until}.{_flags(entry)}"


def _flags(entry: Entry) -> str:
    conditions = " With conditions." if entry.conditions else ""
    sanctions = " With sanctions." if entry.sanctions else ""
    recheck = " The last check is more than 90 days old." if entry.recheck_due else ""
    return conditions + sanctions + recheck
