"""What becomes of a piece of work by a move, in the sentence that lead and learner read."""

from __future__ import annotations

from collections.abc import Mapping

from lms.domain.assessment.late_words import deadline_words
from lms.domain.assessment.moving import After, Piece
from lms.domain.calendar import in_words


def says_of(piece: Piece, cohorts: Mapping[str, str]) -> str:
    """One sentence about one attempt; ``cohorts`` are the names of cohorts by id."""
    if piece.after is After.JUDGED:
        return _judged(piece, cohorts)
    if piece.after is After.FAILED:
        by = f" by {in_words(piece.deadline.day)}" if piece.deadline else ""
        return f"Nothing was handed in{by}; the attempt stays failed."
    if piece.after is After.TO_NAME:
        return (
            f"Not handed in{_until_now(piece)}. In the new cohort every day for it had passed "
            "before the move, so a day is named."
        )
    if piece.deadline is None:
        return "Not handed in. No deadline is set."
    return f"Not handed in. Due by {deadline_words(piece.deadline)}{_until_now(piece)}."


def _judged(piece: Piece, cohorts: Mapping[str, str]) -> str:
    if piece.ratified:
        return "Decided by a board; it stays as the board decided it."
    where = f" by the deadline and the marking policy of {cohorts[piece.cohort]}"
    by = f", due {deadline_words(piece.deadline)}" if piece.deadline else ""
    return f"Handed in; it stays judged{where if piece.cohort else ' as it was'}{by}."


def _until_now(piece: Piece) -> str:
    if piece.before is None or piece.before == piece.deadline:
        return ""
    return f"; until now due by {deadline_words(piece.before)}"


def title_of(piece: Piece) -> str:
    """The work's title, with the attempt where it is not the first."""
    again = f", attempt {piece.attempt}" if piece.attempt > 1 else ""
    return f"{piece.assessment.title}{again}"
