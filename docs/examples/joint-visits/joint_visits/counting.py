"""A requirement: visits made with so many different kinds of agency."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from joint_visits.noting import AGENCY_KINDS
from lms.plugin import (
    Counted,
    Evidence,
    Field,
    FieldType,
    Finding,
    NotCounted,
    Outcome,
    Programme,
    Requirement,
    RequirementKind,
    Stage,
)


def evaluate(requirement: Requirement, evidence: Evidence) -> Finding:
    """Count the first visit with each kind of agency."""
    wanted = int(requirement.settings["at-least"])
    first_of: dict[str, str] = {}
    again: list[NotCounted] = []
    for visit in evidence.so_far(evidence.own.of("joint-visit")):
        agency = visit.get("agency")
        if agency in first_of:
            reason = f"You had been with {agency} before; a different agency counts."
            again.append(NotCounted(visit.id, "same-agency", reason))
        else:
            first_of[agency] = visit.id
    met = len(first_of) >= wanted
    late = Outcome.NOT_MET if evidence.over else Outcome.NOT_YET
    return Finding(
        Outcome.MET if met else late,
        f"{len(first_of)} of {wanted} different agencies visited.",
        "" if met else "short",
        amount=Fraction(len(first_of)),
        threshold=Fraction(wanted),
        unit="agencies",
        counted=tuple(Counted(record) for record in first_of.values()),
        not_counted=tuple(again),
    )


def complain(requirement: Requirement, stage: Stage, programme: Programme) -> Iterable[str]:
    """Nobody can visit with more kinds of agency than there are."""
    if int(requirement.settings["at-least"]) > len(AGENCY_KINDS):
        yield f'"at-least" is more than the {len(AGENCY_KINDS)} kinds of agency there are'


DIFFERENT_AGENCIES = RequirementKind(
    name="different-agencies",
    title="Visits with different agencies",
    evaluate=evaluate,
    settings=(Field("at-least", FieldType.INTEGER, required=True),),
    check=complain,
    says="Visits made together with so many different kinds of agency.",
)
