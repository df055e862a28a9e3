"""What cannot be recorded of practice and its signatures, once somebody has answered it."""

from __future__ import annotations

from lms.domain.calendar import in_words
from lms.domain.countersigning import why_not_countersigned
from lms.domain.progress import evaluate_stage
from lms.domain.records import RETRACTION, NewRecord, Record, Records, Refusal
from lms.domain.refusals.setting import Setting
from lms.domain.to_sign import is_answered

NO_CONSENT = Refusal("no-consent", "Choose the consent under which it was recorded.")


def why_signed(entry: Record, own: Records) -> Refusal | None:
    """Why an entry stays as it is: somebody has signed it."""
    if not is_answered(entry, own):
        return None
    reason = "It has been signed, so it stays as it is; ask whoever signed it for a correction."
    return Refusal("signed", reason, (entry.id,))


def check_unsigned(new: NewRecord, at: Setting) -> Refusal | None:
    """An entry is put right or taken back while nobody has signed it."""
    entry = at.records.by_id(new.replaces)
    return why_signed(entry, at.own) if entry is not None and entry.kind == "hours" else None


def check_watched(new: NewRecord, at: Setting) -> Refusal | None:
    """A recording is watched under a consent that is in date, whoever it turns out was the employer."""
    consent = at.own.by_id(new.get("consent"))
    if consent is None or consent.kind != "consent":
        return NO_CONSENT
    if consent.covers(new.on):
        return None
    reason = f"That consent was not in date on {in_words(new.on)}."
    return Refusal("consent-not-in-date", reason, (consent.id,))


def check_countersignature(new: NewRecord, at: Setting) -> Refusal | None:
    """A countersignature is on a signature that stands, once."""
    signature = at.own.by_id(new.get("signature"))
    if signature is None or signature.kind != "signature":
        return Refusal("no-such-record", "There is no signature of that id in force.")
    progresses = [
        evaluate_stage(
            at.programme,
            stage,
            at.enrolment,
            at.records,
            at.others,
            at.today,
            at.kinds,
            at.level_of,
            at.marking,
        )
        for stage in at.stages
        if at.enrolment is not None
    ]
    return None if new.replaces else why_not_countersigned(signature, progresses, at.own)


def check_taken_back(new: NewRecord, at: Setting) -> Refusal | None:
    """What somebody has answered is not taken back."""
    if new.kind != RETRACTION:
        return None
    gone = at.records.by_id(new.replaces)
    if gone is not None and gone.kind == "log" and at.records.of("log-response", log=gone.id):
        reason = "It has been opened or answered already, so it stays."
        return Refusal("answered", reason, (gone.id,))
    return check_unsigned(new, at)
