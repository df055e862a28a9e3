"""The ledger: append-only, one order for the whole site, written by one transaction at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.domain.kinds_read import EVERY_KIND, KindsRead
from lms.domain.payloads import from_json
from lms.domain.records import RETRACTION, Record, RecordKind, Records, Subject
from lms.errors import Conflict, Moved
from lms.store.base import writing_session
from lms.store.chain import Keys
from lms.store.picture import picture_of
from lms.store.request_forms import is_same_request
from lms.store.tables import RecordRow, RequestRow
from lms.store.writer import End, LockedWriter, Writer

ROWS = RecordRow.__table__.columns
COLUMNS = tuple(
    ROWS[name]
    for name in (
        *("position", "id", "subject_type", "subject_id", "kind", "version", "first", "last"),
        *("recorded", "recorded_by", "payload", "enrolment", "curriculum", "replaces"),
    )
)
"""Reading plain columns instead of mapped rows: nobody changes a record, so nothing need watch it.

What is asked of them names plain columns too, for one mapped one makes the whole statement mapped.
"""
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
    def act(
        self,
        session: Session,
        actor: str,
        follow: Callable[[Writer, Session], None],
        copied: frozenset[str] = frozenset(),
    ) -> Iterator[Writer]:
        """Prepare an act over what a reading session sees, then write it, all or nothing.

        The site's lock is taken when everything has been prepared; ``follow`` then copies what has
        to follow at once, from records of the kinds ``copied``: since the act may have read the
        copies, any newer record of these kinds counts as something that it read. Moved where
        something that the act read has changed meanwhile.
        """
        writer = Writer(self, session, actor)
        picture_of(session).note_kinds(copied)
        yield writer
        if writer.is_idle:
            return
        try:
            with writing_session(self.engine) as locked, locked.begin():
                writer.settle(locked)
                follow(writer, locked)
        except IntegrityError as fault:  # somebody else took a key or a name at the same moment
            raise Moved from fault

    @contextmanager
    def write(self, actor: str) -> Iterator[LockedWriter]:
        """One writing transaction: it alone writes until it ends, and all of it is kept or none."""
        with writing_session(self.engine) as session, session.begin():
            yield LockedWriter(self, session, actor)

    def seen(
        self,
        session: Session,
        subjects: Iterable[Subject],
        known_at: datetime | None = None,
        kinds: KindsRead = EVERY_KIND,
    ) -> Records:
        """As ``about``; asked twice in one transaction that only reads, they are read once."""
        whom, read = frozenset(subjects), picture_of(session).read
        if (whom, known_at, EVERY_KIND) in read:
            return read[whom, known_at, EVERY_KIND]
        if (whom, known_at, kinds) not in read:
            read[whom, known_at, kinds] = self.about(session, whom, known_at, kinds)
        return read[whom, known_at, kinds]

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
        whom = set(subjects)
        if not whom:
            return Records((), kinds=kinds)
        picture_of(session).note_subjects(whom, kinds)
        wanted = sorted((s.type, s.id) for s in whom)
        query = select(*COLUMNS).where(tuple_(ROWS["subject_type"], ROWS["subject_id"]).in_(wanted))
        if kinds != EVERY_KIND:
            query = query.where(_among(kinds))
        return Records(self._read(session, query), known_at, kinds=kinds)

    def of_kinds(
        self, session: Session, kinds: Iterable[str], known_at: datetime | None = None
    ) -> Records:
        """The records of some kinds about everybody; retractions and corrections are applied."""
        wanted = [*kinds, RETRACTION]
        picture_of(session).note_kinds(wanted)
        query = select(*COLUMNS).where(ROWS["kind"].in_(wanted))
        return Records(self._read(session, query), known_at)

    def find(self, session: Session, identity: str) -> Record | None:
        """One record by its id, in force or not."""
        every = self._read(session, select(*COLUMNS).where(ROWS["id"] == identity))
        for record in every:
            picture_of(session).note_record(record)
        return next(iter(every), None)

    def after(self, session: Session, position: int, limit: int = 1000) -> list[Record]:
        """The records after a position, in order."""
        query = select(*COLUMNS).where(ROWS["position"] > position).limit(limit)
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
        end = End.of(session)
        return end.position, end.hash

    def record_of(self, row: RecordRow) -> Record:
        """What a row of the table says."""
        return _record(self.kinds(), Subject, *(getattr(row, column.name) for column in COLUMNS))

    def _read(self, session: Session, query: Select[*tuple[Any, ...]]) -> list[Record]:
        rows = session.execute(query.order_by(ROWS["position"])).all()
        kinds, subject = self.kinds(), cache(Subject)
        return [_record(kinds, subject, *row) for row in rows]


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
        return ROWS["kind"].not_in(sorted(kinds.names - {RETRACTION}))
    return ROWS["kind"].in_(sorted({*kinds.names, RETRACTION}))
