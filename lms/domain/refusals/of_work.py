"""What cannot be recorded about a piece of assessed work, as its attempts stand."""

from __future__ import annotations

from datetime import date

from lms.domain.assessment.layers import agreed_range, may_give, paper_of
from lms.domain.assessment.marks_sheet import attempts_used_up, outcomes_of_board, why_unsettled
from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.outcome import AGREED, BOARD, FIRST, Result, Stand
from lms.domain.assessment.results import MOST_ATTEMPTS, result_of, results
from lms.domain.assessment.work import Work
from lms.domain.attempts import next_attempt
from lms.domain.board import OPEN_TO_CHAIR, board_decided, has_decided
from lms.domain.calendar import in_words
from lms.domain.records import NewRecord, Record, Records, Refusal

NO_MARK = Refusal("no-mark", "There is no mark of this attempt to change.")
NOTHING_HANDED_IN = Refusal("nothing-handed-in", "Nothing of this attempt is handed in.")


def why_not_handed_in(work: Work, attempt: int) -> Refusal | None:
    """Why an attempt cannot be handed in; it is the next one, or one that came too late to count."""
    following = next_attempt(work)
    last = results(work)[-1]
    if attempt == last.attempt and last.stand is Stand.NOT_HANDED_IN:
        return None
    if isinstance(following, Refusal):
        return following
    return None if attempt == following else _another(following, "handed in next")


def _another(attempt: int, what: str) -> Refusal:
    return Refusal("another-attempt", f"It is attempt {attempt} that can be {what}.")


def attempt_to_claim(work: Work) -> int | Refusal:
    """The attempt that circumstances can be declared about: the last one, until the board meets."""
    if work.assessment.marking == "formative":
        reason = "This work is for feedback only: hand it in when you can, nothing is taken off."
        return Refusal("formative", reason)
    last = results(work)[-1]
    if board_decided(work, last.attempt):
        reason = "The board has met about this work, so nothing can be declared about it any more."
        return Refusal("board-decided", reason)
    if last.stand is Stand.HELD:
        return Refusal("held", "It is held until a question about it is decided.")
    if last.passed and not last.late.late:
        return Refusal("passed", "It is passed, in time; there is nothing to declare.")
    claims = work.of("circumstances", last.attempt)
    decided = {r.get("claim") for r in work.own.of("circumstances-decision")}
    if any(claim.id not in decided for claim in claims):
        reason = "What you declared is not decided yet. You will be told when it is."
        return Refusal("open-claim", reason, (claims[-1].id,))
    return last.attempt


def why_not_claimed(work: Work, attempt: int) -> Refusal | None:
    """Why circumstances cannot be declared about an attempt."""
    found = attempt_to_claim(work)
    if isinstance(found, Refusal):
        return found
    return None if attempt == found else _another(found, "declared about")


NO_NEW_DAY = Refusal("no-day", "Give the new last day.")


def why_claim_not_decided(
    work: Work,
    attempt: int,
    claim: Record | None,
    until: date | None,
    needs_day: bool = False,
) -> Refusal | None:
    """Why circumstances cannot be decided: the board has met, or the new day is no later one.

    ``needs_day``: a deferral of work that has a deadline would be missing at once without a new one.
    """
    if claim is not None and (
        claim.get("assessment") != work.assessment.id or attempt_in(work.own, claim) != attempt
    ):
        return Refusal("other-work", "That claim is about another attempt or piece of work.")
    last = results(work)[-1]
    if claim is None and attempt > last.attempt + (last.passed is False):
        return _another(last.attempt, "decided about")
    if board_decided(work, attempt, claim):
        reason = "The board has met about this work, so circumstances can no longer be decided."
        return Refusal("board-decided", reason, (claim.id,) if claim else ())
    deadline = result_of(work, attempt).deadline
    if until is None and needs_day and deadline is not None:
        return NO_NEW_DAY
    if until is not None and deadline is not None and until <= deadline.day:
        reason = f"Give a day after the deadline there is, {in_words(deadline.day)}."
        return Refusal("not-later", reason)
    return None


RESULTS = {"pass-fail": ("pass", "fail"), "formative": ("feedback",)}
"""What work without marks may come to."""


def why_other_scale(marking: str, mark: int | None, result: str | None) -> Refusal | None:
    """Why work does not come to what is said of it; nothing said is a mark left open."""
    if marking == "mark":
        wrong, says = mark is None and result is not None, "a mark from 0 to 100"
    else:
        known = RESULTS.get(marking, ())
        wrong, says = mark is not None or result not in (None, *known), " or ".join(known)
    return Refusal("other-scale", f"This work comes to {says}.") if wrong else None


