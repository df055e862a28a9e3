"""Asking that a signed entry is corrected, or taken back, and why; whoever signed it answers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from lms.domain.calendar import in_words
from lms.domain.payloads import FieldProblem
from lms.domain.policy import Actor
from lms.domain.records import RETRACTION, Record, Refusal
from lms.domain.signed_entries import (
    Correction,
    State,
    corrections,
    signatures_on,
    standing_entry,
)
from lms.domain.signers import BY_AGENCY_FORM
from lms.errors import BadInput, NotFound, Refused
from lms.services.enrolments import Learning, as_it_stands, check_open, enrolled_fact, learning
from lms.services.log_hours import require_confirmed
from lms.services.people import people
from lms.services.practice_entry import PracticeEntry, entry_problems
from lms.services.recording import recording, writes
from lms.services.signing_links import issue_link, rests
from lms.services.site import Site, fact
from lms.store import signing_links
from lms.store.writer import Writer

ACT = "ask-for-correction"
LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """The entry as it should be, and why; without a kind of practice it stays what was signed."""

    entry: PracticeEntry
    reason: str


@writes
def ask_for_correction(
    site: Site,
    actor: Actor,
    enrolment: str,
    entry: str,
    wanted: Wanted,
    *,
    confirmed: Collection[str] = (),
    key: str | None = None,
) -> str:
    """Ask whoever signed an entry of one's own to sign what it should be; gives the correction's id.

    The entry counts on as it was signed until they have. BadInput names each field that cannot be
    meant, NotConfirmed what could identify somebody; Refused where nobody has signed the entry, a
    correction of it waits already, or its time is taken.
    """
    of = learning(site, actor, enrolment, ACT)
    signed = entry_to_correct(of, entry)
    meant = _of_kind(wanted.entry, signed)
    found = entry_problems(of, meant, site.today())
    if meant.category == signed.get("category"):
        found = [p for p in found if p.field != "category"]
    problems = found + _reason_problems(wanted.reason)
    if problems:
        raise BadInput("This correction cannot be asked for yet.", problems)
    meant = meant.settle()
    _require_named(site, of, signed, meant)
    require_confirmed(site, of, f"{meant.note}\n{wanted.reason}", confirmed)
    asked = {"correct": entry, "entry": meant, "reason": wanted.reason}
    with recording(site, actor) as writer:
        answer = writer.answer_once(
            key, asked, lambda: {"record": _ask(site, writer, of, entry, meant, wanted.reason)}
        )
    return str(answer["record"])


def _of_kind(entry: PracticeEntry, signed: Record) -> PracticeEntry:
    """The entry with the kind that was signed, unless it names another."""
    if entry.category not in ("", signed.get("category")):
        return entry
    form = entry.form or signed.get("form") or ""
    return replace(entry, category=signed.get("category"), form=form)


@writes
def ask_to_take_back(
    site: Site,
    actor: Actor,
    enrolment: str,
    entry: str,
    reason: str,
    *,
    confirmed: Collection[str] = (),
    key: str | None = None,
) -> str:
    """Ask whoever signed an entry of one's own to sign that it is taken back altogether.

    It counts on until they have, as with any correction; gives the correction's id.
    """
    of = learning(site, actor, enrolment, ACT)
    entry_to_correct(of, entry)
    problems = _reason_problems(reason)
    if problems:
        raise BadInput("This cannot be asked for yet.", problems)
    require_confirmed(site, of, reason, confirmed)
    asked = {"take back": entry, "reason": reason}
    with recording(site, actor) as writer:
        answer = writer.answer_once(
            key, asked, lambda: {"record": _ask(site, writer, of, entry, None, reason)}
        )
    return str(answer["record"])


def entry_to_correct(of: Learning, identity: str) -> Record:
    """A signed entry of the enrolment; NotFound where there is none that stands."""
    found = standing_entry(of.own, identity)
    if found is None:
        raise NotFound("This entry is no longer on record; it may have been changed already.")
    return found


def _reason_problems(reason: str) -> list[FieldProblem]:
    if not reason.strip():
        return [FieldProblem("reason", "Say why, so that whoever signs can judge it.")]
    if len(reason) > LONGEST_REASON:
        return [FieldProblem("reason", f"A reason has at most {LONGEST_REASON:,} characters.")]
    return []


def _require_named(site: Site, of: Learning, signed: Record, meant: PracticeEntry) -> None:
    """Refused where a signer could not sign the new day: the hours would be lost by it."""
    for signature in signatures_on(signed.id, of.own):
        role, who = signature.get("role"), signature.get("signer")
        forms = of.own.of("agency-form", supervisor=who)
        named = any(f.covers(meant.on) and role in (f.get("roles") or ()) for f in forms)
        if role in BY_AGENCY_FORM and not named:
            known = people(site.session(), [who]).get(who)
            name = known.name if known else "whoever signed it"
            reason = f"No accepted agency form names {name} on {in_words(meant.on)}."
            raise Refused(Refusal("no-agency-form", reason, (signed.id,)))


def _ask(
    site: Site, writer: Writer, of: Learning, entry: str, meant: PracticeEntry | None, reason: str
) -> str:
    now = as_it_stands(of, writer)
    check_open(now, site.today())
    signed = entry_to_correct(now, entry)
    wanted = _fields(writer, signed, meant) if meant else _taken_back(signed)
    wanted["reason"] = writer.document(of.subject, reason.strip())
    new = enrolled_fact(now, "correction", site.today(), entry=entry, **wanted)
    record = writer.append(new)
    own = writer.about(of.subject).in_enrolment(of.enrolment.id)
    for signer in dict.fromkeys(s.get("signer") for s in signatures_on(entry, own)):
        last = signing_links.newest(writer.session, of.enrolment.person).get(signer)
        if last is None or not rests(site, last):
            issue_link(writer, signer, of.enrolment.person, of.enrolment.id)
    return record.id


def _taken_back(signed: Record) -> dict[str, Any]:
    return {"day": signed.on, "minutes": signed.get("minutes"), "taken_back": True}


def _fields(writer: Writer, signed: Record, meant: PracticeEntry) -> dict[str, Any]:
    """What the entry should be; its kind only where that is to change."""
    kinds = (signed.get("category"), signed.get("form") or "")
    other = (meant.category, meant.form) != kinds
    return {
        "day": meant.on,
        "category": meant.category if other else None,
        "form": (meant.form or None) if other else None,
        "start": meant.start or None,
        "end": meant.end or None,
        "next_day": meant.next_day or None,
        "minutes": meant.length,
        "direct": meant.direct,
        "with": meant.with_whom or None,
        "family": meant.family or None,
        "online": meant.online or None,
        "note": writer.document(signed.subject, meant.note) if meant.note.strip() else None,
    }


@writes
def take_back_correction(site: Site, actor: Actor, enrolment: str, correction: str) -> None:
    """Take back a correction that still waits; the entry stays as it was signed."""
    of = learning(site, actor, enrolment, ACT)
    with recording(site, actor) as writer:
        _waiting(as_it_stands(of, writer), correction)
        writer.append(
            fact(of.subject, RETRACTION, site.today(), enrolment=enrolment, replaces=correction)
        )


def _waiting(of: Learning, identity: str) -> Correction:
    found = next((c for c in corrections(of.own) if c.record.id == identity), None)
    if found is None:
        raise NotFound("There is no such correction of yours; it may have been taken back.")
    if found.state is not State.WAITS:
        reason = "This correction has been answered, so it can no longer be taken back."
        raise Refused(Refusal("answered", reason, (identity,)))
    return found
