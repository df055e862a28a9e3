"""Published versions: the files of each, which never change once stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.store.tables import ProgrammeVersionRow


@dataclass(frozen=True, slots=True)
class Version:
    """One published version; ``number`` counts the versions of its programme from 1."""

    programme: str
    version: str
    number: int
    digest: str
    published: datetime
    published_by: str
    note: str

    @property
    def key(self) -> str:
        return f"{self.programme}@{self.version}"


def versions(session: Session, programme: str | None = None) -> list[Version]:
    """The versions of one programme or of all, oldest first; their files are not read."""
    columns = (
        ProgrammeVersionRow.programme,
        ProgrammeVersionRow.version,
        ProgrammeVersionRow.number,
        ProgrammeVersionRow.digest,
        ProgrammeVersionRow.published,
        ProgrammeVersionRow.published_by,
        ProgrammeVersionRow.note,
    )
    query = select(*columns).order_by(ProgrammeVersionRow.programme, ProgrammeVersionRow.number)
    if programme:
        query = query.where(ProgrammeVersionRow.programme == programme)
    return [Version(*row) for row in session.execute(query)]


def files_of(session: Session, programme: str, version: str) -> dict[str, str] | None:
    """The files of a version, path by path; None where there is no such version."""
    row = session.get(ProgrammeVersionRow, (programme, version))
    return dict(row.files) if row else None


def add(session: Session, version: Version, files: dict[str, str]) -> None:
    """Store a version, inside a writing transaction."""
    session.add(
        ProgrammeVersionRow(
            programme=version.programme,
            version=version.version,
            number=version.number,
            digest=version.digest,
            files=files,
            published=version.published,
            published_by=version.published_by,
            note=version.note,
        )
    )
