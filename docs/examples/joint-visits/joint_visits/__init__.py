"""Visits made together with a colleague from another agency: noted, counted, listed, reported."""

from __future__ import annotations

from pathlib import Path

from joint_visits.counting import DIFFERENT_AGENCIES
from joint_visits.noting import JOINT_VISIT
from joint_visits.showing import AGENCIES, VISITS, next_visit
from lms.plugin import (
    Page,
    Panel,
    PanelContext,
    RecordKind,
    RegisterContext,
    Report,
    RequirementKind,
    hookimpl,
)


@hookimpl
def lms_register_record_kinds(context: RegisterContext) -> tuple[RecordKind, ...]:
    """That a visit was made together."""
    return (JOINT_VISIT,)


@hookimpl
def lms_register_requirement_kinds(context: RegisterContext) -> tuple[RequirementKind, ...]:
    """So many visits, each with another agency."""
    return (DIFFERENT_AGENCIES,)


@hookimpl
def lms_register_pages(context: RegisterContext) -> tuple[Page, ...]:
    """Whom to visit with."""
    return (AGENCIES,)


@hookimpl
def lms_register_reports(context: RegisterContext) -> tuple[Report, ...]:
    """Who has been where."""
    return (VISITS,)


@hookimpl
def lms_show_panels(context: PanelContext) -> tuple[Panel, ...]:
    """What is left to do, on the learner's page."""
    return next_visit(context)


@hookimpl
def lms_register_curricula(context: RegisterContext) -> tuple[Path, ...]:
    """The course that uses all this."""
    return (Path(__file__).parent / "joint-practice",)
