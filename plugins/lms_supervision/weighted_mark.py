"""An overall mark made of weighted parts (Surrey PSYM085: 30, 30 and 40 per cent)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import floor
from typing import Any

from lms.plugin import (
    Counted,
    Evidence,
    Field,
    FieldType,
    Finding,
    Outcome,
    Programme,
    Requirement,
    RequirementKind,
    Stage,
    number,
    results_of,
)


def evaluate(requirement: Requirement, evidence: Evidence) -> Finding:
    """Weigh the recorded marks; the sum is rounded half up, once, at the end."""
    parts = requirement.settings["parts"]
    marked = {p["assessment"]: _latest(p["assessment"], evidence) for p in parts}
    missing = [a for a, found in marked.items() if found is None]
    threshold = Fraction(int(requirement.settings["pass-mark"]))
    if missing:
        reason = f"{len(parts) - len(missing)} of {len(parts)} parts are marked."
        return Finding(Outcome.NOT_YET, reason, "not-marked", threshold=threshold, unit="marks")
    total = sum((_weighed(p, marked[p["assessment"]]) for p in parts), Fraction(0))
    overall = Fraction(floor(total + Fraction(1, 2)))
    enough = overall >= threshold
    return Finding(
        Outcome.MET if enough else Outcome.NOT_YET,
        f"Overall {number(overall)}; {number(threshold)} is needed.",
        "" if enough else "below-pass-mark",
        amount=overall,
        threshold=threshold,
        unit="marks",
        counted=tuple(Counted(found[0]) for found in marked.values() if found),
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


def _weighed(part: Mapping[str, Any], found: tuple[str, int] | None) -> Fraction:
    return Fraction(int(part["weight"]), 100) * (found[1] if found else 0)


def _check(requirement: Requirement, stage: Stage, _: Programme) -> Iterable[str]:
    parts = requirement.settings["parts"]
    for part in parts:
        if stage.assessment(str(part.get("assessment"))) is None:
            yield f'there is no assessment "{part.get("assessment")}" in this stage'
    if sum(int(part.get("weight", 0)) for part in parts) != 100:
        yield "the weights must add up to 100"


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
)
