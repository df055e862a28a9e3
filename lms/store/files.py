"""Uploaded files: bytes in a folder, synced to disk before the record that names them commits."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.store.tables import DocumentRow, DraftRow

NAME = re.compile(r"[0-9a-f-]{36}")
"""Files are kept under random ids: what people call them never reaches the disk."""
GRACE = timedelta(hours=48)
"""How old something must be before it counts as left over: its transaction has ended by then."""
AT_ONCE = 500
"""Ids asked for in one statement."""


@dataclass(frozen=True, slots=True)
class Files:
    """The folder: ``drafts/<file>`` until it is handed in, then ``documents/<document>/<file>``.

    A document's files are links to the draft's, so that handing in copies nothing while the ledger
    is locked, and taking the lock away again (a fault, a crash) loses nothing.
    """

    folder: Path

    def keep(self, file: str, content: bytes) -> None:
        """Put an upload on the disk, where a draft may name it."""
        folder = self._made(self.folder / "drafts")
        fresh = folder / f"{_safe(file)}.new"
        with fresh.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(folder / _safe(file))
        _sync(folder)

    def attach(self, document: str, files: Iterable[str]) -> None:
        """Give a document the files of a draft; FileNotFoundError where one is gone.

        Called before the document is committed; what is left of a failed transaction is swept.
        """
        folder = self._made(self.folder / "documents" / _safe(document))
        for file in files:
            _link(self.folder / "drafts" / _safe(file), folder / _safe(file))
        _sync(folder)

    def lend(self, document: str, files: Iterable[str]) -> None:
        """Give the files of a document to a draft again, for work that was taken back."""
        folder = self._made(self.folder / "drafts")
        for file in files:
            with suppress(FileNotFoundError):
                _link(self._of(document, file), folder / _safe(file))
        _sync(folder)

    def drop(self, files: Iterable[str]) -> None:
        """Forget files of a draft that was thrown away or handed in."""
        for file in files:
            (self.folder / "drafts" / _safe(file)).unlink(missing_ok=True)

    def erase(self, document: str) -> None:
        """Forget the files of a document that is erased."""
        shutil.rmtree(self.folder / "documents" / _safe(document), ignore_errors=True)

    def read(self, document: str, file: str) -> bytes | None:
        """The bytes of a document's file; None where there are none."""
        with suppress(FileNotFoundError):
            return self._of(document, file).read_bytes()
        return None

    def draft(self, file: str) -> bytes | None:
        """The bytes of a draft's file; None where there are none."""
        with suppress(FileNotFoundError):
            return (self.folder / "drafts" / _safe(file)).read_bytes()
        return None

    def sweep(self, session: Session, now: datetime) -> int:
        """Remove what no draft and no document names any more; gives how many were removed."""
        before = (now - GRACE).timestamp()
        documents = _older(self.folder / "documents", before)
        drafts = _older(self.folder / "drafts", before)
        gone = set(documents) - _documents(session, documents)
        named = _named_by_drafts(session) if drafts else set()
        for document in gone:
            self.erase(document)
        left_over = [name for name in drafts if name not in named]
        for name in left_over:
            (self.folder / "drafts" / name).unlink(missing_ok=True)
        return len(gone) + len(left_over)

    def _of(self, document: str, file: str) -> Path:
        return self.folder / "documents" / _safe(document) / _safe(file)

    def _made(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder


def _safe(name: str) -> str:
    """An id of ours, never a path."""
    if not NAME.fullmatch(name):
        raise FileNotFoundError("This is not the id of a file.")
    return name


def _link(kept: Path, new: Path) -> None:
    if new.exists():
        return
    try:
        os.link(kept, new)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without links
        shutil.copyfile(kept, new)
        with new.open("rb") as copied:
            os.fsync(copied.fileno())


def _sync(folder: Path) -> None:
    """Let the folder's own list of names reach the disk."""
    for path in (folder, folder.parent):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _older(folder: Path, before: float) -> list[str]:
    if not folder.is_dir():
        return []
    found = []
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                found.append(path.name)
    return found


def _documents(session: Session, wanted: Collection[str]) -> set[str]:
    names = list(wanted)
    found: set[str] = set()
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        found |= set(session.scalars(select(DocumentRow.id).where(DocumentRow.id.in_(some))))
    return found


def _named_by_drafts(session: Session) -> set[str]:
    kept = session.scalars(select(DraftRow.content).where(DraftRow.place.like("submission:%")))
    contents = [content for content in kept if isinstance(content, dict)]
    return {str(file.get("id")) for content in contents for file in content.get("files") or ()}
