"""What may not be written: overlaps, hours offered twice, signatures without an entry."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from lms.domain.latest import latest_by_day
from lms.domain.records import NewRecord, Record, Records, Refusal

MOST_MINUTES = 24 * 60


def clock(text: str) -> time:
    """Read ``14:05``; ValueError otherwise."""
    return time.fromisoformat(text)


def interval(entry: NewRecord | Record) -> tuple[datetime, datetime] | None:
    """The clock interval of a practice entry, if it names one; past midnight runs into the next day."""
    start, end = entry.get("start"), entry.get("end")
    if not start or not end:
        return None
    begin = datetime.combine(entry.on, clock(start))
    finish = datetime.combine(entry.on, clock(end))
    return begin, finish if finish > begin else finish + timedelta(days=1)


def minutes_between(start: str, end: str) -> int:
    """The minutes from one clock time to another, through midnight if need be."""
    day = date(2000, 1, 1)
    begin, finish = (datetime.combine(day, clock(t)) for t in (start, end))
    return int(((finish - begin).total_seconds() // 60) % MOST_MINUTES) or MOST_MINUTES


def check_hours(new: NewRecord, records: Records) -> Refusal | None:
    """One clock interval, one entry, per learner; both entries are named (8a.2, 8a.3)."""
    return _check_amounts(new) or _check_overlap(new, records)


def _check_amounts(new: NewRecord) -> Refusal | None:
    minutes, direct = new.get("minutes") or 0, new.get("direct") or 0
    if not 0 < minutes <= MOST_MINUTES:
        return Refusal("length", "An entry is between one minute and twenty-four hours long.")
    if direct > minutes:
        return Refusal("length", "The part in the room cannot be longer than the whole entry.")
    span = interval(new)
    if span and (span[1] - span[0]) < timedelta(minutes=minutes):
        return Refusal("length", "The minutes given are more than lie between start and end.")
    return None


def _check_overlap(new: NewRecord, records: Records) -> Refusal | None:
    span = interval(new)
    if span is None:
        return None
    for other in records.of("hours"):
        theirs = interval(other)
        if other.id == new.replaces or theirs is None:
            continue
        if span[0] < theirs[1] and theirs[0] < span[1]:
            return _overlap(new, other)
    return None


def _overlap(new: NewRecord, other: Record) -> Refusal:
    when = f"{other.on.isoformat()} {other.get('start')} to {other.get('end')}"
    if other.enrolment != new.enrolment:
        return Refusal(
            "other-enrolment",
            f"The time on {when} is already logged in another enrolment; an hour counts in one only.",
            (other.id,),
        )
    return Refusal(
        "overlap",
        f"It overlaps your {other.get('category')} entry of {when}; one stretch of time is one entry.",
        (other.id,),
    )


def check_signature(new: NewRecord, records: Records) -> Refusal | None:
    """A signature is on an entry that is in force, once per signer and role."""
    entry = records.by_id(new.get("entry"))
    if entry is None or entry.kind != "hours":
        return Refusal("no-entry", "The entry to sign is not on record; it may have been changed.")
    if new.on < entry.on:
        return Refusal("too-early", "An entry cannot be signed before the day of its session.")
    if new.get("signer") == new.subject.id and new.get("role") != "learner":
        return Refusal("own-signature", "Nobody can sign his or her own practice.")
    for other in records.of("signature", entry=entry.id, role=new.get("role")):
        if other.get("signer") == new.get("signer") and other.id != new.replaces:
            return Refusal("already-signed", "You have already answered this entry.", (other.id,))
    return None


def check_enrolment(new: NewRecord, records: Records) -> Refusal | None:
    """Nobody is enrolled twice on the same admission while the first is open."""
    for other in records.of(
        "enrolment", programme=new.get("programme"), admission=new.get("admission")
    ):
        if other.id != new.replaces and not ended(records.in_enrolment(other.id)):
            reason = (
                "This person already has an open enrolment on it; withdraw or complete it first."
            )
            return Refusal("already-enrolled", reason, (other.id,))
    return None


def ended(own: Records) -> bool:
    """Whether an enrolment has come to its end: left, failed for good, complete or awarded."""
    decided = latest_by_day(own.of("board-outcome"))
    final = decided is not None and decided.get("outcome") in ("complete", "failed")
    return final or bool(own.of("withdrawal") or own.of("award"))


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
