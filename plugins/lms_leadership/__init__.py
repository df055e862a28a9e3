"""The six-month leadership course: its curriculum, its reading notes and its reading list."""

from __future__ import annotations

from pathlib import Path

from lms.plugin import Page, RecordKind, RegisterContext, RequirementKind, bundled, hookimpl
from lms_leadership.reading import READING_LIST, READING_NOTE, READING_NOTES


@hookimpl
def lms_register_curricula(context: RegisterContext) -> tuple[Path, ...]:
    """Offer the bundled curriculum."""
    return (bundled("leadership"),)


@hookimpl
def lms_register_record_kinds(context: RegisterContext) -> tuple[RecordKind, ...]:
    """That a day's set readings were noted."""
    return (READING_NOTE,)


@hookimpl
def lms_register_requirement_kinds(context: RegisterContext) -> tuple[RequirementKind, ...]:
    """A note for every day's readings."""
    return (READING_NOTES,)


@hookimpl
def lms_register_pages(context: RegisterContext) -> tuple[Page, ...]:
    """The set readings of all days on one page."""
    return (READING_LIST,)
