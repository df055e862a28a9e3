"""One fact, written once: what a record is, and how the facts known at a moment are read."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import cached_property, reduce
from operator import and_
from types import MappingProxyType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from lms.domain.kinds_read import EVERY_KIND, KindsRead
from lms.domain.subjects import Subject as Subject
from lms.domain.subjects import cohort as cohort
from lms.domain.subjects import person as person

T = TypeVar("T")
NOTHING: Mapping[str, Any] = MappingProxyType({})


def _nothing() -> Mapping[str, Any]:
    return NOTHING


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A fact about to be written: everything but its place in the ledger.

    ``first`` and ``last`` are inclusive London days; for a fact of one day they are equal, and
    ``last`` is None for a period whose end is not known.
    """

    subject: Subject
    kind: str
    first: date
    last: date | None
    payload: Mapping[str, Any] = field(default_factory=_nothing)
    enrolment: str | None = None
    curriculum: str | None = None
    replaces: str | None = None
    id: str | None = None

    @property
    def on(self) -> date:
        """The day it happened, or on which its period began."""
        return self.first

    def get(self, name: str, default: Any = None) -> Any:
        """A field of the payload."""
        return self.payload.get(name, default)


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of the ledger.

    ``position`` is its place in the one site-wide order, ``recorded`` when this site wrote it
    (aware, UTC), ``replaces`` the record that it corrects. The payload holds ids, dates, numbers
    and codes; text is a document, named by its id.
    """

    position: int
    id: str
    subject: Subject
    kind: str
    version: int
    first: date
    last: date | None
    recorded: datetime
    recorded_by: str
    payload: Mapping[str, Any] = field(default_factory=_nothing)
    enrolment: str | None = None
    curriculum: str | None = None
    replaces: str | None = None

    @property
    def on(self) -> date:
        """The day it happened, or on which its period began."""
        return self.first

    def get(self, name: str, default: Any = None) -> Any:
        """A field of the payload."""
        return self.payload.get(name, default)

    def covers(self, day: date) -> bool:
        """Whether its period, both ends included, holds the day."""
        return self.first <= day and (self.last is None or day <= self.last)


RETRACTION = "retraction"
"""The kind of a record that takes another back without putting one in its place."""


class Records(Sequence[Record]):
    """The facts in force about some subjects, as known at one moment, in ledger order.

    A record that a later known one replaces or retracts is not among them; what was known before
    that can still be asked for (``known_by``). ``ends`` tells for records which a correction or a
    retraction elsewhere took out of force, and where the ledger has that. ``kinds`` are those that
    were read, where not all were: none of another kind is not the same as not having looked.
    """

    def __init__(
        self,
        records: Iterable[Record],
        known_at: datetime | None = None,
        ends: Mapping[str, int] = NOTHING,
        kinds: KindsRead = EVERY_KIND,
    ):
        known = [r for r in records if known_at is None or r.recorded <= known_at]
        told = (r for r in known if r.kind != RETRACTION)
        self._take(
            tuple(sorted(told, key=lambda r: r.position)),
            {**ends, **{r.replaces: r.position for r in known if r.replaces}},
            kinds,
        )

    def _take(self, every: tuple[Record, ...], ends: Mapping[str, int], kinds: KindsRead) -> None:
        """Take records that are in order, and the ends of those among them that are over."""
        self._every, self._ends, self._read = every, ends, kinds
        self._all = tuple(r for r in every if r.id not in ends) if ends else every
        self._made: dict[Hashable, Any] = {}
        self._indexes: dict[tuple[str, str], dict[Any, list[Record]]] = {}

    @classmethod
    def together(cls, parts: Iterable[Records]) -> Records:
        """Several of them as one."""
        found = list(parts)
        if not found:
            return NO_RECORDS
        ends = {identity: at for part in found for identity, at in part._ends.items()}
        every = {r.id: r for part in found for r in part._every}
        if len(found) == 1:
            return found[0]
        return cls(
            every.values(), ends=ends, kinds=reduce(and_, (p._read for p in found), EVERY_KIND)
        )

    def known_by(self, position: int) -> Records:
        """As they were known when the ledger had come as far as a position."""
        return self.remember(("known by", position), lambda: self._known_by(position))

    def _known_by(self, position: int) -> Records:
        ends = {identity: at for identity, at in self._ends.items() if at <= position}
        known = (r for r in self._every if r.position <= position)
        return Records(known, ends=ends, kinds=self._read)

    def only(self, keep: Callable[[Record], bool]) -> Records:
        """Those that are to be kept, with what is known of their past."""
        return Records(filter(keep, self._every), ends=self._ends, kinds=self._read)

    def adding(self, *new: Record) -> Records:
        """These and later ones."""
        return Records((*self._every, *new), ends=self._ends, kinds=self._read)

    def in_force_since(self, position: int, kind: str, **fields: Any) -> list[Record]:
        """Those of a kind that were in force at a position or have been at any time since."""
        self._read.require(kind)
        ends, beyond = self._ends, position + 1
        return [
            r
            for r in self._every
            if r.kind == kind
            and ends.get(r.id, beyond) > position
            and all(r.payload.get(k) == v for k, v in fields.items())
        ]

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, index: Any) -> Any:
        return self._all[index]

    def __iter__(self) -> Iterator[Record]:
        return iter(self._all)

    def of(self, kind: str, **fields: Any) -> list[Record]:
        """Those of a kind whose payload has exactly these values, in ledger order."""
        self._read.require(kind)
        found = self._kinds.get(kind)
        if not found:
            return []
        if not fields:
            return found.copy()
        (name, value), *others = fields.items()
        index = self._indexes.get((kind, name))
        if index is None:
            index = self._indexes[kind, name] = _by_field(found, name)
        named = index.get(value, [])
        return [r for r in named if all(r.payload.get(k) == v for k, v in others)]

    def remember(self, name: Hashable, make: Callable[[], T]) -> T:
        """Something worked out from these records, which never change, made once and kept."""
        if name not in self._made:
            self._made[name] = make()
        made: T = self._made[name]
        return made

    def as_known(self, known_at: datetime | None) -> Records:
        """Those of them that were recorded by a moment; all without one."""
        if known_at is None:
            return self
        kinds = self._read
        return self.remember(("known", known_at), lambda: Records(self._all, known_at, kinds=kinds))

    def by_id(self, identity: str | None) -> Record | None:
        """The record with this id, if it is in force."""
        return self._ids.get(identity) if identity else None

    def about(self, subject: Subject) -> Records:
        """Those about one subject."""
        return self._by_subject.get(subject, self._none)

    def in_enrolment(self, enrolment: str) -> Records:
        """Those that belong to one enrolment."""
        return self._by_enrolment.get(enrolment, self._none)

    @cached_property
    def _by_subject(self) -> dict[Subject, Records]:
        return self._parts(lambda r: r.subject)

    @cached_property
    def _by_enrolment(self) -> dict[str | None, Records]:
        return self._parts(lambda r: r.enrolment)

    def _parts(self, name: Callable[[Record], T]) -> dict[T, Records]:
        groups = _grouped((name(r), r) for r in self._every)
        return {n: self._part(found) for n, found in groups.items()}

    def _part(self, found: list[Record]) -> Records:
        """Some of these: in order already, and known for what they are."""
        ends, part = self._ends, Records.__new__(Records)
        own = {r.id: ends[r.id] for r in found if r.id in ends} if ends else NOTHING
        part._take(tuple(found), own, self._read)
        return part

    @cached_property
    def _kinds(self) -> dict[str, list[Record]]:
        return _grouped((r.kind, r) for r in self._all)

    @cached_property
    def _ids(self) -> dict[str, Record]:
        return {r.id: r for r in self._all}

    @cached_property
    def _none(self) -> Records:
        return Records((), kinds=self._read)

    @property
    def subjects(self) -> frozenset[Subject]:
        """Everybody and everything that they are about."""
        return frozenset(r.subject for r in self._all)


def _by_field(records: Iterable[Record], name: str) -> dict[Any, list[Record]]:
    """Records by the value of one field; a value that is itself a table finds nothing."""
    plain = (r for r in records if not isinstance(r.get(name), Mapping | list))
    return _grouped((r.get(name), r) for r in plain)


def _grouped(named: Iterable[tuple[T, Record]]) -> dict[T, list[Record]]:
    groups: dict[T, list[Record]] = {}
    for name, record in named:
        groups.setdefault(name, []).append(record)
    return groups


NO_RECORDS = Records(())


class Privacy(StrEnum):
    """How private one field of a record is."""

    NONE = "none"  # says nothing about a person by itself
    PERSONAL = "personal"  # about the person, ordinary
    SPECIAL = "special"  # could reveal health, belief, a family's trouble


class FieldType(StrEnum):
    """What a field of a record may hold."""

    CODE = "code"
    CODES = "codes"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"  # ISO 8601 with its offset from UTC
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    PERSON = "person"
    PEOPLE = "people"
    RECORD = "record"
    DOCUMENT = "document"
    TABLE = "table"  # a mapping of codes to codes or numbers
    STAGE = "stage"  # programme/stage
    TABLES = "tables"  # a list of such mappings


@dataclass(frozen=True, slots=True)
class Field:
    """One named value of a record kind; schema, form, API and case fields derive from it."""

    name: str
    type: FieldType = FieldType.CODE
    required: bool = False
    choices: tuple[str, ...] = ()
    default: Any = None
    privacy: Privacy = Privacy.PERSONAL
    says: str = ""
    least: int | None = None
    """The smallest number that it can be."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a fact may not be written: a code that cases name, and a sentence."""

    code: str
    reason: str
    records: tuple[str, ...] = ()


