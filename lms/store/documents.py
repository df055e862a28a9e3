"""Reading a document that a record names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.store.tables import DocumentRow


def content_of(session: Session, named: str | None) -> Any:
    """The text that a record's field names; None where there is none or it was erased."""
    if not named:
        return None
    row = session.get(DocumentRow, named.partition(".")[0])
    return row.content if row else None


def contents_of(session: Session, named: Iterable[str]) -> dict[str, Any]:
    """Several texts in one statement, by the name the records hold."""
    wanted = {name.partition(".")[0]: name for name in named if name}
    rows = session.scalars(select(DocumentRow).where(DocumentRow.id.in_(wanted)))
    return {wanted[row.id]: row.content for row in rows}


def text_in(content: object) -> str:
    """The words of a text, kept by itself or beside other things; empty where it was erased."""
    return str((content.get("text") if isinstance(content, dict) else content) or "")


def sealed_content(session: Session, named: str | None) -> tuple[Any, str] | None:
    """The text that a record's field names with the nonce of its seal; None where it was erased."""
    row = session.get(DocumentRow, named.partition(".")[0]) if named else None
    return (row.content, row.nonce) if row else None
