"""The rules about assessed work, asked of a record as it comes: from a case, or from anywhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lms.domain.assessment.allocation import may_not_mark
from lms.domain.assessment.appeals import may_appeal
from lms.domain.assessment.layers import NOTHING_TO_MARK, paper_of, why_not_allocated
from lms.domain.assessment.moves import Move
from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.outcome import BOARD, FIRST, SECOND, TWO_MARKERS, Result, Stand
from lms.domain.assessment.results import result_of
from lms.domain.assessment.slips import MAJOR, may_take_back, quarantined_by, why_not_recorded
from lms.domain.assessment.work import Work
from lms.domain.board import ENDINGS, WITHOUT_ENDING, has_decided
from lms.domain.calendar import in_words
from lms.domain.programme import Stage
from lms.domain.records import NewRecord, Refusal, person
from lms.domain.refusals import of_work
from lms.domain.refusals.of_presence import LONGEST_EXTENSION
from lms.domain.refusals.setting import Setting

OfWork = Callable[[NewRecord, Work, Setting], Refusal | None]


def attempt_named(new: NewRecord) -> int:
    """The attempt that a record is about."""
    return int(new.get("attempt") or 1)


def about_work(rule: OfWork) -> Callable[[NewRecord, Setting], Refusal | None]:
    """A rule about a piece of work; nothing is asked where its policy's plugin is not here."""

    def check(new: NewRecord, at: Setting) -> Refusal | None:
        work = at.work(new.get("assessment"))
        if work is None:
            return None
        unknown = of_work.why_unknown_attempt(attempt_named(new))
        return unknown or rule(new, work, at)

    return check


def submission(new: NewRecord, work: Work, at: Setting) -> Refusal | None:
    """The attempt handed in is the one that comes next."""
    return None if new.replaces else of_work.why_not_handed_in(work, attempt_named(new))


def claim(new: NewRecord, work: Work, at: Setting) -> Refusal | None:
    """Circumstances are declared about the last attempt, and ask for a day to come within a year."""
    if new.replaces:
        return None
    until = new.get("asked-until")
    if until is not None and not at.today < until <= at.today + LONGEST_EXTENSION:
        return Refusal("not-later", f"Ask for a day after {in_words(at.today)}, within a year.")
    return of_work.why_not_claimed(work, attempt_named(new))


def claim_decision(new: NewRecord, work: Work, at: Setting) -> Refusal | None:
    """Circumstances are decided until the board meets, with a day after the deadline there is.

    A story that tells of no deadline leaves it out: a deferral needs its new day all the same.
    """
    if new.replaces:
        return None
    declared, accepted = at.own.by_id(new.get("claim")), new.get("decision") == "accepted"
    until = new.get("extended-to") if accepted else None
    deferred = accepted and new.get("effect") == "deferral"
    if deferred and until is None and at.told_in_part:
        return of_work.NO_NEW_DAY
    return of_work.why_claim_not_decided(work, attempt_named(new), declared, until, deferred)


def mark(new: NewRecord, work: Work, at: Setting) -> Refusal | None:
    """A layer is given when it is its turn, of an attempt that is handed in.

    Where no text is told of, the mark itself says that there was one: the attempt is then one that
    could be handed in.
    """
    result, layer = result_of(work, attempt_named(new)), of_work.layer_of(new)
    if new.replaces:
        return of_work.why_not_corrected(work, result, layer)
    if _is_untold(result):
        refusal = of_work.why_not_handed_in(work, result.attempt)
        return refusal or _first_layer(work, layer)
    return of_work.why_not_marked(work, result, layer, new.get("mark"))


def _is_untold(result: Result) -> bool:
    return result.stand in (Stand.DUE, Stand.NOT_HANDED_IN) and not result.layers


def _first_layer(work: Work, layer: str) -> Refusal | None:
    two = (FIRST, SECOND) if work.assessment.markers in TWO_MARKERS else (FIRST,)
    return None if layer in (*two, BOARD) else NOTHING_TO_MARK


