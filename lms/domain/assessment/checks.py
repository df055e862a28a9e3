"""What may not be written about assessed work, whichever door it comes through."""

from __future__ import annotations

from lms.domain.assessment.numbering import numbering
from lms.domain.assessment.outcome import AGREED, BOARD, FIRST, SECOND, THIRD
from lms.domain.assessment.word_counts import CLAIM, DECISION
from lms.domain.board import FINAL
from lms.domain.latest import latest_by_day
from lms.domain.records import NewRecord, Record, Records, Refusal

HIGHEST = 100


def check_mark(new: NewRecord, records: Records) -> Refusal | None:
    """A mark is 0 to 100; layers come in order; what a board or a release settled needs a reason."""
    mark = new.get("mark")
    if mark is not None and not 0 <= mark <= HIGHEST:
        return Refusal("mark-range", f"A mark is a whole number from 0 to 100, not {mark}.")
    return _check_layer(new, records) or _check_conduct(new, records)


def _check_layer(new: NewRecord, records: Records) -> Refusal | None:
    layer = new.get("layer") or FIRST
    given = {m.get("layer") or FIRST for m in _same(new, "mark", records) if m.id != new.replaces}
    if layer in given:
        reason = f"This attempt has a {layer} mark already; correct that one."
        return Refusal("layer-given", reason)
    if layer in (AGREED, THIRD) and not {FIRST, SECOND} <= given:
        reason = "Both markers' marks come before an agreed or a third one."
        return Refusal("layers-missing", reason)
    if layer in (AGREED, BOARD) and not new.get("reason"):
        return Refusal("no-reason", "Write how this mark came about; it stands for more than one.")
    return None


def _check_conduct(new: NewRecord, records: Records) -> Refusal | None:
    """Nobody marks a text while it is being decided whether it is the learner's own (8a.22)."""
    if _open_cases(new, records):
        return Refusal("held", "This work is held; no mark can be given until that is decided.")
    return None


def _open_cases(new: NewRecord, records: Records) -> list[Record]:
    decided = {r.get("case") for r in records.of("misconduct-decision")}
    return [c for c in _same(new, "misconduct", records) if c.id not in decided]


def check_one_text(new: NewRecord, records: Records) -> Refusal | None:
    """An attempt has one text; another takes its place only where it came back for a slip (8a.11)."""
    texts = [r for r in _same(new, "submission", records) if r.id != new.replaces]
    slips = [s for s in _same(new, "slip", records) if s.get("grade") == "minor"]
    waiting = [t for t in texts if not any(s.position > t.position for s in slips)]
    if waiting:
        reason = "A text of this attempt is on record already; it is taken back first."
        return Refusal("handed-in", reason, (waiting[-1].id,))
    return None


def check_misconduct(new: NewRecord, records: Records) -> Refusal | None:
    """One open case about an attempt: what holds it is decided before anything else is asked."""
    cases = [c for c in _open_cases(new, records) if c.id != new.replaces]
    if cases:
        reason = "This work is held already, until a question about it is decided."
        return Refusal("held", reason, (cases[-1].id,))
    return None


def check_allocation(new: NewRecord, records: Records) -> Refusal | None:
    """Nobody marks his or her own work, and nobody marks the same work twice."""
    if new.get("marker") == new.subject.id:
        return Refusal("own-work", "Nobody marks his or her own work; another marker does.")
    others = [a for a in _same(new, "allocation", records) if a.id != new.replaces]
    if any(a.get("role") == new.get("role") for a in others):
        reason = f"There is a {new.get('role')} marker already; correct that allocation."
        return Refusal("allocated", reason)
    if any(a.get("marker") == new.get("marker") for a in others):
        return Refusal("marked-twice", "One person does not mark the same work twice.")
    return None


