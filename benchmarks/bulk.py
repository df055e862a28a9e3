"""Writing a whole world of facts at once: the ledger's chain is right, and nothing else is asked."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.domain.payloads import read_payload, to_json
from lms.domain.records import NewRecord
from lms.store.base import writing_session
from lms.store.chain import COVERED, link, seal
from lms.store.ledger import Ledger
from lms.store.tables import DocumentRow, RecordRow
from lms.store.writer import BEGINNING

AT_ONCE = 5000
"""Facts inserted together."""
COLUMNS = (*COVERED, "first", "last", "recorded", "hash")


@dataclass(frozen=True, slots=True)
class Told:
    """A fact, who recorded it when, and the texts that it names, each by its field."""

    fact: NewRecord
    by: str
    at: datetime
    texts: tuple[tuple[str, Any], ...] = ()


def write_all(ledger: Ledger, told: Iterable[Told]) -> int:
    """Put facts behind the last one, in the order in which they are told; how many there were.

    No kind's own rule is asked: whoever tells them keeps to the rules.
    """
    written, rest = 0, iter(told)
    with writing_session(ledger.engine) as session, session.begin():
        end = _Chain(ledger, *ledger.head(session))
        while some := list(islice(rest, AT_ONCE)):
            _write(session, end, some)
            written += len(some)
    return written


def _write(session: Session, end: _Chain, told: list[Told]) -> None:
    documents: list[dict[str, Any]] = []
    rows = [end.row(_with_texts(one, documents), one) for one in told]
    session.execute(insert(RecordRow), rows)
    if documents:
        session.execute(insert(DocumentRow), documents)


def _with_texts(told: Told, documents: list[dict[str, Any]]) -> NewRecord:
    named = dict(_documents(told, documents))
    return replace(told.fact, payload={**told.fact.payload, **named}) if named else told.fact


def _documents(told: Told, documents: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for name, content in told.texts:
        identity, nonce = str(uuid7()), secrets.token_hex(32)
        about = str(told.fact.subject)
        documents.append(
            {"id": identity, "about": about, "nonce": nonce, "content": content, "made": told.at}
        )
        yield name, f"{identity}.{seal(content, nonce)}"


@dataclass(slots=True)
class _Chain:
    """The end of the ledger, moved on by each row that is put behind it."""

    ledger: Ledger
    position: int
    hash: str
    recorded: datetime = BEGINNING

    def row(self, fact: NewRecord, told: Told) -> dict[str, Any]:
        kind = self.ledger.kinds()[fact.kind]
        self.position += 1
        self.recorded = max(told.at, self.recorded)
        row = RecordRow(
            position=self.position,
            id=fact.id or str(uuid7()),
            subject_type=fact.subject.type,
            subject_id=fact.subject.id,
            kind=fact.kind,
            version=kind.version,
            first=fact.first,
            last=fact.last if kind.period else fact.first,
            recorded=self.recorded,
            recorded_by=told.by,
            enrolment=fact.enrolment,
            curriculum=fact.curriculum,
            replaces=fact.replaces,
            payload=to_json(read_payload(kind, fact.payload)),
            key=self.ledger.keys.current,
        )
        self.hash = row.hash = link(row, self.hash, self.ledger.keys)
        return {name: getattr(row, name) for name in COLUMNS}
