"""Entry checks: accepted or refused by somebody, or met by a stage completed here or elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lms.domain.accreditation import (
    accreditation_of,
    accreditation_words,
    completed_in,
    depends_on_accreditation,
    is_accredited,
    said_before,
)
from lms.domain.calendar import in_words, limit_after
from lms.domain.evidence import Evidence, RequirementKind, enrolments_of
from lms.domain.latest import by_day, latest_by_day
from lms.domain.programme import Requirement, Stage
from lms.domain.records import Field, FieldType, Record, Records, Subject, cohort
from lms.domain.requirements.settings import ROLES
from lms.domain.stage_dates import completions, decisions_on, stage_dates
from lms.domain.verdicts import Counted, Finding, NotCounted, Outcome
from lms.domain.wording import many, parted

FRESH_YEARS = 5
"""An outside certificate older than this does not meet an entry check by itself (8a.8)."""


def evaluate_entry(requirement: Requirement, evidence: Evidence) -> Finding:
    """An entry check: decided by a person, or by a stage already completed in the ledger."""
    checked = latest_by_day(
        evidence.so_far(evidence.own.of("entry-check", requirement=requirement.id))
    )
    if checked is not None:
        return _looked_at_again(requirement, checked, evidence) or _entry_decided(checked)
    stage = requirement.settings.get("completed-stage")
    if stage:
        return _entry_by_stage(requirement, stage, evidence)
    who = requirement.settings["decided-by"]
    reason = f"The {parted(who)} has not recorded this check yet."
    return Finding(Outcome.NOT_YET, reason, "not-checked")


def _entry_decided(checked: Record) -> Finding:
    if checked.get("outcome") == "accepted":
        reason = f"Accepted on {in_words(checked.on)}."
        return Finding(Outcome.MET, reason, counted=(Counted(checked.id),))
    refused = NotCounted(checked.id, "refused", "The check was not accepted.")
    reason = f"Refused on {in_words(checked.on)}."
    return Finding(Outcome.NOT_MET, reason, "refused", not_counted=(refused,))


def _looked_at_again(
    requirement: Requirement, checked: Record, evidence: Evidence
) -> Finding | None:
    """A check refused while the cohort was not accredited, once it is; the refusal stays beside it.

    Only where the stage was completed by then, and nobody had said that it is accredited (8a.14).
    """
    if checked.get("outcome") == "accepted" or not depends_on_accreditation(requirement):
        return None
    stage = str(requirement.settings["completed-stage"])
    for completed in completions(stage, evidence.records, evidence.as_of):
        decided = _accreditation(completed, stage, evidence)
        if decided is None or completed.on > checked.on or decided.position < checked.position:
            continue
        about = evidence.about(cohort(completed_in(completed, evidence.records)))
        before = said_before(about, stage, checked.position)
        if is_accredited(decided) and not (before and is_accredited(before)):
            return _beside_refusal(_by_completion(requirement, completed, evidence), checked)
    return None


def _beside_refusal(finding: Finding, checked: Record) -> Finding:
    says = "Refused before its cohort was accredited; it stays on record."
    refused = NotCounted(checked.id, "refused", says)
    reason = f"{finding.reason} The check had been refused on {in_words(checked.on)}."
    return replace(finding, reason=reason, not_counted=(*finding.not_counted, refused))


def _accreditation(completed: Record, stage: str, evidence: Evidence) -> Record | None:
    """What was decided about the cohort in which a stage was completed."""
    name = completed_in(completed, evidence.records)
    return accreditation_of(evidence.about(cohort(name)), stage, evidence.as_of) if name else None


def _entry_by_stage(requirement: Requirement, stage: str, evidence: Evidence) -> Finding:
    completed = [
        _by_completion(requirement, each, evidence)
        for each in completions(stage, evidence.records, evidence.as_of)
    ]
    settled = next((found for found in completed if found.outcome.settles), None)
    if settled is not None:
        return settled
    otherwise = _without_completion(requirement, stage, evidence)
    return otherwise if otherwise.outcome.settles or not completed else completed[0]


def _without_completion(requirement: Requirement, stage: str, evidence: Evidence) -> Finding:
    if requirement.settings.get("or-conditional"):
        decisions = decisions_on(stage, evidence.records, evidence.as_of)
        if decisions and decisions[-1].get("outcome") == "progress-with-condition":
            return _on_condition(decisions[-1], stage, evidence)
    if requirement.settings.get("or-concurrent") and _enrolled_on(stage, evidence):
        reason = "Being taken at the same time; it must be complete before the board decides."
        return Finding(Outcome.MET, reason, "concurrent", stays_open=True)
    return _by_certificate(stage, evidence)


def _by_completion(requirement: Requirement, completed: Record, evidence: Evidence) -> Finding:
    years: int | None = requirement.settings.get("warn-after-years")
    old = (
        years is not None
        and limit_after(completed.on, years=int(years)) < evidence.enrolment.started
    )
    warning = f"Completed more than {years} years before enrolment." if old else ""
    reason = f"Completed on {in_words(completed.on)}."
    stage = str(requirement.settings["completed-stage"])
    decided = _accreditation(completed, stage, evidence)
    if decided is None or not depends_on_accreditation(requirement):
        return Finding(Outcome.MET, reason, warning=warning, counted=(Counted(completed.id),))
    if not is_accredited(decided):
        says = "Its cohort is not accredited yet."
        waits = NotCounted(completed.id, "not-accredited", says)
        return Finding(Outcome.HELD, f"{reason} {says}", "not-accredited", not_counted=(waits,))
    reason += f" Its cohort is {accreditation_words(decided, completed.on)}."
    return Finding(Outcome.MET, reason, warning=warning, counted=(Counted(completed.id),))


def reads_accreditation(requirement: Requirement, records: Records) -> Iterable[Subject]:
    """The cohorts in which the stage that is asked for may have been completed."""
    programme = str(requirement.settings.get("completed-stage") or "").partition("/")[0]
    if not depends_on_accreditation(requirement):
        return ()
    enrolled = (e for e in enrolments_of(records) if e.programme == programme)
    return {cohort(name) for e in enrolled for name in e.cohorts}


def _on_condition(decided: Record, stage: str, evidence: Evidence) -> Finding:
    """Let in on a condition, which keeps this stage open until it is met (8a.3)."""
    counted = (Counted(decided.id),)
    earlier = evidence.programme.stage(stage.partition("/")[2])
    condition = condition_words(decided, earlier)
    reason = f"The board allowed going on, on {in_words(decided.on)}, {condition}."
    if _condition_met(decided, stage, evidence):
        return Finding(Outcome.MET, f"{reason} That is met.", counted=counted)
    warning = "This stage cannot be completed until the condition is met."
    return Finding(
        Outcome.MET, reason, "conditional", warning=warning, counted=counted, stays_open=True
    )


def _condition_met(decided: Record, stage: str, evidence: Evidence) -> bool:
    """Whether the earlier stage's requirement that the condition names has since been made good.

    What was done by the condition's day counts; a condition in other words waits for the board.
    """
    earlier = evidence.programme.stage(stage.partition("/")[2])
    if decided.enrolment != evidence.enrolment.id or earlier is None:
        return False
    requirement = earlier.requirement(decided.get("condition") or "")
    if requirement is None:
        return False
    dates = stage_dates(
        earlier, evidence.enrolment, evidence.programme, evidence.others, evidence.as_of
    )
    then = replace(
        evidence,
        stage=earlier,
        dates=dates,
        end=decided.get("condition-by"),
        closed=False,
        dates_in_force=None,
    )
    return evidence.evaluate(requirement, then).outcome.settles


def condition_words(decided: Record, stage: Stage | None) -> str:
    """What the board made a condition, by the requirement's title where it names one."""
    by, code = decided.get("condition-by"), decided.get("condition") or ""
    requirement = stage.requirement(code) if stage else None
    until = f" by {in_words(by)}" if by else ""
    said = f"“{requirement.title}”" if requirement else parted(code) or "what it asked for"
    return f"on condition that {said} is met{until}"


