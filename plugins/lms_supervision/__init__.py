"""The twelve-month supervision course: its curriculum and its weighted overall mark."""

from __future__ import annotations

from pathlib import Path

from lms.plugin import RegisterContext, RequirementKind, bundled, hookimpl
from lms_supervision.weighted_mark import WEIGHTED_MARK


@hookimpl
def lms_register_curricula(context: RegisterContext) -> tuple[Path, ...]:
    """Offer the bundled curriculum."""
    return (bundled("supervision"),)


@hookimpl
def lms_register_requirement_kinds(context: RegisterContext) -> tuple[RequirementKind, ...]:
    """The overall mark of several weighted parts."""
    return (WEIGHTED_MARK,)