Check = Callable[[NewRecord, Records], Refusal | None]


def accept(_: NewRecord, __: Records) -> Refusal | None:
    """The check of a kind that refuses nothing of its own."""
    return None


def same_payload(payload: Mapping[str, Any], _: int) -> Mapping[str, Any]:
    """The upgrade of a kind that has had one version only."""
    return payload


@dataclass(frozen=True)
class RecordKind:
    """The declaration of a kind of fact.

    ``period`` says whether it holds over days (``first`` to ``last``) or on one. ``once`` marks
    what counts in one enrolment only (an hour); others count anywhere (a log, a register entry).
    ``entered_by`` names who may enter it on a form derived from its fields: ``learner``, ``tutor``.
    ``check`` is asked with the subject's records in force, before the site's lock is taken.
    ``upgrade(payload, version)`` gives an old version's payload, as JSON holds it, the newest
    shape. ``former`` are the fields of version 1 that are no more: where one of them is given, in a
    case for example, the whole is read as version 1 and upgraded.
    """

    name: str
    title: str
    fields: tuple[Field, ...] = ()
    subject: str = "person"
    version: int = 1
    period: bool = False
    enrolled: bool = False
    once: bool = False
    entered_by: tuple[str, ...] = ()
    check: Check = accept
    upgrade: Callable[[Mapping[str, Any], int], Mapping[str, Any]] = same_payload
    former: tuple[Field, ...] = ()

    @cached_property
    def shaped_fields(self) -> tuple[Field, ...]:
        """The fields that JSON cannot hold as they are: days and lists of codes."""
        shaped = (FieldType.DATE, FieldType.CODES, FieldType.PEOPLE)
        return tuple(f for f in self.fields if f.type in shaped)

    def people_named(self, new: NewRecord) -> dict[str, str]:
        """Everybody whom the fields of a fact of this kind name, each with the field."""
        named: dict[str, str] = {}
        for one in self.fields:
            held = new.payload.get(one.name)
            if held and one.type is FieldType.PERSON:
                named[held] = one.name
            elif held and one.type is FieldType.PEOPLE:
                named |= dict.fromkeys(held, one.name)
        return named

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return next((f for f in self.fields if f.name == name), None)

    def refuse(self, new: NewRecord, in_force: Records) -> Refusal | None:
        """Why a fact of this kind may not be written, whoever writes it: a period first, then its check."""
        if self.period and new.last is not None and new.last < new.first:
            return Refusal("dates", "The last day is before the first.")
        return self.check(new, in_force)


LONDON = ZoneInfo("Europe/London")


def moment(day: date) -> datetime:
    """The last instant of a London day, so that "as known on a day" means by its end."""
    return datetime.combine(day, time.max, LONDON).astimezone(UTC)
