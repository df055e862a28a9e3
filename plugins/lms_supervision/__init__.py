"""The twelve-month supervision course: its curriculum and its weighted overall mark."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lms.plugin import (
    LEVEL_7,
    MarkingPolicy,
    RegisterContext,
    RequirementKind,
    bundled,
    hookimpl,
)
from lms_supervision.weighted_mark import WEIGHTED_MARK


@hookimpl
def lms_register_curricula(context: RegisterContext) -> tuple[Path, ...]:
    """Offer the bundled curriculum."""
    return (bundled("supervision"),)


@hookimpl
def lms_register_marking_policies(context: RegisterContext) -> tuple[MarkingPolicy, ...]:
    """Three weighted pieces by a small group of managers: a smaller sample, and feedback sooner."""
    return (
        replace(
            LEVEL_7,
            name="supervision",
            title="Supervision course",
            sample_at_least=5,
            feedback_within=15,
        ),
    )


@hookimpl
def lms_register_requirement_kinds(context: RegisterContext) -> tuple[RequirementKind, ...]:
    """The overall mark of several weighted parts."""
    return (WEIGHTED_MARK,)