def slip(new: NewRecord, work: Work, at: Setting) -> Refusal | None:
    """A slip is recorded about a text, and a small one only until a board has decided."""
    result = result_of(work, attempt_named(new))
    if new.replaces or (result.submission is None and result.layers):
        return None
    closed = result.submission is not None and quarantined_by(at.own, result.submission)
    grade = str(new.get("grade") or MAJOR)
    return why_not_recorded(result, grade, has_decided(work, result), bool(closed))


def misconduct(new: NewRecord, work: Work, at: Setting) -> Refusal | None:
    """A suspicion is about work that is there, until a board has decided about it."""
    result = result_of(work, attempt_named(new))
    if _is_untold(result):
        return of_work.NOTHING_HANDED_IN
    return None if new.replaces else of_work.why_not_reported(work, result)


def allocation(new: NewRecord, work: Work, at: Setting) -> Refusal | None:
    """A layer is given to somebody who may mark the learner's work, while nobody has given it."""
    marker, role = str(new.get("marker")), str(new.get("role"))
    never = may_not_mark(marker, new.subject.id, at.records, at.others.about(person(marker)))
    paper = paper_of(work, result_of(work, attempt_named(new)))
    return never or why_not_allocated(paper, role, marker)


def appeal(new: NewRecord, work: Work, at: Setting) -> Refusal | None:
    """An appeal is made against a ratified mark, in time.

    A story that tells of no release is taken to have it on the day of the board.
    """
    result = result_of(work, attempt_named(new))
    if at.told_in_part and not work.releases:
        work = replace(work, moves=(Move(at.today, "", 0),))
    found = may_appeal(work, result, at.today)
    return found if isinstance(found, Refusal) and not new.replaces else None


def further_attempt(new: NewRecord, work: Work, at: Setting) -> Refusal | None:
    """A board allows a further attempt where none is left."""
    return None if new.replaces else of_work.why_no_further_attempt(work)


def case_decision(new: NewRecord, at: Setting) -> Refusal | None:
    """A case is decided until a board has decided about its attempt."""
    case = at.own.by_id(new.get("case"))
    work = at.work(case.get("assessment")) if case is not None else None
    if case is None or work is None:
        return None
    return of_work.why_case_decided(work, result_of(work, attempt_in(at.own, case)))


def retraction(new: NewRecord, at: Setting) -> Refusal | None:
    """A slip, and a text, are taken back while nothing has followed from them."""
    gone = at.records.by_id(new.replaces)
    if gone is not None and gone.kind == "slip":
        return may_take_back(at.records.in_enrolment(gone.enrolment or ""), gone)
    if gone is None or gone.kind != "submission":
        return None
    own = at.records.in_enrolment(gone.enrolment or "")
    return of_work.why_not_taken_back(gone, own)


def board_outcome(new: NewRecord, at: Setting) -> Refusal | None:
    """A board decides once every mark before it has settled; none is held or waits for a marker.

    It ends no stage while an earlier one of the enrolment was left open.
    """
    stage = at.stage(new.get("stage"))
    if stage is None or new.replaces:
        return None
    if new.get("outcome") in ENDINGS and _left_open_before(stage, at):
        reason = "The board left an earlier stage of this enrolment open, or failed it."
        return Refusal("not-settled", reason)
    for assessment in stage.assessments:
        work = at.work(assessment.id)
        refusal = of_work.why_not_settled(work) if work else None
        if refusal:
            return refusal
    return None


def _left_open_before(stage: Stage, at: Setting) -> bool:
    earlier = (s for s in at.stages if s.order < stage.order)
    decided = (at.own.of("board-outcome", stage=f"{at.programme.id}/{s.id}") for s in earlier)
    return any(found and found[-1].get("outcome") in WITHOUT_ENDING for found in decided)


def scale(new: NewRecord, at: Setting) -> Refusal | None:
    """Work gets a mark, a pass or a fail, or feedback: each its own."""
    found = at.assessment(new.get("assessment"))
    return (
        of_work.why_other_scale(found[1].marking, new.get("mark"), new.get("result"))
        if found
        else None
    )
