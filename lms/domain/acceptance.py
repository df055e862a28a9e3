"""What may not be written: signatures without an entry, second enrolments, breaks that overlap."""

from __future__ import annotations

from datetime import date

from lms.domain.latest import latest_by_day
from lms.domain.records import NewRecord, Records, Refusal
from lms.domain.signed_entries import is_upheld, standing_entry


def check_signature(new: NewRecord, records: Records) -> Refusal | None:
    """A signature is on an entry that is in force, once per signer and role."""
    entry = standing_entry(records, new.get("entry"))
    if entry is None:
        return Refusal("no-entry", "The entry to sign is not on record; it may have been changed.")
    if new.on < entry.on:
        return Refusal("too-early", "An entry cannot be signed before the day of its session.")
    if new.get("signer") == new.subject.id and new.get("role") != "learner":
        return Refusal("own-signature", "Nobody can sign his or her own practice.")
    for other in records.of("signature", entry=entry.id, role=new.get("role")):
        if other.get("signer") == new.get("signer") and not (
            other.id == new.replaces or is_upheld(other, records)
        ):
            return Refusal("already-signed", "You have already answered this entry.", (other.id,))
    return None


def check_enrolment(new: NewRecord, records: Records) -> Refusal | None:
    """Nobody is enrolled twice on the same admission while the first is open."""
    for other in records.of(
        "enrolment", programme=new.get("programme"), admission=new.get("admission")
    ):
        if other.id != new.replaces and not ended(records.in_enrolment(other.id), new.on):
            reason = (
                "This person already has an open enrolment on it; withdraw or complete it first."
            )
            return Refusal("already-enrolled", reason, (other.id,))
    return None


def ended(own: Records, day: date) -> bool:
    """Whether an enrolment has come to its end by a day: left, failed for good, complete or awarded."""
    decided = latest_by_day(own.of("board-outcome"))
    final = decided is not None and decided.get("outcome") in ("complete", "failed")
    left = any(r.on <= day for r in own.of("withdrawal"))
    return final or left or bool(own.of("award"))


def check_interruption(new: NewRecord, records: Records) -> Refusal | None:
    """Breaks do not overlap one another, and none is approved after it began (8a.20)."""
    approved, corrected = new.get("approved"), records.by_id(new.replaces)
    earlier = corrected is None or new.first < corrected.first
    if approved is not None and new.first < approved and earlier:
        reason = "A break cannot be back-dated: it begins on or after the day of its approval."
        return Refusal("back-dated", reason)
    for other in records.in_enrolment(new.enrolment or "").of("interruption"):
        ends_before = new.last is not None and new.last < other.first
        starts_after = other.last is not None and new.first > other.last
        if other.id != new.replaces and not (ends_before or starts_after):
            return Refusal(
                "overlap", "It overlaps an approved break already on record.", (other.id,)
            )
    return check_period(new, records)


def check_period(new: NewRecord, _: Records) -> Refusal | None:
    """A period does not end before it begins."""
    if new.last is not None and new.last < new.first:
        return Refusal("dates", "The last day is before the first.")
    return None


def check_registration(new: NewRecord, records: Records) -> Refusal | None:
    """A last day beside a look that found an entry would be another word for the entry's own end."""
    if new.get("last") is not None and new.get("result") != "absent":
        reason = "An entry's last day is the end of its period; a last day goes with no entry."
        return Refusal("last-day", reason)
    return check_period(new, records)


def check_employment(new: NewRecord, records: Records) -> Refusal | None:
    """A share of a post that somebody could hold, over a period that does not end before it begins.

    Several employments at once are not refused: people work in two councils (8a.16), and a new
    post is often recorded before the end of the old.
    """
    if not 0 < float(new.get("fte") or 1) <= 1.5:
        return Refusal("fte", "FTE is a share of a full-time post: more than 0 and at most 1.5.")
    return check_period(new, records)


def check_answer(new: NewRecord, records: Records) -> Refusal | None:
    """An answer is to a log that is in force, and an accepted log stays accepted."""
    log = records.by_id(new.get("log"))
    if log is None or log.kind != "log":
        return Refusal("no-log", "The log to answer is not on record; it may have been withdrawn.")
    for other in records.of("log-response", log=log.id):
        if other.get("decision") == "accepted" and other.id != new.replaces:
            return Refusal("already-accepted", "This log has already been accepted.", (other.id,))
    return None


def check_award(new: NewRecord, records: Records) -> Refusal | None:
    """An award is confirmed once."""
    for other in records.of("award", stage=new.get("stage")):
        if other.id != new.replaces:
            return Refusal("already-awarded", "This award is already confirmed.", (other.id,))
    return None
