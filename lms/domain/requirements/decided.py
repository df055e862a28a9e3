"""Requirements that a named person or a board settles by a recorded decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lms.domain.calendar import in_words, limit_after
from lms.domain.evidence import Evidence, RequirementKind, enrolments_of
from lms.domain.latest import by_day, latest_by_day
from lms.domain.programme import Programme, Requirement, Stage
from lms.domain.records import Field, FieldType, Record
from lms.domain.requirements.settings import ROLES
from lms.domain.stage_dates import completing, decisions_on, stage_dates
from lms.domain.verdicts import Counted, Finding, NotCounted, Outcome
from lms.domain.wording import listed, parted

FRESH_YEARS = 5
"""An outside certificate older than this does not meet an entry check by itself (8a.8)."""


def _latest(kind: str, evidence: Evidence, **fields: object) -> Record | None:
    return latest_by_day(evidence.so_far(evidence.own.of(kind, **fields)))


def _missing(evidence: Evidence) -> Outcome:
    return Outcome.NOT_MET if evidence.over else Outcome.NOT_YET


def evaluate_entry(requirement: Requirement, evidence: Evidence) -> Finding:
    """An entry check: decided by a person, or by a stage already completed in the ledger."""
    checked = _latest("entry-check", evidence, requirement=requirement.id)
    if checked is not None:
        return _entry_decided(checked)
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


def _entry_by_stage(requirement: Requirement, stage: str, evidence: Evidence) -> Finding:
    completed = completing(stage, evidence.records, evidence.as_of)
    if completed is not None:
        return _by_completion(requirement, completed, evidence)
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
    return Finding(Outcome.MET, reason, warning=warning, counted=(Counted(completed.id),))


def _on_condition(decided: Record, stage: str, evidence: Evidence) -> Finding:
    """Let in on a condition, which keeps this stage open until it is met (8a.3)."""
    counted = (Counted(decided.id),)
    earlier = evidence.programme.stage(stage.partition("/")[2])
    condition = _condition(decided, earlier)
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
        evidence, stage=earlier, dates=dates, end=decided.get("condition-by"), closed=False
    )
    return evidence.evaluate(requirement, then).outcome.settles


def _condition(decided: Record, stage: Stage | None) -> str:
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
    reason = (
        "An outside certificate counts by itself only if it shows accreditation, the level's hours "
        f"and completion within five years; {_what_waits(len(held))} for a prior-learning decision."
    )
    return Finding(Outcome.HELD, reason, "prior-learning", not_counted=missing)


def _shows_all(certificate: Record, evidence: Evidence) -> bool:
    fresh = limit_after(certificate.on, years=FRESH_YEARS) >= evidence.enrolment.started
    return bool(certificate.get("accredited") and certificate.get("hours-shown") and fresh)


def _what_waits(certificates: int) -> str:
    return "this one waits" if certificates == 1 else f"these {certificates} wait"


def evaluate_declaration(requirement: Requirement, evidence: Evidence) -> Finding:
    """A text that the learner has signed."""
    signed = _latest("declaration", evidence, declaration=requirement.settings["declaration"])
    if signed is None:
        return Finding(_missing(evidence), "Not signed yet.", "not-signed")
    return Finding(Outcome.MET, f"Signed on {in_words(signed.on)}.", counted=(Counted(signed.id),))


def evaluate_report(requirement: Requirement, evidence: Evidence) -> Finding:
    """The latest report of that name by each person who wrote one; all must be satisfactory (8a.23)."""
    reports = _latest_by_each(requirement.settings["report"], evidence)
    by = requirement.settings["by"].replace("-", " ")
    if not reports:
        return Finding(_missing(evidence), f"The {by}’s report has not come in yet.", "no-report")
    wanting = [r for r in reports if r.get("outcome") != "satisfactory"]
    if not wanting:
        reason = f"Satisfactory, on {in_words(reports[-1].on)}."
        return Finding(Outcome.MET, reason, counted=tuple(Counted(r.id) for r in reports))
    says = "It is its writer’s latest report, and it is not satisfactory."
    return Finding(
        _missing(evidence),
        _wanting(wanting, len(reports)),
        "not-satisfactory",
        not_counted=tuple(NotCounted(r.id, "not-satisfactory", says) for r in wanting),
    )


def _latest_by_each(name: str, evidence: Evidence) -> list[Record]:
    """By day, the latest report of everybody who wrote one.

    Whoever is named as having written it did, whoever typed it in; where nobody is named, whoever
    recorded it.
    """
    found = by_day(evidence.so_far(evidence.own.of("report", report=name)))
    return by_day({r.get("by") or r.recorded_by: r for r in found}.values())


def _wanting(wanting: Sequence[Record], writers: int) -> str:
    if writers == 1:
        return f"The latest report, of {in_words(wanting[0].on)}, is not satisfactory."
    days = listed([in_words(r.on) for r in wanting])
    which = f"that of {days} is" if len(wanting) == 1 else f"those of {days} are"
    return f"Of the latest reports by {writers} people, {which} not satisfactory."


def evaluate_judgement(requirement: Requirement, evidence: Evidence) -> Finding:
    """A panel's judgement; only the best of its outcomes meets it."""
    made = _latest("judgement", evidence, requirement=requirement.id)
    if made is None:
        return Finding(Outcome.NOT_YET, "No judgement has been recorded yet.", "not-judged")
    said = made.get("outcome")
    if said == requirement.settings["outcomes"][0]:
        reason = f"Judged {parted(said)} on {in_words(made.on)}."
        return Finding(Outcome.MET, reason, counted=(Counted(made.id),))
    outcome = Outcome.NOT_YET if said == "not-yet" else Outcome.NOT_MET
    reason = f"Judged {parted(said)} on {in_words(made.on)}."
    return Finding(outcome, reason, said, not_counted=(NotCounted(made.id, said, reason),))


