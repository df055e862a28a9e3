"""Logging practice: one stretch of time, one entry; and putting right what nobody has signed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from lms.domain.policy import Actor
from lms.domain.records import RETRACTION, NewRecord, Record, person
from lms.domain.refusals.of_practice import why_signed
from lms.domain.signed_entries import standing_entry
from lms.errors import BadInput, NotFound, Refused
from lms.services.check_writing import NotConfirmed
from lms.services.enrolments import Learning, as_it_stands, check_open, enrolled_fact, learning
from lms.services.look_through import look_at_notes
from lms.services.practice_entry import CLINIC, SUPERVISION_GIVEN, PracticeEntry, entry_problems
from lms.services.recording import recording, writes
from lms.services.site import Site, fact
from lms.store.writer import Writer


@writes
def log_hours(
    site: Site,
    actor: Actor,
    enrolment: str,
    entry: PracticeEntry,
    *,
    replaces: str | None = None,
    confirmed: Collection[str] = (),
    key: str | None = None,
) -> str:
    """Record an entry, or put one right that nobody has signed; gives the id of the record.

    BadInput names each field that cannot be meant; NotConfirmed where the note could identify
    somebody; Refused where the time is already taken, with the id of the entry that has it.
    """
    of = learning(site, actor, enrolment, "log-hours")
    problems = entry_problems(of, entry, site.today())
    if problems:
        raise BadInput("This entry cannot be kept yet.", problems)
    entry = entry.settle()
    require_confirmed(site, of, entry.note, confirmed)
    asked = {"enrolment": enrolment, "entry": entry, "replaces": replaces}
    with recording(site, actor) as writer:
        answer = writer.answer_once(
            key, asked, lambda: {"record": _record(site, writer, of, entry, replaces)}
        )
    return str(answer["record"])


def require_confirmed(site: Site, of: Learning, note: str, confirmed: Collection[str]) -> None:
    """NotConfirmed where a text holds passages that could identify somebody, not yet looked at."""
    warnings = look_at_notes(site, of, {"note": note}, confirmed)
    if warnings:
        raise NotConfirmed(warnings)


def _record(
    site: Site, writer: Writer, of: Learning, entry: PracticeEntry, replaces: str | None
) -> str:
    now = as_it_stands(of, writer)
    check_open(now, site.today())
    if replaces is not None:
        _unsigned_entry(now, replaces)
    note = writer.document(person(of.enrolment.person), entry.note) if entry.note.strip() else None
    return writer.append(_fact(now, entry, note, replaces)).id


def _fact(of: Learning, entry: PracticeEntry, note: str | None, replaces: str | None) -> NewRecord:
    given = entry.category == SUPERVISION_GIVEN
    fields: dict[str, Any] = {
        "category": entry.category,
        "start": entry.start or None,
        "end": entry.end or None,
        "next_day": entry.next_day or None,
        "minutes": entry.length,
        "direct": entry.direct if entry.category == CLINIC else None,
        "form": entry.form or None if given else None,
        "with": entry.with_whom or None if given else None,
        "family": entry.family or None,
        "online": entry.online or None,
        "note": note,
    }
    return enrolled_fact(
        of,
        "hours",
        entry.on,
        replaces=replaces,
        **fields,
    )


def _unsigned_entry(of: Learning, identity: str) -> Record:
    found = standing_entry(of.own, identity)
    if found is None:
        raise NotFound("This entry is no longer on record; it may have been changed already.")
    signed = why_signed(found, of.own)
    if signed:
        raise Refused(signed)
    return found


@writes
def take_back_hours(site: Site, actor: Actor, enrolment: str, entry: str) -> None:
    """Take back an entry of one's own that nobody has signed."""
    of = learning(site, actor, enrolment, "log-hours")
    with recording(site, actor) as writer:
        _unsigned_entry(as_it_stands(of, writer), entry)
        writer.append(
            fact(of.subject, RETRACTION, site.today(), enrolment=enrolment, replaces=entry)
        )
