"""What becomes of a practice entry once it is signed: reversals, corrections, objections, addenda."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lms.domain.records import NewRecord, Record, Records, Refusal

DECLINED = "declined"
UPHELD, DISMISSED = "upheld", "dismissed"


def in_force(entries: Iterable[Record], reversals: Iterable[Record]) -> list[Record]:
    """The entries that stand: not reversed, and of those that correct another, once it is reversed."""
    gone = {r.get("entry") for r in reversals}
    return [
        e
        for e in entries
        if e.id not in gone and (not e.get("corrects") or e.get("corrects") in gone)
    ]


def entries_of(own: Records) -> list[Record]:
    """The practice entries that stand among some records, in ledger order."""
    return in_force(own.of("hours"), own.of("reversal"))


def standing_entry(own: Records, identity: str | None) -> Record | None:
    """An entry by its id, if it stands."""
    found = own.by_id(identity)
    return found if found is not None and found in entries_of(own) else None


def decision_on(objection: Record, records: Iterable[Record]) -> Record | None:
    """The tutor's decision on an objection among some decisions, once there is one."""
    return next((d for d in records if d.get("objection") == objection.id), None)


def is_upheld(signature: Record, own: Records) -> bool:
    """Whether a tutor upheld the signer's objection: the signature then no longer counts."""
    decisions = own.of("objection-decision")
    found = (decision_on(o, decisions) for o in own.of("objection", signature=signature.id))
    return any(d is not None and d.get("outcome") == UPHELD for d in found)


def open_objection(signature: Record, own: Records) -> Record | None:
    """The objection to a signature that no tutor has decided yet."""
    decisions = own.of("objection-decision")
    found = own.of("objection", signature=signature.id)
    return next((o for o in found if decision_on(o, decisions) is None), None)


def signatures_on(entry: str, own: Records) -> list[Record]:
    """The signatures by which an entry is signed, in ledger order: what was declined is none."""
    given = own.of("signature", entry=entry)
    return [s for s in given if s.get("decision") != DECLINED and not is_upheld(s, own)]


class State(StrEnum):
    """Where a correction stands; one that was overtaken can no longer be signed."""

    WAITS = "waits"
    SIGNED = "signed"
    DECLINED = "declined"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction that was asked for, the entry as it was signed, and who is to sign it still."""

    record: Record
    entry: Record
    state: State
    signers: tuple[tuple[str, str], ...] = ()
    """Whoever signed the entry, each with the role."""
    answers: tuple[Record, ...] = ()

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """The signers, each with the role, who have not answered yet."""
        given = {(a.get("signer"), a.get("role")) for a in self.answers}
        return tuple(s for s in self.signers if s not in given)


def corrections(own: Records) -> tuple[Correction, ...]:
    """Every correction that was asked for of an entry still on record, in ledger order."""
    asked = ((r, own.by_id(r.get("entry"))) for r in own.of("correction"))
    return tuple(_correction(record, entry, own) for record, entry in asked if entry)


def _correction(record: Record, entry: Record, own: Records) -> Correction:
    answers = tuple(own.of("correction-answer", correction=record.id))
    if own.of("reversal", correction=record.id):
        return Correction(record, entry, State.SIGNED, answers=answers)
    if any(a.get("decision") == DECLINED for a in answers):
        return Correction(record, entry, State.DECLINED, answers=answers)
    signed = signatures_on(entry.id, own)
    if not signed or standing_entry(own, entry.id) is None:
        return Correction(record, entry, State.OVERTAKEN, answers=answers)
    who = tuple(dict.fromkeys((s.get("signer"), s.get("role")) for s in signed))
    return Correction(record, entry, State.WAITS, who, answers)


def open_corrections(own: Records) -> tuple[Correction, ...]:
    """Those that wait for a signer's answer."""
    return tuple(c for c in corrections(own) if c.state is State.WAITS)


def open_on(entry: str, own: Records) -> Correction | None:
    """The correction of an entry that waits, if there is one."""
    return next((c for c in open_corrections(own) if c.record.get("entry") == entry), None)


def to_answer(signer: str, own: Records) -> tuple[tuple[Correction, str], ...]:
    """The corrections that wait for one signer, each with the role in which to answer."""
    return tuple(
        (c, role) for c in open_corrections(own) for who, role in c.missing if who == signer
    )


AMOUNTS = ("start", "end", "next-day", "minutes", "direct", "with", "family", "online", "note")


def corrected(correction: NewRecord | Record, entry: Record) -> NewRecord | None:
    """The entry as a correction would have it; None where it is to be taken back altogether.

    The kind of practice stays what was signed, unless the correction names another.
    """
    if correction.get("taken-back"):
        return None
    kinds = correction if correction.get("category") else entry
    given = {name: correction.get(name) for name in AMOUNTS if correction.get(name) is not None}
    kept = {name: kinds.get(name) for name in ("category", "form") if kinds.get(name)}
    day = correction.get("day")
    payload = {**kept, **given, "corrects": entry.id}
    return NewRecord(entry.subject, "hours", day, day, payload, entry.enrolment, entry.curriculum)


def check_answer(new: NewRecord, records: Records) -> Refusal | None:
    """A correction is answered once by each who signed the entry, in the same role."""
    found = next((c for c in corrections(records) if c.record.id == new.get("correction")), None)
    if found is None or (new.get("signer"), new.get("role")) not in found.missing:
        return Refusal("not-waiting", "This correction does not wait for this signer.")
    return None


def check_reversal(new: NewRecord, records: Records) -> Refusal | None:
    """A signed entry is reversed by a correction that everybody who signed the entry has signed."""
    found = next(
        (c for c in open_corrections(records) if c.record.id == new.get("correction")), None
    )
    if found is None or found.missing or found.record.get("entry") != new.get("entry"):
        reason = "An entry is reversed only by a correction that all who signed it have signed."
        return Refusal("not-signed-yet", reason)
    return None


def check_addendum(new: NewRecord, records: Records) -> Refusal | None:
    """An addendum goes with an entry that stands and is signed; any other is changed instead."""
    entry = standing_entry(records, new.get("entry"))
    if entry is None:
        return Refusal("no-entry", "The entry is not on record; it may have been changed.")
    if not signatures_on(entry.id, records):
        return Refusal(
            "unsigned-entry", "Nobody has signed this entry, so it can be changed itself."
        )
    return None


def check_objection(new: NewRecord, records: Records) -> Refusal | None:
    """A signer objects once to a signature that was given in his or her name."""
    signature = records.by_id(new.get("signature"))
    if signature is None or signature.kind != "signature" or signature.get("decision") == DECLINED:
        return Refusal("no-signature", "There is no such signature on record.")
    if records.of("objection", signature=signature.id):
        reason = "This signature has been objected to already; a tutor decides about it once."
        return Refusal("objected-already", reason)
    return None


def check_objection_decision(new: NewRecord, records: Records) -> Refusal | None:
    """An objection is decided once."""
    objection = records.by_id(new.get("objection"))
    if objection is None or objection.kind != "objection":
        return Refusal(
            "no-objection", "The objection is not on record; it may have been taken back."
        )
    if decision_on(objection, records.of("objection-decision")):
        return Refusal("decided", "A tutor has decided about this objection already.")
    return None
