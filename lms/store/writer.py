"""Writing to the ledger: an act is prepared beside the site's lock, and settled under it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.domain.kinds_read import EVERY_KIND, KindsRead, some_kinds
from lms.domain.payloads import BadPayload, FieldProblem, read_payload, to_json
from lms.domain.records import (
    NO_RECORDS,
    RETRACTION,
    NewRecord,
    Record,
    RecordKind,
    Records,
    Refusal,
    Subject,
    accept,
)
from lms.errors import BadInput, Conflict, Moved, Refused
from lms.store.chain import GENESIS, link, seal
from lms.store.people import known_among
from lms.store.picture import picture_of
from lms.store.request_forms import digest_of_request
from lms.store.tables import DocumentRow, RecordRow, RequestRow
from lms.store.views import heads_of, move_heads

if TYPE_CHECKING:
    from lms.store.ledger import Ledger

Change = Callable[[Session], object]
"""A change of a table that stands beside the ledger, made with the writing session."""


BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class End:
    """The last entry of the ledger: its position, its hash and when it was recorded."""

    position: int
    hash: str
    recorded: datetime

    @classmethod
    def of(cls, session: Session) -> End:
        """The end as a session sees it."""
        columns = (RecordRow.position, RecordRow.hash, RecordRow.recorded)
        query = select(*columns).order_by(RecordRow.position.desc()).limit(1)
        row = session.execute(query).first()
        return cls(row[0], row[1], row[2]) if row else cls(0, GENESIS, BEGINNING)

    def before(self, row: RecordRow, ledger: Ledger) -> End:
        """The end once a row has been put behind it; the row is told its place."""
        row.position = self.position + 1
        row.recorded = max(ledger.clock(), self.recorded)
        row.hash = link(row, self.hash, ledger.keys)
        return End(row.position, row.hash, row.recorded)


@dataclass(slots=True)
class Writer:
    """An act while it is prepared: what it reads is a picture of the past, what it writes waits.

    ``session`` only reads. Every fact is shaped and checked as it is appended; its position and its
    moment are settled when the site's lock is held, in ``settle``.
    """

    ledger: Ledger
    session: Session
    actor: str
    written: list[Record] = field(default_factory=list)
    _rows: list[RecordRow] = field(default_factory=list)
    _beside: list[DocumentRow | RequestRow] = field(default_factory=list)
    _changes: list[Change] = field(default_factory=list)
    _read: dict[Subject, dict[KindsRead, Records]] = field(default_factory=dict)
    _seen: End | None = None
    _end: End | None = None
    _known: set[str] = field(default_factory=set)

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to settle."""
        return not (self._rows or self._beside or self._changes)

    def append(self, new: NewRecord) -> Record:
        """Write one fact; Refused where the kind's own rule does not allow it."""
        kind = self.ledger.kinds().get(new.kind)
        if kind is None:
            raise BadInput(f'There is no kind of record called "{new.kind}".')
        new = _shaped(new, kind)
        self._check(new, kind)
        row = self._row(new, kind)
        self._place(row)
        self._rows.append(row)
        record = self.ledger.record_of(row)
        self.written.append(record)
        read = self._read.get(new.subject, {})
        for kinds, before in read.items():
            read[kinds] = _with(before, kinds, [record])
        return record

    def append_all(self, new: Sequence[NewRecord]) -> list[Record]:
        """Write several facts, all or none."""
        return [self.append(one) for one in new]

    def about(self, subject: Subject, kinds: KindsRead = EVERY_KIND) -> Records:
        """The records in force about one subject, this act's own included.

        With ``kinds`` only those of some kinds need be there, and others may not be asked for.
        """
        read = self._read.setdefault(subject, {})
        wider = next((known for known in read if known.covers(kinds)), None)
        if wider is None:
            wider, read[kinds] = kinds, self._look(subject, kinds)
        return read[wider]

    def read(self, subjects: Iterable[Subject], kinds: KindsRead) -> None:
        """Read about many subjects in one statement what ``about`` is then asked for each of them."""
        wanted = [s for s in subjects if not any(k.covers(kinds) for k in self._read.get(s, ()))]
        every = self.ledger.about(self.session, wanted, kinds=kinds)
        for subject in wanted:
            self._read.setdefault(subject, {})[kinds] = self._with_own(
                subject, every.about(subject), kinds
            )

    def _look(self, subject: Subject, kinds: KindsRead) -> Records:
        before = self.ledger.seen(self.session, [subject], kinds=kinds)
        return self._with_own(subject, before, kinds)

    def _with_own(self, subject: Subject, before: Records, kinds: KindsRead) -> Records:
        return _with(before, kinds, [r for r in self.written if r.subject == subject])

    def also(self, change: Change) -> None:
        """Change a table beside the ledger in the same transaction, in the order of the calls.

        The site's lock is held then: a change looks once more at what it rests on in its own table,
        and evaluates nothing.
        """
        self._changes.append(change)

    def make_known(self, identity: str) -> None:
        """Let facts of this act name somebody whom the same act adds."""
        self._known.add(identity)

    def document(self, about: Subject, content: Any) -> str:
        """Keep a text and give what a record holds of it: its id and its seal, ``id.seal``."""
        identity, nonce = str(uuid7()), secrets.token_hex(32)
        self._beside.append(
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
        self._beside.append(
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
        picture_of(self.session).note_subjects([subject], EVERY_KIND)
        if heads_of(self.session, [str(subject)]).get(str(subject), 0) > seen:
            newer = [r for r in self.about(subject) if r.position > seen]
            raise Conflict(
                "Something was recorded after you opened this page. Read what is new, then decide.",
                newer,
            )

    def settle(self, session: Session) -> None:
        """Give every fact its place at the end of the ledger, under the site's lock, and write it all.

        Moved, and nothing is written, where something newer could have changed what the act read.
        """
        seen, self._end = self._last(), End.of(session)
        if self._end.position > seen.position:
            self._expect_unmoved(session, seen.position)
        for change in self._changes:
            change(session)
        for row in self._rows:
            self._place(row)
        self._write(session)

    def _last(self) -> End:
        """The end of the ledger as the act saw it when it began."""
        if self._seen is None:
            self._seen = End.of(self.session)
        return self._seen

    def _expect_unmoved(self, session: Session, position: int) -> None:
        columns = (RecordRow.subject_type, RecordRow.subject_id, RecordRow.kind)
        newer = session.execute(select(*columns).where(RecordRow.position > position).distinct())
        picture = picture_of(self.session)
        if any(picture.rests_on(Subject(type_, identity), kind) for type_, identity, kind in newer):
            raise Moved

    def _place(self, row: RecordRow) -> None:
        """Put a row after the last one, as far as that is known by now."""
        self._end = (self._end or self._last()).before(row, self.ledger)

    def _write(self, session: Session) -> None:
        move_heads(session, {f"{r.subject_type}:{r.subject_id}": r.position for r in self._rows})
        session.add_all([*self._rows, *self._beside])
        session.flush()
        self._rows, self._beside, self._changes = [], [], []

    def _check(self, new: NewRecord, kind: RecordKind) -> None:
        in_force = self._asked_of(new, kind)
        self._check_replaced(new, in_force)
        self._check_people(new, kind, in_force)
        refusal = kind.refuse(new, in_force)
        if refusal is not None:
            raise Refused(refusal)

    def _asked_of(self, new: NewRecord, kind: RecordKind) -> Records:
        """What a fact is checked against: no more than its kind looks at, and what it replaces."""
        if kind.check is not accept:
            return self.about(new.subject)
        if new.replaces is None:
            return NO_RECORDS
        same = self.about(new.subject, some_kinds(new.kind))
        return same if same.by_id(new.replaces) else self.about(new.subject)

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
        return RecordRow(
            id=new.id,
            subject_type=new.subject.type,
            subject_id=new.subject.id,
            kind=new.kind,
            version=kind.version,
            first=new.first,
            last=new.last,
            recorded_by=self.actor,
            enrolment=new.enrolment,
            curriculum=new.curriculum,
            replaces=new.replaces,
            payload=to_json(new.payload),
            key=self.ledger.keys.current,
        )


@dataclass(slots=True)
class LockedWriter(Writer):
    """A writer that holds the site's lock from the beginning: ``session`` sees each step at once.

    For the store's own upkeep and for telling a whole world into an empty site; whatever evaluates
    is prepared first, by ``Writer``.
    """

    def append(self, new: NewRecord) -> Record:
        record = Writer.append(self, new)
        self._write(self.session)
        return record

    def also(self, change: Change) -> None:
        change(self.session)

    def document(self, about: Subject, content: Any) -> str:
        named = Writer.document(self, about, content)
        self._write(self.session)
        return named

    def answer_once(self, key: str | None, asked: Any, act: Callable[[], Any]) -> Any:
        answer = Writer.answer_once(self, key, asked, act)
        self._write(self.session)
        return answer

    def _look(self, subject: Subject, kinds: KindsRead) -> Records:
        return self.ledger.about(self.session, [subject], kinds=kinds)


def _with(before: Records, kinds: KindsRead, own: Iterable[Record]) -> Records:
    """What was read, and what an act has added to it since."""
    added = [r for r in own if r.kind == RETRACTION or kinds.includes(r.kind)]
    return before.adding(*added) if added else before


UNKNOWN = "names nobody who is known here; choose somebody, or have the person added first"


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        yield from value if isinstance(value, tuple) else (value,)


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
