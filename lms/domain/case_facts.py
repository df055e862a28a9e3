"""The facts of a case as the records of a ledger: dated, in order, checked like anybody's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from lms.domain.acceptance import ended
from lms.domain.assessment.policies import CORE_MARKING
from lms.domain.assessment.policy import MarkingRules
from lms.domain.case import Case, CaseProblem, Told
from lms.domain.evidence import RequirementKind, enrolments_of
from lms.domain.payloads import BELOW_LEAST, BadPayload, read_payload
from lms.domain.programme import Programme
from lms.domain.records import (
    NO_RECORDS,
    FieldType,
    NewRecord,
    Record,
    RecordKind,
    Records,
    Refusal,
    Subject,
    moment,
)
from lms.domain.records import person as person_subject
from lms.domain.refusals.setting import Setting
from lms.domain.refusals.table import refusal_of
from lms.domain.standing import Catalogue, catalogue_of

OWN_WORDS = frozenset(
    {"on", "from", "until", "known", "who", "kind", "id", "enrolment", "replaces", "repeat"}
)
"""What a case says of a fact beside the fields of its kind."""


class Unclear(Exception):
    """A fact cannot be understood; the message says why and what to write."""


class Unwritable(Exception):
    """A fact is understood, and no site would take it; ``refusal`` says why."""

    def __init__(self, refusal: Refusal):
        super().__init__(refusal.reason)
        self.refusal = refusal


def no_kinds(_: Programme) -> Mapping[str, RequirementKind]:
    """No kind of requirement is known."""
    return {}


@dataclass(frozen=True, slots=True)
class _Copy:
    """One fact to be written: of a repeated one, the copy of that number, counted from 1."""

    told: Told
    fields: Mapping[str, Any]
    known: date
    number: int | None = None


@dataclass
class CaseLedger:
    """The records of a case so far; what could not be written is among the problems."""

    case: Case
    programmes: Mapping[str, Programme]
    kinds: Mapping[str, RecordKind]
    written: list[Record] = field(default_factory=list)
    problems: list[CaseProblem] = field(default_factory=list)
    marking: MarkingRules = CORE_MARKING
    requirement_kinds: Callable[[Programme], Mapping[str, RequirementKind]] = no_kinds
    _so_far: Records = NO_RECORDS

    @property
    def programme(self) -> Programme:
        """The programme that the case is about."""
        return self.programmes[self.case.programme]

    def write_all(self) -> None:
        """Write every fact, in the order in which they became known, then as the file has them."""
        copies: list[_Copy] = []
        for told in self.case.facts:
            try:
                copies += _copies(told)
            except Unclear as fault:
                self.problems.append(CaseProblem(told.line, str(fault)))
        for copy in sorted(copies, key=lambda c: c.known):
            self._write(copy)

    def _write(self, copy: _Copy) -> None:
        try:
            self._refuse_a_second(_identity(copy))
            new = self._shape(copy)
            refusal = self._refusal(new, self._so_far, copy.known)
        except Unclear as fault:
            self.problems.append(CaseProblem(copy.told.line, str(fault)))
            return
        except Unwritable as fault:
            refusal = fault.refusal
        if refusal is not None:
            what = f"refused ({refusal.code}): {refusal.reason}"
            self.problems.append(CaseProblem(copy.told.line, what))
            return
        self.written.append(
            Record(
                position=len(self.written) + 1,
                id=new.id or f"record.{len(self.written) + 1}",
                subject=new.subject,
                kind=new.kind,
                version=self.kinds[new.kind].version,
                first=new.first,
                last=new.last,
                recorded=moment(copy.known),
                recorded_by="case",
                payload=new.payload,
                enrolment=new.enrolment,
                curriculum=self.programme.key,
                replaces=new.replaces,
            )
        )
        self._so_far = Records(self.written)

    def _refuse_a_second(self, identity: str | None) -> None:
        if identity is not None and identity in {r.id for r in self.written}:
            raise Unclear(f'the id "{identity}" is used already; give this one another')

    def try_writing(self, told: Told) -> Refusal | None:
        """Why a fact would be refused, by what was known on the day it became known."""
        if told.get("repeat") is not None:
            raise Unclear('a fact that is refused is told once: leave out "repeat"')
        (copy,) = _copies(told)
        known = Records(self.written, moment(copy.known))
        try:
            return self._refusal(self._shape(copy), known, copy.known)
        except Unwritable as fault:
            return fault.refusal

    def _refusal(self, new: NewRecord, known: Records, today: date) -> Refusal | None:
        if new.replaces is not None:
            replaced = known.by_id(new.replaces)
            if replaced is None:
                raise Unclear(f'what it replaces, "{new.replaces}", is no longer in force')
            if self.kinds[new.kind].subject != "any" and replaced.kind != new.kind:
                raise Unclear(f"a {replaced.kind} can only be replaced by another {replaced.kind}")
        kind = self.kinds[new.kind]
        if kind.enrolled and new.enrolment is None:
            return kind.refuse(new, known.about(new.subject))
        return refusal_of(new, kind, self._setting(new, known, today))

    def _setting(self, new: NewRecord, known: Records, today: date) -> Setting:
        """Among what a fact is told: the version that it is under, and all that is known by then."""
        own = known.about(new.subject)
        enrolment = next((e for e in enrolments_of(own) if e.id == new.enrolment), None)
        programme = self.programmes.get(enrolment.key) if enrolment else self._about(new)
        programme = programme or self.programme
        catalogue = self._catalogue
        return Setting(
            today=today,
            programme=programme,
            records=own,
            others=known,
            enrolment=enrolment,
            marking=self.marking,
            kinds=self.requirement_kinds(programme),
            published=frozenset(catalogue.stages),
            level_of=catalogue.level_of,
            told_in_part=True,
        )

    def _about(self, new: NewRecord) -> Programme:
        """The programme that a fact about a cohort belongs to, by the stage or work that it names."""
        named = str(new.get("stage") or new.get("programme") or "").partition("/")[0]
        has = (p for p in self.programmes.values() if _has_work(p, new.get("assessment")))
        return self.programmes.get(named) or next(has, self.programme)

    @cached_property
    def _catalogue(self) -> Catalogue:
        """Every stage of the programmes that the case may speak of."""
        return catalogue_of(tuple(p for name, p in self.programmes.items() if "@" not in name))

    def _shape(self, copy: _Copy) -> NewRecord:
        name = copy.fields.get("kind")
        kind = self.kinds.get(name) if isinstance(name, str) else None
        if kind is None:
            raise Unclear(f'"{name}" is no kind of fact{_near(str(name), self.kinds)}')
        subject = self._subject(copy.fields, kind)
        enrolment = self._enrolment(copy.fields, kind, subject)
        first, last = _days(copy.fields, kind)
        return NewRecord(
            subject=subject,
            kind=kind.name,
            first=first,
            last=last,
            payload=self._payload(copy, kind),
            enrolment=enrolment,
            replaces=self._named(copy.fields.get("replaces"), copy),
            id=_identity(copy),
        )

    def _subject(self, fields: Mapping[str, Any], kind: RecordKind) -> Subject:
        if kind.subject not in ("person", "any"):
            return Subject(kind.subject, str(fields.get(kind.subject) or ""))
        return person_subject(self.person(fields.get("who")))

    def person(self, name: Any) -> str:
        """A person of the case; without a name, the one whom the case is about."""
        named = self.case.who if name is None else name
        if named is None:
            raise Unclear('it does not say who: write "who: …", here or in the front matter')
        if named not in self.case.people:
            near = _near(str(named), self.case.people)
            raise Unclear(f'"{named}" is not among the people of the front matter{near}')
        return str(named)

    def _payload(self, copy: _Copy, kind: RecordKind) -> Mapping[str, Any]:
        own = OWN_WORDS | ({kind.subject} if kind.subject not in ("person", "any") else set())
        given = {k: v for k, v in copy.fields.items() if k not in own}
        for each in kind.fields:
            value = given.get(each.name)
            if value is None:
                continue
            if each.type is FieldType.STAGE and isinstance(value, str) and "/" not in value:
                given[each.name] = f"{self.programme.id}/{value}"
            elif each.type is FieldType.RECORD:
                given[each.name] = self._named(value, copy)
            elif each.type is FieldType.PERSON:
                self.person(value)
        try:
            return read_payload(kind, {**self._usual(copy.fields, kind), **given})
        except BadPayload as fault:
            if {p.code for p in fault.problems} == {BELOW_LEAST}:
                raise Unwritable(Refusal("below-least", str(fault))) from None
            raise Unclear(str(fault)) from None

    def _usual(self, fields: Mapping[str, Any], kind: RecordKind) -> dict[str, Any]:
        """What a case may leave out because it goes without saying."""
        if kind.name == "enrolment":
            return self._usual_enrolment(str(fields.get("programme") or self.programme.id))
        day = {"registration": "checked", "interruption": "approved"}.get(kind.name)
        return {day: fields["on"]} if day and fields.get("on") else {}

    def _usual_enrolment(self, identity: str) -> dict[str, Any]:
        programme = self.programmes.get(identity)
        if programme is None:
            known = [name for name in self.programmes if "@" not in name]
            raise Unclear(f'no programme "{identity}" is known{_near(identity, known)}')
        admissions = {s.enrolment for s in programme.stages}
        only = {"admission": next(iter(admissions))} if len(admissions) == 1 else {}
        return {"programme": programme.id, "version": programme.version, **only}

    def _named(self, name: Any, copy: _Copy) -> str | None:
        """The id of a record of the case; within copies, that of the copy of the same number."""
        if name is None:
            return None
        ids = {r.id for r in self.written}
        numbered = f"{name}.{copy.number}"
        if copy.number is not None and numbered in ids:
            return numbered
        if name in ids:
            return str(name)
        if f"{name}.1" in ids:
            raise Unclear(f'"{name}" was repeated: write "{name}.1" for the first of them')
        raise Unclear(f'no record known by then has the id "{name}"{_near(str(name), ids)}')

    def _enrolment(
        self, fields: Mapping[str, Any], kind: RecordKind, subject: Subject
    ) -> str | None:
        named = fields.get("enrolment")
        about = self._so_far.about(subject)
        if named is not None:
            opening = about.by_id(str(named))
            if opening is None or opening.kind != "enrolment":
                raise Unclear(f'"{named}" is the id of no enrolment of {subject.id}')
            return opening.id
        if not kind.enrolled:
            return None
        elsewhere = self._programme_of(fields)
        if elsewhere != self.programme.id:
            there = about.of("enrolment", programme=elsewhere)
            return there[-1].id if there else None  # another provider's, which counts anywhere
        here = about.of("enrolment", programme=self.programme.id)
        if not here and not self._is_ever_enrolled(subject):
            return None  # enough for what counts anywhere: an award, a completed level
        if not here:
            raise Unclear(f"{subject.id} is not enrolled on {self.programme.id} by then")
        still = [e for e in here if not ended(about.in_enrolment(e.id), date.max)] or here
        if len(still) == 1:
            return still[0].id
        said = ", ".join(e.id for e in still)
        raise Unclear(
            f'write "enrolment: …": {subject.id} has {said} open on {self.programme.id} by then'
        )

    def _programme_of(self, fields: Mapping[str, Any]) -> str:
        """The programme whose stage a fact names in full; else the case's."""
        programme, _, stage = str(fields.get("stage") or "").partition("/")
        return programme if stage else self.programme.id

    def _is_ever_enrolled(self, subject: Subject) -> bool:
        return any(
            told.get("kind") == "enrolment"
            and told.get("who", self.case.who) == subject.id
            and told.get("programme") in (None, self.programme.id)
            for told in self.case.facts
        )


