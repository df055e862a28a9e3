"""Family therapy training, Years 2 to 4: its curriculum, its own requirement and its report."""

from __future__ import annotations

from pathlib import Path

from lms.plugin import RegisterContext, Report, RequirementKind, bundled, hookimpl
from lms_family_therapy.families import DISTINCT_FAMILIES
from lms_family_therapy.practice_report import PRACTICE_HOURS


@hookimpl
def lms_register_curricula(context: RegisterContext) -> tuple[Path, ...]:
    """Offer the bundled curriculum."""
    return (bundled("family-therapy"),)


@hookimpl
def lms_register_requirement_kinds(context: RegisterContext) -> tuple[RequirementKind, ...]:
    """A different family for each assignment."""
    return (DISTINCT_FAMILIES,)


@hookimpl
def lms_register_reports(context: RegisterContext) -> tuple[Report, ...]:
    """Practice hours, learner by learner."""
    return (PRACTICE_HOURS,)
