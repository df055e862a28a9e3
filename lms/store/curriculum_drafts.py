"""Changed files of programmes that nobody has published yet; the tutors of a programme share them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.errors import Conflict
from lms.store.tables import CurriculumDraftRow


@dataclass(frozen=True, slots=True)
class FileDraft:
    """A file as somebody left it; ``base_version`` is the version that the change began from."""

    programme: str
    path: str
    base_version: str
    text: str
    revision: int
    saved: datetime
    saved_by: str


def of_programme(session: Session, programme: str) -> dict[str, FileDraft]:
    """The drafts of a programme by path, in one statement."""
    query = select(CurriculumDraftRow).where(CurriculumDraftRow.programme == programme)
    return {row.path: _draft(row) for row in session.scalars(query)}


def find(session: Session, programme: str, path: str) -> FileDraft | None:
    """The draft of one file."""
    row = session.get(CurriculumDraftRow, (programme, path))
    return _draft(row) if row else None


def save(session: Session, draft: FileDraft, seen: int) -> FileDraft:
    """Keep a text over revision ``seen`` (0 for a first one); Conflict shows a newer one."""
    row = session.get(CurriculumDraftRow, (draft.programme, draft.path))
    if (row.revision if row else 0) != seen:
        raise Conflict(
            "Somebody saved this file after you opened it. Compare both texts, then decide.",
            _draft(row) if row else None,
        )
    if row is None:
        row = CurriculumDraftRow(programme=draft.programme, path=draft.path)
        session.add(row)
    row.base_version, row.text = draft.base_version, draft.text
    row.revision, row.saved, row.saved_by = seen + 1, draft.saved, draft.saved_by
    session.flush()
    return _draft(row)


def remove(session: Session, programme: str, path: str, seen: int | None = None) -> None:
    """Drop a draft; with ``seen``, only at that revision."""
    here = (CurriculumDraftRow.programme == programme, CurriculumDraftRow.path == path)
    statement = delete(CurriculumDraftRow).where(*here)
    if seen is not None:
        statement = statement.where(CurriculumDraftRow.revision == seen)
    session.execute(statement)


def _draft(row: CurriculumDraftRow) -> FileDraft:
    return FileDraft(
        row.programme,
        row.path,
        row.base_version,
        row.text,
        row.revision,
        row.saved,
        row.saved_by,
    )
