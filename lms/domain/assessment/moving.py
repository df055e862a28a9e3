"""What a move to another cohort comes to, piece of work by piece: what stays and what is due when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from lms.domain.assessment.deadlines import deadline_of
from lms.domain.assessment.due_days import Deadline, had_passed
from lms.domain.assessment.outcome import Result, Stand
from lms.domain.assessment.results import attempts_allowed, results
from lms.domain.assessment.work import Work
from lms.domain.programme import Assessment


class After(StrEnum):
    """What becomes of an attempt by a move."""

    JUDGED = "judged"  # handed in or marked: the cohort of then goes on deciding about it
    FAILED = "failed"  # nothing was handed in in time; that stays so
    DUE = "due"
    TO_NAME = "to-name"  # its day had passed in the new cohort: the move names another
    OPEN = "open"  # nobody has set a day


@dataclass(frozen=True, slots=True)
class Piece:
    """One attempt after a move: the deadline that binds then, the one before, and by which cohort.

    ``cohort`` is that by which it is judged, ``clock`` the hour at which its days end there.
    """

    assessment: Assessment
    attempt: int
    after: After
    deadline: Deadline | None
    before: Deadline | None
    cohort: str
    clock: time = time(12)
    ratified: bool = False

    @property
    def must_name(self) -> bool:
        """Whether the move names a day for it."""
        return self.after is After.TO_NAME


def pieces_after(before: Work, moved: Work) -> tuple[Piece, ...]:
    """Every attempt so far, and the next one that is awaited, after a move."""
    found = results(moved)
    pieces = [_piece(before, moved, r) for r in found if r.stand is not Stand.DUE]
    awaited = _awaited(moved, found)
    return (*pieces, _to_come(before, moved, awaited)) if awaited else tuple(pieces)


def _piece(before: Work, moved: Work, result: Result) -> Piece:
    failed = result.stand is Stand.NOT_HANDED_IN
    stay = moved.stay(result.attempt)
    return Piece(
        assessment=moved.assessment,
        attempt=result.attempt,
        after=After.FAILED if failed else After.JUDGED,
        deadline=result.deadline,
        before=deadline_of(before, result.attempt),
        cohort=stay.cohort if stay else "",
        ratified=result.board is not None,
    )


def _awaited(moved: Work, found: tuple[Result, ...]) -> int | None:
    """The attempt that is still to be handed in; None where there is none."""
    last = found[-1]
    if last.stand is Stand.DUE:
        return last.attempt
    failed = sum(r.passed is False for r in found)
    again = last.passed is False and failed < attempts_allowed(moved)
    return last.attempt + 1 if again and moved.assessment.marking != "formative" else None


def _to_come(before: Work, moved: Work, attempt: int) -> Piece:
    deadline, stay = deadline_of(moved, attempt), moved.stay(attempt)
    passed = deadline is None and had_passed(moved, attempt, stay)
    after = After.TO_NAME if passed else After.OPEN if deadline is None else After.DUE
    return Piece(
        assessment=moved.assessment,
        attempt=attempt,
        after=after,
        deadline=deadline,
        before=deadline_of(before, attempt),
        cohort=stay.cohort if stay else "",
        clock=moved.policy_in(stay).deadline_at,
    )
