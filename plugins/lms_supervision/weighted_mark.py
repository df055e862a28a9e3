"""An overall mark made of weighted parts (Surrey PSYM085: 30, 30 and 40 per cent)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from lms.plugin import (
    Component,
    Counted,
    Evidence,
    Field,
    FieldType,
    Finding,
    Outcome,
    Overall,
    Programme,
    Requirement,
    RequirementKind,
    Stage,
    many,
    number,
    overall,
    results_of,
)


def evaluate(requirement: Requirement, evidence: Evidence) -> Finding:
    """Weigh the recorded marks; the sum is rounded half up, once, at the end."""
    parts = requirement.settings["parts"]
    marked = {p["assessment"]: _latest(p["assessment"], evidence) for p in parts}
    missing = [a for a, found in marked.items() if found is None]
    threshold = Fraction(int(requirement.settings["pass-mark"]))
    if missing:
        reason = f"{len(parts) - len(missing)} of {many(len(parts), 'part')} marked."
        return Finding(Outcome.NOT_YET, reason, "not-marked", threshold=threshold, unit="marks")
    found = overall(
        [Component(p["assessment"], _mark(marked, p), int(p["weight"])) for p in parts],
        int(threshold),
        _floor(parts, evidence),
    )
    return Finding(
        Outcome.MET if found.passed else Outcome.NOT_YET,
        f"Overall {found.mark}; {number(threshold)} is needed.{_below(found, evidence)}",
        "" if found.passed else ("below-floor" if found.below_floor else "below-pass-mark"),
        amount=Fraction(found.mark),
        threshold=threshold,
        unit="marks",
        counted=tuple(Counted(each[0]) for each in marked.values() if each),
        warning="Provisional until the board has met.",
    )


def _latest(assessment: str, evidence: Evidence) -> tuple[str, int] | None:
    """The last settled mark of an assessment and the record that decided it."""
    marked = [
        (result.recorded, result.deciding.id)
        for result in results_of(assessment, evidence)
        if result.recorded is not None and result.deciding is not None
    ]
    recorded, record = marked[-1] if marked else (None, "")
    return (record, recorded) if recorded is not None else None


def _mark(marked: Mapping[str, tuple[str, int] | None], part: Mapping[str, Any]) -> int:
    found = marked[part["assessment"]]
    return found[1] if found else 0


def _floor(parts: Sequence[Mapping[str, Any]], evidence: Evidence) -> int | None:
    """The least that each part needs, by the cohort's marking policy."""
    assessment = evidence.stage.assessment(parts[0]["assessment"])
    work = evidence.work(assessment) if assessment else None
    return work.policy.component_floor if work else None


def _below(found: Overall, evidence: Evidence) -> str:
    """Which parts are too low, as a sentence; nothing where none is."""
    parts = [evidence.stage.assessment(name) for name in found.below_floor]
    titles = ", ".join(part.title for part in parts if part)
    return f" Too low by itself: {titles}." if titles else ""


def _check(requirement: Requirement, stage: Stage, _: Programme) -> Iterable[str]:
    parts = requirement.settings["parts"]
    for part in parts:
        if stage.assessment(str(part.get("assessment"))) is None:
            yield f'there is no assessment "{part.get("assessment")}" in this stage'
    if sum(int(part.get("weight", 0)) for part in parts) != 100:
        yield "the weights must add up to 100"


def _weighs(requirement: Requirement) -> Iterable[str]:
    return (str(part.get("assessment")) for part in requirement.settings.get("parts", ()))


WEIGHTED_MARK = RequirementKind(
    name="weighted-mark",
    title="Overall mark",
    evaluate=evaluate,
    settings=(
        Field("parts", FieldType.TABLES, required=True),
        Field("pass-mark", FieldType.INTEGER, required=True),
    ),
    check=_check,
    says="Several marks, each with its weight, that make one overall mark.",
    weighs=_weighs,
)