def _enrolled_on(stage: str, evidence: Evidence) -> bool:
    programme = stage.partition("/")[0]
    return any(
        evidence.as_of.reached(e.started)
        and not (e.withdrawn is not None and evidence.as_of.reached(e.withdrawn))
        for e in enrolments_of(evidence.records)
        if e.programme == programme
    )


def _by_certificate(stage: str, evidence: Evidence) -> Finding:
    """An outside certificate meets it only if accredited, at the level, with its hours, and fresh.

    One that shows all of it is not hidden by another that does not (8a.23).
    """
    level = evidence.level_of(stage)
    held = by_day(evidence.so_far(evidence.records.of("certificate", level=level)))
    if not held:
        return Finding(
            Outcome.NOT_YET, "No completed stage or certificate is on record.", "not-checked"
        )
    whole = latest_by_day(c for c in held if _shows_all(c, evidence))
    if whole is not None:
        reason = f"An accredited certificate of {in_words(whole.on)} shows the level and its hours."
        return Finding(Outcome.MET, reason, counted=(Counted(whole.id),))
    says = "It does not show all three."
    missing = tuple(NotCounted(c.id, "certificate-incomplete", says) for c in held)
    waits = many(len(held), "certificate waits", "certificates wait")
    reason = (
        "An outside certificate counts by itself only if it shows accreditation, the level's hours "
        f"and completion within five years; {waits} for a prior-learning decision."
    )
    return Finding(Outcome.HELD, reason, "prior-learning", not_counted=missing)


def _shows_all(certificate: Record, evidence: Evidence) -> bool:
    fresh = limit_after(certificate.on, years=FRESH_YEARS) >= evidence.enrolment.started
    return bool(certificate.get("accredited") and certificate.get("hours-shown") and fresh)


ENTRY_CHECK = RequirementKind(
    name="entry-check",
    title="Entry check",
    evaluate=evaluate_entry,
    settings=(
        Field(
            "evidence",
            choices=("register", "certificate", "form", "letter", "judgement"),
            required=True,
        ),
        Field("decided-by", choices=ROLES, required=True),
        Field("completed-stage", FieldType.STAGE),
        Field("or-concurrent", FieldType.BOOLEAN),
        Field("or-conditional", FieldType.BOOLEAN),
        Field("warn-after-years", FieldType.INTEGER),
    ),
    reads=reads_accreditation,
    says="Something that must be so before enrolment.",
)