BOARD_MEETS = {
    "complete": {"complete"},
    "progress": {"progress", "progress-with-condition", "complete"},
}


def evaluate_board(requirement: Requirement, evidence: Evidence) -> Finding:
    """What the board has decided about the stage."""
    if requirement.settings["outcome"] == "award":
        return _awarded(evidence)
    decided = _latest("board-outcome", evidence, stage=evidence.stage_ref)
    if decided is None:
        return Finding(Outcome.NOT_YET, "The board has not decided yet.", "no-board")
    said = decided.get("outcome")
    reason = f"The board decided on {in_words(decided.on)}: {parted(said)}."
    if said not in BOARD_MEETS[requirement.settings["outcome"]]:
        outcome = Outcome.NOT_MET if said == "failed" else Outcome.NOT_YET
        not_counted = (NotCounted(decided.id, said, reason),)
        return Finding(outcome, reason, said, not_counted=not_counted)
    conditional = said == "progress-with-condition"
    warning = f"Only {_condition(decided, evidence.stage)}." if conditional else ""
    return Finding(Outcome.MET, reason, warning=warning, counted=(Counted(decided.id),))


def _awarded(evidence: Evidence) -> Finding:
    award = _latest("award", evidence, stage=evidence.stage_ref)
    if award is None:
        return Finding(Outcome.NOT_YET, "The board has not confirmed the award yet.", "no-board")
    reason = f"The award was confirmed on {in_words(award.on)}."
    return Finding(Outcome.MET, reason, counted=(Counted(award.id),))


def _declared(requirement: Requirement, stage: Stage, _: Programme) -> Iterable[str]:
    wanted = requirement.settings["declaration"]
    if wanted not in {d.id for d in stage.declarations}:
        known = ", ".join(d.id for d in stage.declarations) or "none"
        yield f'there is no declaration "{wanted}" in stage.md; it has {known}'


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
    says="Something that must be so before enrolment.",
)
DECLARATION = RequirementKind(
    name="declaration",
    title="Declaration",
    evaluate=evaluate_declaration,
    settings=(Field("declaration", required=True),),
    check=_declared,
    says="A text that the learner signs.",
)
REPORT = RequirementKind(
    name="report",
    title="Report",
    evaluate=evaluate_report,
    settings=(Field("report", required=True), Field("by", choices=ROLES, required=True)),
    says="A satisfactory report by somebody named.",
)
JUDGEMENT = RequirementKind(
    name="judgement",
    title="Judgement",
    evaluate=evaluate_judgement,
    settings=(
        Field("outcomes", FieldType.CODES, required=True),
        Field("by", choices=ROLES, required=True),
    ),
    says="A judgement made after the stage, and no part of completing it.",
)
BOARD = RequirementKind(
    name="board",
    title="Board decision",
    evaluate=evaluate_board,
    settings=(Field("outcome", choices=("complete", "progress", "award"), required=True),),
    says="The assessment board's decision on the stage.",
)