def _has_work(programme: Programme, assessment: object) -> bool:
    named = str(assessment)
    return assessment is not None and any(s.assessment(named) for s in programme.stages)


def _copies(told: Told) -> Iterator[_Copy]:
    """A fact, or as many of it as ``repeat`` says, each some days after the last."""
    repeat = told.get("repeat")
    if repeat is None:
        yield _Copy(told, told.fields, _known(told.fields))
        return
    times, every = _whole(repeat, "times"), _whole(repeat, "every")
    for n in range(times):
        fields = {**told.fields, **_later(told.fields, timedelta(days=n * every))}
        if repeat.get("count"):
            fields[str(repeat["count"])] = n + 1
        yield _Copy(told, fields, _known(fields), n + 1)


def _whole(repeat: Any, name: str) -> int:
    value = repeat.get(name) if isinstance(repeat, Mapping) else None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1000:
        raise Unclear(
            f'"repeat" needs "{name}", a whole number: {{times: 13, every: 14, count: day}}'
        )
    return value


def _later(fields: Mapping[str, Any], by: timedelta) -> dict[str, date]:
    names = ("on", "from", "until", "known")
    try:
        return {n: fields[n] + by for n in names if isinstance(fields.get(n), date)}
    except OverflowError:
        raise Unclear('"repeat" goes beyond the year 9999') from None


