"""The ledger: append-only, one order for the whole site, written by one transaction at a time."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, select, tuple_
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.domain.kinds_read import EVERY_KIND, KindsRead
from lms.domain.payloads import BadPayload, FieldProblem, from_json, read_payload, to_json
from lms.domain.records import RETRACTION, NewRecord, Record, RecordKind, Records, Refusal, Subject
from lms.errors import BadInput, Conflict, Refused
from lms.store.base import writing_session
from lms.store.chain import GENESIS, Keys, link, seal
from lms.store.people import known_among
from lms.store.request_forms import digest_of_request, is_same_request
from lms.store.tables import DocumentRow, RecordRow, RequestRow
from lms.store.view_tables import SubjectHead

COLUMNS = tuple(
    RecordRow.__table__.columns[name]
    for name in (
        *("position", "id", "subject_type", "subject_id", "kind", "version", "first", "last"),
        *("recorded", "recorded_by", "payload", "enrolment", "curriculum", "replaces"),
    )
)
"""Reading plain columns instead of mapped rows: nobody changes a record, so nothing need watch it."""
Kinds = Callable[[], Mapping[str, RecordKind]]
Clock = Callable[[], datetime]


def now() -> datetime:
    """This machine's clock, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Ledger:
    """How to reach the ledger: the engine, the keys, the kinds it knows and the clock."""

    engine: Engine
    keys: Keys
    kinds: Kinds
    clock: Clock = now

    @contextmanager
    def write(self, actor: str) -> Iterator[Writer]:
        """One writing transaction: it alone writes until it ends, and all of it is kept or none."""
        with writing_session(self.engine) as session, session.begin():
            yield Writer(self, session, actor)

    def about(
        self,
        session: Session,
        subjects: Iterable[Subject],
        known_at: datetime | None = None,
        kinds: KindsRead = EVERY_KIND,
    ) -> Records:
        """The records in force about some subjects, as known at a moment, in one statement.

        With ``kinds`` only those of some kinds: asked for another, they say that they do not know.
        """
        wanted = sorted({(s.type, s.id) for s in subjects})
        if not wanted:
            return Records((), kinds=kinds)
        query = select(*COLUMNS).where(
            tuple_(RecordRow.subject_type, RecordRow.subject_id).in_(wanted)
        )
        if kinds != EVERY_KIND:
            query = query.where(_among(kinds))
        return Records(self._read(session, query), known_at, kinds=kinds)

    def of_kinds(
        self, session: Session, kinds: Iterable[str], known_at: datetime | None = None
    ) -> Records:
        """The records of some kinds about everybody; retractions and corrections are applied."""
        query = select(*COLUMNS).where(RecordRow.kind.in_([*kinds, RETRACTION]))
        return Records(self._read(session, query), known_at)

    def find(self, session: Session, identity: str) -> Record | None:
        """One record by its id, in force or not."""
        return next(
            iter(self._read(session, select(*COLUMNS).where(RecordRow.id == identity))), None
        )

    def after(self, session: Session, position: int, limit: int = 1000) -> list[Record]:
        """The records after a position, in order."""
        query = select(*COLUMNS).where(RecordRow.position > position).limit(limit)
        return self._read(session, query)

    def answered(self, session: Session, actor: str, key: str | None, asked: Any) -> Any:
        """What somebody's act with this key was answered before; None where it is new.

        Conflict where the key was used for something else.
        """
        earlier = session.get(RequestRow, (key, actor)) if key else None
        if earlier is not None and not is_same_request(earlier.digest, asked):
            raise Conflict("This request key was already used for a different request.")
        return earlier.answer if earlier else None

    def head(self, session: Session) -> tuple[int, str]:
        """The last position and its hash."""
        row = session.execute(
            select(RecordRow.position, RecordRow.hash).order_by(RecordRow.position.desc()).limit(1)
        ).first()
        return (row[0], row[1]) if row else (0, GENESIS)

    def record_of(self, row: RecordRow) -> Record:
        """What a row of the table says."""
        return _record(self.kinds(), Subject, *(getattr(row, column.name) for column in COLUMNS))

    def _read(self, session: Session, query: Select[*tuple[Any, ...]]) -> list[Record]:
        rows = session.execute(query.order_by(RecordRow.position))
        kinds, subject = self.kinds(), cache(Subject)
        return [_record(kinds, subject, *row) for row in rows]


