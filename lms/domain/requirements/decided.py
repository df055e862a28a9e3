"""Requirements that a named person or a board settles by a recorded decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lms.domain.calendar import in_words
from lms.domain.evidence import Evidence, RequirementKind
from lms.domain.latest import by_day, latest_by_day
from lms.domain.programme import Programme, Requirement, Stage
from lms.domain.records import Field, FieldType, Record
from lms.domain.requirements.entry_checks import condition_words
from lms.domain.requirements.settings import ROLES
from lms.domain.verdicts import Counted, Finding, NotCounted, Outcome
from lms.domain.wording import listed, parted


def _latest(kind: str, evidence: Evidence, **fields: object) -> Record | None:
    return latest_by_day(evidence.so_far(evidence.own.of(kind, **fields)))


def _missing(evidence: Evidence) -> Outcome:
    return Outcome.NOT_MET if evidence.over else Outcome.NOT_YET


def evaluate_declaration(requirement: Requirement, evidence: Evidence) -> Finding:
    """A text that the learner has signed."""
    signed = _latest("declaration", evidence, declaration=requirement.settings["declaration"])
    if signed is None:
        return Finding(_missing(evidence), "Not signed yet.", "not-signed")
    return Finding(Outcome.MET, f"Signed on {in_words(signed.on)}.", counted=(Counted(signed.id),))


def evaluate_report(requirement: Requirement, evidence: Evidence) -> Finding:
    """The latest report of that name by each person who wrote one; all must be satisfactory (8a.23)."""
    reports = _latest_by_each(requirement.settings["report"], evidence)
    by = parted(requirement.settings["by"])
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
    warning = f"Only {condition_words(decided, evidence.stage)}." if conditional else ""
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
