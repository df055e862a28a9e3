"""Checking the chain: which records stand, and the first that does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.store.chain import GENESIS, Keys, link, seal
from lms.store.ledger import BEGINNING, Ledger
from lms.store.tables import DocumentRow, RecordRow

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of checking the chain: how many records stand, and the first that does not."""

    records: int
    head: tuple[int, str]
    first_bad: str = ""
    problem: str = ""

    @property
    def sound(self) -> bool:
        return not self.problem


def verify(
    ledger: Ledger, session: Session, exported: tuple[int, str] | None = None
) -> Verification:
    """Walk the whole chain; with an exported head, also find a tail that was cut off."""
    before, position, last_time = GENESIS, 0, BEGINNING
    seen_exported = exported is None or exported[0] == 0
    for row in _rows(session):
        problem = _problem(row, position, before, last_time, ledger.keys)
        if problem:
            return Verification(position, (position, before), row.id, problem)
        before, position, last_time = row.hash, row.position, row.recorded
        seen_exported = seen_exported or (position, before) == exported
    if not seen_exported:
        gap = f"The exported head, record {exported[0] if exported else 0}, is not in the ledger."
        return Verification(position, (position, before), "", gap)
    return Verification(position, (position, before), *_bad_document(session, ledger))


def _rows(session: Session) -> Iterator[RecordRow]:
    """Every row in order, a batch at a time, with no cursor left open between batches."""
    position = -1
    query = select(RecordRow).order_by(RecordRow.position).limit(BATCH)
    while batch := session.scalars(query.where(RecordRow.position > position)).all():
        yield from batch
        position = batch[-1].position
        session.expunge_all()


def _problem(row: RecordRow, position: int, before: str, last: datetime, keys: Keys) -> str:
    if row.position != position + 1:
        return f"Record {position + 1} is missing."
    if row.key not in keys.secrets:
        return f'Its key "{row.key}" is not among LMS_LEDGER_KEYS.'
    if row.recorded < last:
        return "It claims to be recorded before the one in front of it."
    if link(row, before, keys) != row.hash:
        return "It was changed after it was written, or the one in front of it was."
    return ""


def _bad_document(session: Session, ledger: Ledger) -> tuple[str, str]:
    """The first record whose text is no longer the one that it sealed; erased texts are no fault."""
    documents = {
        identity: seal(content, nonce)
        for identity, content, nonce in session.execute(
            select(DocumentRow.id, DocumentRow.content, DocumentRow.nonce)
        )
    }
    for row in _rows(session):
        kind = ledger.kinds().get(row.kind)
        for name in [f.name for f in kind.fields if f.type == "document"] if kind else ():
            identity, _, sealed = (row.payload.get(name) or "").partition(".")
            if documents.get(identity, sealed) != sealed:
                return row.id, f'Its text "{name}" is not the one that was handed in.'
    return "", ""


def count(session: Session) -> int:
    """How many records there are."""
    return session.scalar(select(func.count()).select_from(RecordRow)) or 0