def check_board_outcome(new: NewRecord, records: Records) -> Refusal | None:
    """What ends a stage ends it; a mistake in the last outcome is corrected, the old one is kept."""
    own = records.in_enrolment(new.enrolment) if new.enrolment else records
    others = own.of("board-outcome", stage=new.get("stage"))
    if new.replaces:
        last = latest_by_day(others)
        if last is not None and last.id != new.replaces:
            reason = "A later board has decided about this stage since; correct what it decided."
            return Refusal("board-decided", reason, (last.id,))
        return None
    final = [other for other in others if other.get("outcome") in FINAL]
    if final:
        reason = "An earlier board has decided this already; correct its outcome."
        return Refusal("board-decided", reason, (final[-1].id,))
    return None


def _same(new: NewRecord, kind: str, records: Records) -> list[Record]:
    """The records of a kind about the same attempt at the same work in the same enrolment.

    What came before the attempt was deferred no longer counts.
    """
    attempt, assessment = int(new.get("attempt") or 1), str(new.get("assessment"))
    own = records.in_enrolment(new.enrolment) if new.enrolment else records
    number = numbering(own, assessment)
    found = own.of(kind, assessment=assessment)
    return [r for r in found if number.attempt_of(r) == attempt and number.counts(r)]


def check_once(new: NewRecord, records: Records, kind: str, about: str) -> Refusal | None:
    """One decision in force about one thing; a later one corrects it."""
    for other in records.of(kind, **{about: new.get(about)}):
        if other.id != new.replaces:
            return Refusal(
                "decided", "This is decided already; correct that decision.", (other.id,)
            )
    return None


def check_misconduct_decision(new: NewRecord, records: Records) -> Refusal | None:
    """A case is decided once."""
    return _check_names(new, records, "case", "misconduct") or check_once(
        new, records, "misconduct-decision", "case"
    )


def check_circumstances_decision(new: NewRecord, records: Records) -> Refusal | None:
    """A claim is decided once; an extension names its day; none comes after the board (8a.9)."""
    refusal = _check_names(new, records, "claim", "circumstances", needed=False)
    if refusal:
        return refusal
    if new.get("claim"):
        again = check_once(new, records, "circumstances-decision", "claim")
        if again:
            return again
    accepted = new.get("decision") == "accepted"
    if accepted and not new.get("effect"):
        return Refusal("no-effect", "Say what follows: an extension, the lateness or a deferral.")
    if accepted and new.get("effect") == "extension" and not new.get("extended-to"):
        return Refusal("no-day", "An extension needs its new day.")
    return None


def check_appeal_decision(new: NewRecord, records: Records) -> Refusal | None:
    """An appeal is decided once."""
    return _check_names(new, records, "appeal", "appeal") or check_once(
        new, records, "appeal-decision", "appeal"
    )


def check_word_count_claim(new: NewRecord, records: Records) -> Refusal | None:
    """A text's count is contested once; what was said is corrected."""
    refusal = _check_names(new, records, "submission", "submission") or _check_says_why(new)
    again = [c for c in records.of(CLAIM, submission=new.get("submission")) if c.id != new.replaces]
    if refusal or not again:
        return refusal
    reason = "This count is contested already; what was said of it can be corrected."
    return Refusal("contested", reason, (again[-1].id,))


def check_word_count_decision(new: NewRecord, records: Records) -> Refusal | None:
    """A text's count is decided with its reason: once, and once more where it is contested since."""
    claims = records.of(CLAIM, submission=new.get("submission"))
    since = max((claim.position for claim in claims), default=0)
    return (
        _check_names(new, records, "submission", "submission")
        or _check_says_why(new)
        or check_once(new, records.only(lambda r: r.position > since), DECISION, "submission")
    )


def _check_says_why(new: NewRecord) -> Refusal | None:
    return None if new.get("reason") else Refusal("no-reason", "Write why the count is another.")


def _check_names(
    new: NewRecord, records: Records, field: str, kind: str, needed: bool = True
) -> Refusal | None:
    named = records.by_id(new.get(field))
    if named is None and not needed and not new.get(field):
        return None
    if named is None or named.kind != kind:
        return Refusal("no-such-record", f"There is no {kind} of that id in force.")
    return None
