"""Whether a cohort is accredited for a stage, also where that was decided after it was over (8a.14)."""

from __future__ import annotations

from datetime import date

from lms.domain.as_of import AsOf
from lms.domain.calendar import in_words
from lms.domain.evidence import enrolments_of
from lms.domain.latest import last_set, latest_by_day
from lms.domain.programme import Requirement
from lms.domain.records import Record, Records

KIND = "accreditation"
ACCREDITED, NOT_YET = "accredited", "not-yet"


def depends_on_accreditation(requirement: Requirement) -> bool:
    """Whether an entry check asks for what was completed as a certificate does: accredited.

    Who may come while still on the earlier course is not asked for its accreditation.
    """
    settings = requirement.settings
    return (
        bool(settings.get("completed-stage"))
        and settings.get("evidence") == "certificate"
        and not settings.get("or-concurrent")
    )


def accreditation_of(cohort: Records, stage: str, as_of: AsOf) -> Record | None:
    """The decision that holds of a cohort's accreditation for ``programme/stage``; None without any.

    ``cohort`` are the records about the cohort. A cohort that is accredited is so from its
    completion, on whichever later day that was decided; who knew nothing of the decision yet leaves
    it out of the records. That a cohort is not accredited yet holds from the day it was said.
    """
    every = cohort.of(KIND, stage=stage)
    latest = latest_by_day(every)
    if latest is not None and latest.get("outcome") == ACCREDITED:
        return latest
    return latest_by_day(r for r in every if as_of.reached(r.on))


def said_before(cohort: Records, stage: str, position: int) -> Record | None:
    """The decision that was on record when the ledger had got to a position."""
    return latest_by_day(r for r in cohort.of(KIND, stage=stage) if r.position < position)


def completed_in(completed: Record, records: Records) -> str:
    """The cohort in which a board completed a stage; empty where it was credited, or without one."""
    if completed.kind == "credit":
        return ""
    enrolled = (e for e in enrolments_of(records) if e.id == completed.enrolment)
    enrolment = next(enrolled, None)
    return enrolment.as_of(completed.on).cohort if enrolment else ""


def is_accredited(decided: Record | None) -> bool:
    """Whether something counts as accredited: nobody has said otherwise."""
    return decided is None or decided.get("outcome") == ACCREDITED


def accreditation_words(decided: Record, completed: date | None) -> str:
    """What a decision comes to: ``accredited (retrospective), decided on 4 May 2026``."""
    if decided.get("outcome") != ACCREDITED:
        return f"not accredited yet, as of {in_words(decided.on)}"
    later = completed is not None and decided.on > completed
    return f"accredited{' (retrospective)' if later else ''}, decided on {in_words(decided.on)}"


def accreditation_says(cohort: Records, stage: str, day: date) -> str:
    """What holds of a cohort's accreditation for ``programme/stage`` on a day; "" without a decision."""
    decided = accreditation_of(cohort, stage, AsOf(day))
    return accreditation_words(decided, last_day(cohort, stage)) if decided else ""


def last_day(cohort: Records, stage: str) -> date | None:
    """The last day of a stage in a cohort, where the cohort has one."""
    dates = last_set(cohort.of("cohort-stage", stage=stage))
    return dates.last if dates else None
