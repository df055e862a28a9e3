"""Checking the chain: which records stand, and the first that does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.domain.records import Record
from lms.store.chain import GENESIS, Keys, link, seal
from lms.store.ledger import Ledger
from lms.store.tables import DocumentRow, RecordRow
from lms.store.writer import BEGINNING

BATCH = 1000
TEXTS_AT_ONCE = 200
NAMED = re.compile(r"[0-9a-f-]{36}\.[0-9a-f]{64}")
"""What a record keeps of a text: its id and its seal."""


@dataclass(frozen=True, slots=True)
class SealedText:
    """A text that a record names in a field, and what is kept of it: content and nonce, or None.

    Nothing erases a text yet, and no erasure is on record: a text that is not there is lost.
    """

    record: str
    field: str
    document: str
    sealed: str
    kept: tuple[Any, str] | None = None

    @property
    def problem(self) -> str:
        """What is wrong with it, as a sentence; empty where nothing is."""
        if self.kept is None:
            return f'Its text "{self.field}" is missing, and no erasure of it is on record.'
        if not self._is_sealed():
            return f'Its text "{self.field}" is not the one that was handed in.'
        return ""

    def _is_sealed(self) -> bool:
        assert self.kept is not None  # noqa: S101 - asked above
        try:
            return seal(*self.kept) == self.sealed
        except ValueError:  # a nonce that is none
            return False


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
    """Walk the whole chain, then find the first text that is not what its record sealed."""
    found = walk_chain(ledger, session, exported)
    if not found.sound:
        return found
    first_bad, problem = _bad_document(session, ledger)
    return replace(found, first_bad=first_bad, problem=problem)


def walk_chain(
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
    return Verification(position, (position, before))


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


def sealed_texts(session: Session, ledger: Ledger) -> Iterator[SealedText]:
    """Every text that a record names, beside the record; a batch at a time."""
    named = [n for row in _rows(session) for n in _named(ledger.record_of(row), ledger)]
    for start in range(0, len(named), TEXTS_AT_ONCE):
        some = named[start : start + TEXTS_AT_ONCE]
        ids = [text.document for text in some]
        rows = session.execute(
            select(DocumentRow.id, DocumentRow.content, DocumentRow.nonce).where(
                DocumentRow.id.in_(ids)
            )
        )
        kept = {identity: (content, nonce) for identity, content, nonce in rows}
        for text in some:
            yield replace(text, kept=kept.get(text.document))


def _named(record: Record, ledger: Ledger) -> Iterator[SealedText]:
    kind = ledger.kinds().get(record.kind)
    if kind is None:  # its plugin is gone: whatever looks like a text that it names is one
        names = [n for n, v in record.payload.items() if isinstance(v, str) and NAMED.fullmatch(v)]
    else:
        names = [f.name for f in kind.fields if f.type == "document" and record.get(f.name)]
    for name in names:
        document, _, sealed = str(record.get(name)).partition(".")
        yield SealedText(record.id, name, document, sealed)


def _bad_document(session: Session, ledger: Ledger) -> tuple[str, str]:
    """The first record whose text is missing or no longer the one that it sealed."""
    bad = next((text for text in sealed_texts(session, ledger) if text.problem), None)
    return (bad.record, bad.problem) if bad else ("", "")


def count(session: Session) -> int:
    """How many records there are."""
    return session.scalar(select(func.count()).select_from(RecordRow)) or 0