@dataclass(slots=True)
class Writer:
    """The open writing transaction; ``session`` may also change tables that stand beside it."""

    ledger: Ledger
    session: Session
    actor: str
    written: list[Record] = field(default_factory=list)
    _head: tuple[int, str, datetime] | None = None
    _cache: dict[Subject, Records] = field(default_factory=dict)
    _heads: dict[Subject, SubjectHead] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)

    def append(self, new: NewRecord) -> Record:
        """Write one fact; Refused where the kind's own rule does not allow it."""
        kind = self.ledger.kinds().get(new.kind)
        if kind is None:
            raise BadInput(f'There is no kind of record called "{new.kind}".')
        new = _shaped(new, kind)
        in_force = self.about(new.subject)
        self._check_replaced(new, in_force)
        self._check_people(new, kind, in_force)
        refusal = kind.refuse(new, in_force)
        if refusal is not None:
            raise Refused(refusal)
        row = self._row(new, kind)
        self.session.add(row)
        self._note_head(new.subject, row.position)
        self.session.flush()
        record = self.ledger.record_of(row)
        self.written.append(record)
        self._cache[new.subject] = in_force.adding(record)
        return record

    def append_all(self, new: Sequence[NewRecord]) -> list[Record]:
        """Write several facts, all or none."""
        return [self.append(one) for one in new]

    def about(self, subject: Subject) -> Records:
        """The records in force about one subject, this transaction's own included."""
        if subject not in self._cache:
            self._cache[subject] = self.ledger.about(self.session, [subject])
        return self._cache[subject]

    def _check_replaced(self, new: NewRecord, in_force: Records) -> None:
        if new.replaces is None:
            return
        replaced = in_force.by_id(new.replaces)
        if replaced is None:
            raise Conflict("What this corrects has already been corrected or taken back.")
        if new.kind not in (replaced.kind, RETRACTION):
            reason = f"A {replaced.kind} can only be corrected by another {replaced.kind}."
            raise Refused(Refusal("wrong-kind", reason, (replaced.id,)))

    def _check_people(self, new: NewRecord, kind: RecordKind, in_force: Records) -> None:
        """BadInput where a field that holds a person holds nobody known here.

        A fact that corrects an earlier one may name whoever that one named. That the subject is
        somebody is asked by the services, which find the person before they write.
        """
        named = kind.people_named(new)
        earlier = in_force.by_id(new.replaces) if new.replaces else None
        if earlier is not None:
            before = set(map(str, _flat(earlier.payload.values())))
            named = {who: where for who, where in named.items() if who not in before}
        asked = named.keys() - self._known
        if asked:
            self._known |= known_among(self.session, asked)
        unknown = [FieldProblem(named[who], UNKNOWN) for who in named if who not in self._known]
        if unknown:
            raise BadInput(f"This {kind.title.lower()} cannot be recorded.", unknown)

    def _row(self, new: NewRecord, kind: RecordKind) -> RecordRow:
        position, before, last = self._last()
        row = RecordRow(
            position=position + 1,
            id=new.id,
            subject_type=new.subject.type,
            subject_id=new.subject.id,
            kind=new.kind,
            version=kind.version,
            first=new.first,
            last=new.last,
            recorded=max(self.ledger.clock(), last),
            recorded_by=self.actor,
            enrolment=new.enrolment,
            curriculum=new.curriculum,
            replaces=new.replaces,
            payload=to_json(new.payload),
            key=self.ledger.keys.current,
        )
        row.hash = link(row, before, self.ledger.keys)
        self._head = (row.position, row.hash, row.recorded)
        return row

    def _last(self) -> tuple[int, str, datetime]:
        if self._head is None:
            row = self.session.execute(
                select(RecordRow.position, RecordRow.hash, RecordRow.recorded)
                .order_by(RecordRow.position.desc())
                .limit(1)
            ).first()
            self._head = (row[0], row[1], row[2]) if row else (0, GENESIS, BEGINNING)
        return self._head

    def _note_head(self, subject: Subject, position: int) -> None:
        head = self._heads.get(subject)
        if head is None:  # looked up once: the session itself forgets a row that is written out
            head = self.session.merge(SubjectHead(subject=str(subject), position=position))
            self._heads[subject] = head
        head.position = position

    def document(self, about: Subject, content: Any) -> str:
        """Keep a text and give what a record holds of it: its id and its seal, ``id.seal``."""
        identity, nonce = str(uuid7()), secrets.token_hex(32)
        self.session.add(
            DocumentRow(
                id=identity,
                about=str(about),
                nonce=nonce,
                content=content,
                made=self.ledger.clock(),
            )
        )
        return f"{identity}.{seal(content, nonce)}"

    def answer_once(self, key: str | None, asked: Any, act: Callable[[], Any]) -> Any:
        """Do an act once for a client's key; the same key later gives the first answer.

        Conflict where the key was used for something else.
        """
        if not key:
            return act()
        earlier = self.session.get(RequestRow, (key, self.actor))
        if earlier is not None:
            return self.ledger.answered(self.session, self.actor, key, asked)
        answer = act()
        self.session.add(
            RequestRow(
                key=key,
                actor=self.actor,
                digest=digest_of_request(asked),
                answer=answer,
                made=self.ledger.clock(),
            )
        )
        return answer

    def expect(self, subject: Subject, seen: int | None) -> None:
        """Conflict where something newer than ``seen`` is on record about the subject."""
        if seen is None:
            return
        head = self.session.scalar(
            select(SubjectHead.position).where(SubjectHead.subject == str(subject))
        )
        if head is not None and head > seen:
            newer = [r for r in self.about(subject) if r.position > seen]
            raise Conflict(
                "Something was recorded after you opened this page. Read what is new, then decide.",
                newer,
            )


