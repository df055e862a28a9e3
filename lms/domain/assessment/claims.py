"""What a learner may not claim twice: one open claim and one appeal about each attempt."""

from __future__ import annotations

from lms.domain.assessment.numbering import attempt_in
from lms.domain.records import NewRecord, Records, Refusal


def check_appeal(new: NewRecord, records: Records) -> Refusal | None:
    """One appeal about an attempt, whichever door it comes through."""
    attempt = int(new.get("attempt") or 1)
    own = records.in_enrolment(new.enrolment) if new.enrolment else records
    for other in own.of("appeal", assessment=new.get("assessment")):
        if attempt_in(own, other) == attempt and other.id != new.replaces:
            reason = "There is an appeal about this attempt already."
            return Refusal("appealed", reason, (other.id,))
    return None


def check_claim(new: NewRecord, records: Records) -> Refusal | None:
    """One open claim of circumstances about an attempt; one that asks for a day names it."""
    attempt = int(new.get("attempt") or 1)
    own = records.in_enrolment(new.enrolment) if new.enrolment else records
    decided = {r.get("claim") for r in own.of("circumstances-decision")}
    for other in own.of("circumstances", assessment=new.get("assessment")):
        same = attempt_in(own, other) == attempt and other.id != new.replaces
        if same and other.id not in decided:
            reason = "What you declared before about this attempt is not decided yet."
            return Refusal("open-claim", reason, (other.id,))
    if new.get("asks") == "extension" and not new.get("asked-until"):
        return Refusal("no-day", "An extension needs the day you ask for.")
    return None