def why_not_marked(work: Work, result: Result, layer: str, mark: int | None) -> Refusal | None:
    """Why nobody gives a layer of an attempt now, whoever it is."""
    if layer == BOARD:
        return NO_MARK if result.stand is Stand.DUE else None
    refusal = may_give(paper_of(work, result), layer)
    if refusal is None and layer == AGREED:
        return why_not_agreed(result, mark)
    return refusal


def why_not_agreed(result: Result, mark: int | None) -> Refusal | None:
    """Why two markers cannot agree on a mark: it lies between their own."""
    lowest, highest = agreed_range(result)
    if mark is not None and lowest <= mark <= highest:
        return None
    reason = f"Agree on a mark from {lowest} to {highest}: between the two marks."
    return Refusal("not-between", reason)


def why_not_corrected(work: Work, result: Result, layer: str) -> Refusal | None:
    """Why a marker's mark stays as it is: a board has decided about it since."""
    if layer != BOARD and has_decided(work, result):
        reason = (
            "The board has decided about this work; a mark changes only by the board's decision."
        )
        return Refusal("board-decided", reason)
    return None


def why_not_reported(work: Work, result: Result) -> Refusal | None:
    """Why work can no longer be reported: the board has decided, or it is held already."""
    if has_decided(work, result):
        reason = "The board has decided about this work; write to the programme lead."
        return Refusal("board-decided", reason)
    if result.stand is Stand.HELD:
        reason = "This work is held already, until a question about it is decided."
        return Refusal("held", reason)
    return None


def why_case_decided(work: Work, result: Result) -> Refusal | None:
    """Why the decision on a case stays: a board has decided about the attempt."""
    if not has_decided(work, result):
        return None
    reason = "The board has decided about this work; what it decided is changed by the board alone."
    return Refusal("board-decided", reason)


def why_no_further_attempt(work: Work) -> Refusal | None:
    """Why a board allows no further attempt: one is left, or no board has left the work open."""
    if not attempts_used_up(work):
        reason = "There is an attempt left, or the work has passed; nobody's leave is needed."
        return Refusal("attempt-left", reason)
    outcomes = outcomes_of_board(work)
    if not outcomes or outcomes[-1].get("outcome") not in OPEN_TO_CHAIR:
        reason = "Only a board allows another attempt: record its outcome “referred” first."
        return Refusal("no-board", reason)
    return None


def why_not_settled(work: Work) -> Refusal | None:
    """Why no board decides yet: an attempt is held, not agreed, or waits for a marker or moderator."""
    for result in results(work):
        says = why_unsettled(work.assessment.title, result)
        if says:
            return Refusal("not-settled", says)
    texts = {s.id for s in work.own.of("submission", assessment=work.assessment.id)}
    decided = {m.get("sample") for m in work.of_cohorts("moderation")}
    for sample in work.of_cohorts("sample"):
        waits = sample.get("assessment") == work.assessment.id and sample.id not in decided
        if waits and texts & set(sample.get("whole-set")):
            says = f"A sample of {work.assessment.title} waits for its moderator's decision."
            return Refusal("not-settled", says, (sample.id,))
    return None


ANSWERED_BY = ("mark", "slip", "misconduct", "word-count-decision")
"""After one of these about its attempt, a submission stays."""


def why_not_taken_back(submission: Record, own: Records) -> Refusal | None:
    """Why a submission stays: staff recorded it, or somebody has answered it."""
    named = submission.get("assessment")
    after = [r for kind in ANSWERED_BY for r in own.of(kind, assessment=named)]
    answered = any(attempt_in(own, r) == attempt_in(own, submission) for r in after)
    if submission.get("in-person") and answered:
        reason = "It has been marked, or a question about it was raised, so it stays."
        return Refusal("marked", reason, (submission.id,))
    if answered:
        reason = "It has been opened or answered already, so it stays."
        return Refusal("answered", reason, (submission.id,))
    return None


def why_unknown_attempt(attempt: int) -> Refusal | None:
    """Why there is no such attempt at all."""
    if 1 <= attempt <= MOST_ATTEMPTS:
        return None
    return Refusal("no-such-attempt", "Give the number of the attempt, such as 1 or 2.")


def layer_of(new: NewRecord | Record) -> str:
    """The layer that a mark is."""
    return str(new.get("layer") or FIRST)