def _record(
    kinds: Mapping[str, RecordKind],
    subject: Callable[[str, str], Subject],
    position: int,
    identity: str,
    subject_type: str,
    subject_id: str,
    kind: str,
    version: int,
    first: date,
    last: date | None,
    recorded: datetime,
    recorded_by: str,
    payload: Mapping[str, Any],
    *links: str | None,
) -> Record:
    """A record from the values of ``COLUMNS``: a page may read thousands, so none is looked up by name."""
    about, shaped = subject(subject_type, subject_id), from_json(kinds.get(kind), version, payload)
    return Record(
        position, identity, about, kind, version, first, last, recorded, recorded_by, shaped, *links
    )


def _among(kinds: KindsRead) -> ColumnElement[bool]:
    """What was read of, and every retraction, which may be about it."""
    if kinds.all_but:
        return RecordRow.kind.not_in(sorted(kinds.names - {RETRACTION}))
    return RecordRow.kind.in_(sorted({*kinds.names, RETRACTION}))


UNKNOWN = "names nobody who is known here; choose somebody, or have the person added first"


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        yield from value if isinstance(value, tuple) else (value,)


BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def _shaped(new: NewRecord, kind: RecordKind) -> NewRecord:
    """The fact with an id and with its fields checked; BadInput names every field that is wrong."""
    try:
        payload = read_payload(kind, new.payload)
    except BadPayload as fault:
        raise BadInput(f"This {kind.title.lower()} cannot be recorded.", fault.problems) from None
    return replace(
        new,
        id=new.id or str(uuid7()),
        payload=payload,
        last=new.last if kind.period else new.first,
    )
