"""Facts that a learner enters alone, on a form derived from the kind's fields (a reading note)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.domain.payloads import BadPayload, FieldProblem, read_payload
from lms.domain.policy import Actor
from lms.domain.records import RETRACTION, FieldType, NewRecord, Record, RecordKind, person
from lms.errors import BadInput, NotFound
from lms.services.check_writing import FAMILY_CODE, NotConfirmed
from lms.services.enrolments import Learning, as_it_stands, check_open, enrolled_fact, learning
from lms.services.look_through import look_at_notes
from lms.services.problem_at import ProblemAt, day_problems
from lms.services.recording import recording, writes
from lms.services.see_programme import own_record_kinds
from lms.services.site import Site, fact

FREE_TEXT = (FieldType.CODE, FieldType.DOCUMENT)


@dataclass(frozen=True, slots=True)
class RecordForm:
    """A kind of fact that a learner may enter, with what is on record so far, newest first."""

    of: Learning
    kind: RecordKind
    entered: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class NewFact:
    """What the learner gives: the day, or the first and last of a period, and the fields."""

    on: date
    fields: Mapping[str, Any]
    until: date | None = None
    confirmed: Collection[str] = ()


def record_form(site: Site, actor: Actor, enrolment: str, kind: str) -> RecordForm:
    """The form for a kind; NotFound where the programme has no such kind for learners to enter."""
    of = learning(site, actor, enrolment, "enter-own-record")
    found = next((k for k in own_record_kinds(site, of) if k.name == kind), None)
    if found is None:
        raise NotFound("Your version of the programme has nothing of that kind to enter.")
    return RecordForm(of, found, tuple(reversed(of.own.of(kind))))


@writes
def enter_record(
    site: Site, actor: Actor, enrolment: str, kind: str, new: NewFact, key: str | None = None
) -> str:
    """Record the fact and give its id.

    BadInput names each field that is wrong, NotConfirmed what could identify somebody, Refused
    what the kind's own rule does not allow.
    """
    form = record_form(site, actor, enrolment, kind)
    problems = [*_date_problems(form.kind, new, site.today()), *_field_problems(form.kind, new)]
    if problems:
        raise BadInput(f"This {form.kind.title.lower()} cannot be kept yet.", problems)
    _require_confirmed(site, form, new)
    asked = {"enrolment": enrolment, "kind": kind, "on": new.on, "fields": dict(new.fields)}
    with recording(site, actor) as writer:

        def enter() -> dict[str, str]:
            check_open(as_it_stands(form.of, writer), site.today())
            fields = {
                name: writer.document(person(form.of.enrolment.person), value)
                if _is(form.kind, name, FieldType.DOCUMENT)
                else value
                for name, value in new.fields.items()
                if value not in ("", None)
            }
            return {"record": writer.append(_fact(form, new, fields)).id}

        return str(writer.answer_once(key, asked, enter)["record"])


def _fact(form: RecordForm, new: NewFact, fields: Mapping[str, Any]) -> NewRecord:
    return enrolled_fact(
        form.of,
        form.kind.name,
        new.on,
        until=new.until,
        **fields,
    )


def _is(kind: RecordKind, name: str, *types: FieldType) -> bool:
    field = kind.field(name)
    return field is not None and field.type in types


def _date_problems(kind: RecordKind, new: NewFact, today: date) -> list[FieldProblem]:
    if not kind.period and new.on > today:
        return [FieldProblem("on", "The day cannot lie ahead.")]
    days = [("on", new.on), *([("until", new.until)] if kind.period and new.until else [])]
    found = [FieldProblem(p.field, p.what) for name, day in days for p in _meant(name, day)]
    if not found and kind.period and new.until is not None and new.until < new.on:
        return [FieldProblem("until", "The last day is before the first.")]
    return found


def _meant(field: str, day: date) -> list[ProblemAt]:
    return day_problems(field, day, "the day" if field == "on" else "the last day")


def _field_problems(kind: RecordKind, new: NewFact) -> tuple[FieldProblem, ...]:
    try:
        read_payload(kind, new.fields)
    except BadPayload as bad:
        return bad.problems
    family = str(new.fields.get("family") or "")
    if family and not FAMILY_CODE.fullmatch(family):
        return (FieldProblem("family", "Give a code of your own: F and a number, such as F1."),)
    return ()


def _require_confirmed(site: Site, form: RecordForm, new: NewFact) -> None:
    texts = {
        field.name: str(new.fields.get(field.name) or "")
        for field in form.kind.fields
        if field.type in FREE_TEXT and not field.choices
    }
    warnings = look_at_notes(site, form.of, texts, new.confirmed)
    if warnings:
        raise NotConfirmed(warnings)


@writes
def take_back_record(site: Site, actor: Actor, enrolment: str, kind: str, record: str) -> None:
    """Take back a fact that one entered oneself."""
    form = record_form(site, actor, enrolment, kind)
    with recording(site, actor) as writer:
        now = as_it_stands(form.of, writer)
        found = now.own.by_id(record)
        if found is None or found.kind != kind or found.recorded_by != actor.person:
            raise NotFound("There is nothing of yours to take back under this address.")
        writer.append(
            fact(now.subject, RETRACTION, site.today(), enrolment=enrolment, replaces=record)
        )
