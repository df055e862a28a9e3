"""Slips of confidentiality: which texts one closes, and until when it can be taken back (8a.11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.outcome import BOARD, Result, Stand
from lms.domain.records import NewRecord, Record, Records, Refusal

MINOR, MAJOR = "minor", "major"
ONE, SEVERAL, NAMED, NO_STATEMENT = "one", "several", "named", "no-statement"
WHAT = (ONE, SEVERAL, NAMED, NO_STATEMENT)
"""What happened: one small slip, several, a client named, or no statement of confidentiality."""
AFTER_BOARD = "after-board"
"""The field of a slip that came to light after a board had decided about the attempt (our choice):
its copy is closed, and what the board decided stands until a board changes it."""
NO_SMALL_SLIP = Refusal(
    "board-decided",
    "The board has decided, and nothing follows from a small slip any more. A client who is named "
    "is a major slip; that can still be recorded.",
)
_CLOSED = {
    Stand.HELD: "It is held until a question about it is decided; until then it is not returned.",
    Stand.RETURNED: "It has been returned already and waits to be corrected.",
    Stand.DUE: "Nothing is handed in that could be returned.",
    Stand.NOT_HANDED_IN: "Nothing was handed in that could be returned.",
}


def check_slip(new: NewRecord, _: Records) -> Refusal | None:
    """After a board, only a major slip is recorded."""
    return NO_SMALL_SLIP if new.get(AFTER_BOARD) and new.get("grade") != MAJOR else None


def why_not_recorded(result: Result, grade: str, decided: bool, closed: bool) -> Refusal | None:
    """Why a slip of a grade is not recorded about an attempt; None where it is.

    ``decided`` says that a board has decided about it, ``closed`` that its copy is under
    quarantine. A major slip is recorded at any time: a person who can be recognised is not left
    readable because the attempt is held, failed or ratified.
    """
    if closed:
        reason = "A major slip is on record, and this copy is closed already."
        return Refusal("quarantined", reason)
    if grade == MAJOR and result.submission is not None:
        return None
    if decided:
        return NO_SMALL_SLIP
    if result.stand in _CLOSED:
        return Refusal(result.stand.value, _CLOSED[result.stand])
    if (result.settled and not result.layers) or any(s.name == "slip" for s in result.steps):
        return Refusal("decided", "This attempt has been decided already; open what came of it.")
    return None


def changes_the_attempt(slip: Record) -> bool:
    """Whether something follows from a slip by itself; not where a board had decided before."""
    return not slip.get(AFTER_BOARD)


def to_reconsider(own: Records, stage: str, slips: Iterable[Record]) -> list[Record]:
    """Those of some slips that came to light after a board, and on which none has acted since.

    A board acts by a mark of its own for the attempt, or by any outcome of the stage.
    """
    late = [s for s in slips if not changes_the_attempt(s)]
    return [s for s in late if not _acted_on(own, stage, s)]


def _acted_on(own: Records, stage: str, slip: Record) -> bool:
    marks = [m for m in _of_attempt(own, "mark", slip) if m.get("layer") == BOARD]
    acts = (*marks, *own.of("board-outcome", stage=stage))
    return any(act.position > slip.position for act in acts)


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
    if not changes_the_attempt(slip):
        later = [m for m in _of_attempt(own, "mark", slip) if m.get("layer") == BOARD]
    if any(r.position > slip.position for r in later):
        reason = "Something was handed in or marked after it, so it stays on record."
        return Refusal("followed", reason, (slip.id,))
    if any(r.position > slip.position for r in own.of("board-outcome")):
        reason = "A board has met since; only the board can change what came of it."
        return Refusal("board-decided", reason, (slip.id,))
    return None


def _of_attempt(own: Records, kind: str, like: Record) -> list[Record]:
    return [
        r for r in _of_assessment(own, kind, like) if attempt_in(own, r) == attempt_in(own, like)
    ]


def _of_assessment(own: Records, kind: str, like: Record) -> Sequence[Record]:
    return own.of(kind, assessment=like.get("assessment"))