def _known(fields: Mapping[str, Any]) -> date:
    for name in ("known", "on", "from"):
        if fields.get(name) is not None:
            return _day(fields, name)
    raise Unclear('it has no day: write "on: 2026-03-01", or "from" for a period')


def _day(fields: Mapping[str, Any], name: str) -> date:
    value = fields[name]
    if not isinstance(value, date):
        raise Unclear(f'"{name}" is {value!r}; write a day such as 2026-03-01')
    return value


def _days(fields: Mapping[str, Any], kind: RecordKind) -> tuple[date, date | None]:
    begins = "from" if fields.get("from") is not None else "on"
    if fields.get(begins) is None:
        raise Unclear('it has no day: write "on: 2026-03-01", or "from" for a period')
    first = _day(fields, begins)
    until = _day(fields, "until") if fields.get("until") is not None else None
    if not kind.period and (begins == "from" or until is not None):
        raise Unclear(f'a {kind.name} happens on one day: write "on", not "from" and "until"')
    return first, until if kind.period else first


def _identity(copy: _Copy) -> str | None:
    name = copy.fields.get("id")
    if name is None:
        return None
    return str(name) if copy.number is None else f"{name}.{copy.number}"


def _near(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), 1)
    return f'; did you mean "{close[0]}"?' if close else ""
