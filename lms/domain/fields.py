"""Short words for declaring the fields of a record kind."""

from __future__ import annotations

from lms.domain.records import Field, FieldType, Privacy

DOCUMENT, DATE, INTEGER = FieldType.DOCUMENT, FieldType.DATE, FieldType.INTEGER
MOMENT, RECORD, PERSON = FieldType.MOMENT, FieldType.RECORD, FieldType.PERSON


def need(name: str, type: FieldType = FieldType.CODE, **more: object) -> Field:
    """A field that every record of the kind has."""
    return Field(name, type, required=True, **more)  # type: ignore[arg-type]


def may(name: str, type: FieldType = FieldType.CODE, **more: object) -> Field:
    """A field that a record of the kind can have."""
    return Field(name, type, **more)  # type: ignore[arg-type]


def private_text(name: str) -> Field:
    """A text that could reveal somebody's trouble: kept apart, as a document."""
    return Field(name, DOCUMENT, privacy=Privacy.SPECIAL)


REASON = private_text("reason")
