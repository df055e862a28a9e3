"""What cannot be said or decided about the word count of a text, as its attempt stands."""

from __future__ import annotations

from lms.domain.assessment.outcome import Result
from lms.domain.assessment.release import is_released
from lms.domain.assessment.results import result_of, results
from lms.domain.assessment.word_counts import ANOTHER, COUNTED, STATED, WordCount, word_count
from lms.domain.assessment.work import Work
from lms.domain.board import has_decided
from lms.domain.records import NewRecord, Refusal
from lms.domain.refusals.of_attempts import attempt_named
from lms.domain.refusals.setting import Setting

ANOTHER_TEXT = Refusal(
    "another-text", "There is a newer text of this attempt, or this one was taken back."
)
NO_LENGTH = Refusal("no-length", "No length is asked for, so nothing follows from a word count.")
DECIDED = Refusal(
    "board-decided", "The board has decided about this work, so its word count stays as it is."
)


def _why_closed(work: Work, result: Result, submission: str) -> Refusal | None:
    """Why nothing is said about the words of a text any more, by its writer or a marker."""
    text = result.submission
    if text is None or text.id != submission:
        return ANOTHER_TEXT
    if text.get("in-person") or not work.assessment.words:
        return NO_LENGTH
    return DECIDED if has_decided(work, result) else None


def why_not_contested(
    work: Work, result: Result, submission: str, words: int | None = None
) -> Refusal | None:
    """Why a writer cannot say any more that the count of a text is wrong; None where that can be.

    ``words`` is the writer's number, where it is known already.
    """
    closed = _why_closed(work, result, submission)
    if closed or result.submission is None:
        return closed
    if results(work)[-1].attempt > result.attempt:
        return Refusal("another-attempt", "A later attempt has been handed in or marked since.")
    count = word_count(work, result.submission)
    if count.claim and count.answered:
        reason = "What was said about this count has been decided; that can be appealed against."
        return Refusal("decided", reason, (count.claim.id,))
    same = words is not None and words == count.holds
    return Refusal("same-count", "That is the number that holds already.") if same else None


def why_not_decided(work: Work, result: Result, submission: str) -> Refusal | None:
    """Why nobody decides how many words a text has; None where somebody can.

    Once its marks are out, only what its writer says against them is decided.
    """
    closed = _why_closed(work, result, submission)
    if closed or result.submission is None:
        return closed
    mark, count = result.deciding, word_count(work, result.submission)
    if mark is not None and count.claimed is None and is_released(mark, work.releases):
        reason = "The marks are released. The programme lead can change one, with a reason."
        return Refusal("released", reason, (mark.id,))
    return None


def words_that_hold(count: WordCount, holds: str, words: int | None) -> int | Refusal:
    """The number that a decision comes to; ``words`` is asked for where it is another one."""
    if holds == STATED and count.stated is None:
        return Refusal("not-stated", "The writer states no other number.")
    if holds == ANOTHER and words is None:
        return Refusal("no-count", "Give the number of words.")
    known = {COUNTED: count.counted, STATED: count.stated}.get(holds, words)
    if known is None or words not in (None, known):
        return Refusal(
            "other-count", "Give the number that was counted, or that the writer states."
        )
    return known


def claim(new: NewRecord, work: Work, at: Setting) -> Refusal | None:
    """A count is contested until a board has decided or a later attempt is there."""
    result = result_of(work, attempt_named(new))
    return why_not_contested(work, result, str(new.get("submission")), new.get("words"))


def decision(new: NewRecord, work: Work, at: Setting) -> Refusal | None:
    """A count is decided until a board has decided, with the number that is taken."""
    result = result_of(work, attempt_named(new))
    refusal = why_not_decided(work, result, str(new.get("submission")))
    if refusal or result.submission is None:
        return refusal
    found = words_that_hold(word_count(work, result.submission), new.get("holds"), new.get("words"))
    return found if isinstance(found, Refusal) else None
