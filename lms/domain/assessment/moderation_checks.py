"""What may not be written about samples and moderation, whichever door it comes through."""

from __future__ import annotations

from lms.domain.assessment.checks import check_once
from lms.domain.assessment.sampling import REASONS
from lms.domain.records import NewRecord, Records, Refusal


def check_sample(new: NewRecord, records: Records) -> Refusal | None:
    """Every script of a sample belongs to its set and has a reason; one sample waits at a time."""
    whole = set(new.get("whole-set"))
    for row in new.get("scripts"):
        if row.get("submission") not in whole:
            return Refusal("not-of-the-set", "A sample holds scripts of its own set only.")
        why = str(row.get("why") or "").split()
        if not why or not set(why) <= set(REASONS):
            reason = f"Each script needs its reasons, out of: {', '.join(REASONS)}."
            return Refusal("no-reason", reason)
    decided = {r.get("sample") for r in records.of("moderation")}
    waiting = [
        s
        for s in records.of("sample", assessment=new.get("assessment"))
        if s.id not in decided and s.id != new.replaces
    ]
    if waiting:
        reason = "A sample of this work waits for its decision; decide on that one first."
        return Refusal("sample-waits", reason, (waiting[-1].id,))
    return None


def check_moderation(new: NewRecord, records: Records) -> Refusal | None:
    """A sample of that work is confirmed or sent back once, with a reason."""
    sample = records.by_id(new.get("sample"))
    if sample is None or sample.kind != "sample":
        return Refusal("no-such-record", "There is no sample of that id in force.")
    if sample.get("assessment") != new.get("assessment"):
        return Refusal("other-work", "That sample is of another piece of work.")
    return _check_reason(new) or check_once(new, records, "moderation", "sample")


def check_script_asked_for(new: NewRecord, _: Records) -> Refusal | None:
    """A further script is asked for with a reason."""
    return _check_reason(new)


def check_external_comment(new: NewRecord, _: Records) -> Refusal | None:
    """A comment says something."""
    if not new.get("comment"):
        return Refusal("no-comment", "Write the comment.")
    return None


def _check_reason(new: NewRecord) -> Refusal | None:
    if not new.get("reason"):
        return Refusal("no-reason", "Write the reason; it stands for more than one.")
    return None
