"""Slips of confidentiality: which texts one closes, and until when it can be taken back (8a.11)."""

from __future__ import annotations

from collections.abc import Sequence

from lms.domain.assessment.work import attempt_of
from lms.domain.records import Record, Records, Refusal

MINOR, MAJOR = "minor", "major"
ONE, SEVERAL, NAMED, NO_STATEMENT = "one", "several", "named", "no-statement"
WHAT = (ONE, SEVERAL, NAMED, NO_STATEMENT)
"""What happened: one small slip, several, a client named, or no statement of confidentiality."""


def quarantined_by(own: Records, submission: Record) -> Record | None:
    """The major slip that closes a submission's text; None while it is open.

    It closes every text of its attempt that was handed in before it: an earlier one may hold the
    same passage. A later attempt is another text.
    """
    if submission.kind != "submission":
        return None
    found = _of_attempt(own, "slip", submission)
    majors = [s for s in found if s.get("grade") == MAJOR and s.position > submission.position]
    return majors[0] if majors else None


def grade_problem(grade: str, what: str, stated: bool | None) -> str:
    """Why a slip cannot be graded so; empty where it can.

    A client named, or no statement, is major; one small slip is minor; of several the tutor
    decides. ``stated`` is None where it is not known whether the writer gave the statement.
    """
    if what not in WHAT or grade not in (MINOR, MAJOR):
        return "Say what happened and whether it is a minor or a major slip."
    if what in (NAMED, NO_STATEMENT) and grade == MINOR:
        return "A client named, or no statement of confidentiality, is a major slip."
    if what == ONE and grade == MAJOR:
        return "One small slip is minor; it goes back to be corrected."
    if stated is False and grade == MINOR:
        return "There is no statement of confidentiality with this work, so the slip is major."
    return ""


def may_take_back(own: Records, slip: Record) -> Refusal | None:
    """Why a slip can no longer be taken back; None while nothing has followed from it."""
    later = [r for kind in ("submission", "mark") for r in _of_assessment(own, kind, slip)]
    if any(r.position > slip.position for r in later):
        reason = "Something was handed in or marked after it, so it stays on record."
        return Refusal("followed", reason, (slip.id,))
    if any(r.position > slip.position for r in own.of("board-outcome")):
        reason = "A board has met since; only the board can change what came of it."
        return Refusal("board-decided", reason, (slip.id,))
    return None


def _of_attempt(own: Records, kind: str, like: Record) -> list[Record]:
    return [r for r in _of_assessment(own, kind, like) if attempt_of(r) == attempt_of(like)]


def _of_assessment(own: Records, kind: str, like: Record) -> Sequence[Record]:
    return own.of(kind, assessment=like.get("assessment"))
