"""Everything that can set a day for a piece of work: cohort, move, board, accepted circumstances."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.assessment.circumstances import accepted, set_aside_at
from lms.domain.assessment.deadline_hours import instant_of
from lms.domain.assessment.moves import Move
from lms.domain.assessment.numbering import written_attempt
from lms.domain.assessment.work import Work, is_after
from lms.domain.latest import last_set, latest_by_day
from lms.domain.records import LONDON, Record, Records

COHORT, BOARD, EXTENSION, MOVE = "cohort", "board", "extension", "move"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last instant that is in time, in UTC; ``why`` names what set it, ``record`` which record.

    ``why`` is ``cohort``, ``board``, ``extension``, or ``move`` for a day that was named when the
    learner came to the cohort. ``record`` is empty for a move that is not recorded yet.
    """

    at: datetime
    why: str
    record: str

    @property
    def day(self) -> date:
        """Its London day."""
        return self.at.astimezone(LONDON).date()


def set_by_cohort(records: Records, assessment: str, attempt: int) -> Record | None:
    """The record of the deadline that a cohort set last for an attempt; ``records`` are about it."""
    named = records.of("deadline", assessment=assessment)
    return last_set(r for r in named if written_attempt(r) == attempt)


def while_awaited(
    work: Work, attempt: int, stay: Move | None, known: int | None = None
) -> Deadline | None:
    """The deadline of an attempt that is not handed in, in one of the learner's cohorts.

    What the cohort set last holds, as known at a position. A day that had passed before the
    learner came asks for nothing any more; the move names another (8a.24).
    """
    records = work.records_in(stay)
    if known is not None:
        records = records.known_by(known)
    last = set_by_cohort(records, work.assessment.id, attempt)
    from_cohort = _cohort_days(work, attempt, stay, [last] if last else [])
    own = [*_board_days(work, attempt, stay), *_extensions(work, attempt, stay)]
    if stay is not None and stay.recorded is not None:
        own = [d for d in own if d.at >= stay.begins]
    return _binding(from_cohort, own, _named_day(work, attempt, stay))


def had_passed(work: Work, attempt: int, stay: Move | None) -> bool:
    """Whether there was a day for an attempt, in the cohort or of the learner's own, before the move."""
    named = work.records_in(stay).of("deadline", assessment=work.assessment.id)
    mine = [r for r in named if written_attempt(r) == attempt]
    return bool(mine or _board_days(work, attempt, stay) or _extensions(work, attempt, stay))


def once_handed_in(work: Work, attempt: int, text: Record, stay: Move | None) -> Deadline | None:
    """The deadline of an attempt that was handed in, in the cohort in which that was.

    A deadline that the cohort moves back later helps; one brought forward never makes late what
    was in time (8a.24).
    """
    records, written = work.records_in(stay), written_attempt(text)
    since = records.in_force_since(text.position, "deadline", assessment=work.assessment.id)
    mine = [r for r in since if written_attempt(r) in (attempt, written)]
    from_cohort = _cohort_days(work, attempt, stay, mine)
    own = [*_board_days(work, written, stay, text), *_extensions(work, attempt, stay)]
    return _binding(from_cohort, own, _named_day(work, written, stay))


def _binding(
    from_cohort: list[Deadline], own: list[Deadline], named: Deadline | None
) -> Deadline | None:
    """A board's date, else the cohort's; a day that was named or accepted goes beyond both."""
    boards = [d for d in own if d.why == BOARD]
    begin = boards or ([_latest(from_cohort)] if from_cohort else [])
    beyond = [d for d in own if d.why == EXTENSION]
    every = [*begin, *([named] if named else []), *beyond]
    return _latest(every) if every else None


def _latest(days: Iterable[Deadline]) -> Deadline:
    """The latest; of several at one moment the one that is more the learner's own."""
    order = (COHORT, BOARD, MOVE, EXTENSION)
    return max(days, key=lambda d: (d.at, order.index(d.why)))


def _at(work: Work, stay: Move | None, day: date, clock: str | None = None) -> datetime:
    return instant_of(day, clock or "", work.policy_in(stay).deadline_at)


def _cohort_days(
    work: Work, attempt: int, stay: Move | None, records: Iterable[Record]
) -> list[Deadline]:
    """The deadlines that were still to come when the learner came to the cohort."""
    aside = set_aside_at(work, attempt)
    came_since = stay is not None and stay.position > aside
    found = [
        Deadline(_at(work, stay, r.on, r.get("time")), COHORT, r.id)
        for r in records
        if r.position > aside or came_since
    ]
    return [d for d in found if stay is None or d.at >= stay.begins]


def _named_day(work: Work, attempt: int, stay: Move | None) -> Deadline | None:
    day = stay.day_named(work.assessment.id, attempt) if stay else None
    if day is None or stay is None:
        return None
    moved = next((r.id for r in work.own if r.position == stay.position), "")
    return Deadline(_at(work, stay, day), MOVE, moved)


def _board_days(
    work: Work, attempt: int, stay: Move | None, text: Record | None = None
) -> list[Deadline]:
    """The day that a board named last before the text, for attempts after the one it decided on."""
    if attempt == 1:
        return []
    named = work.so_far(work.own.of("board-outcome", stage=work.stage))
    before = [r for r in named if text is None or not is_after(r, text)]
    dated = [r for r in before if r.get("reassess-by") and not _is(r, work.board)]
    last = latest_by_day(dated)
    return [Deadline(_at(work, stay, last.get("reassess-by")), BOARD, last.id)] if last else []


def _is(outcome: Record, board: Record | None) -> bool:
    return board is not None and (outcome.id == board.id or outcome.id == board.replaces)


def _extensions(work: Work, attempt: int, stay: Move | None) -> list[Deadline]:
    dated = [r for r in accepted(work, attempt) if r.get("extended-to")]
    return [Deadline(_at(work, stay, r.get("extended-to")), EXTENSION, r.id) for r in dated]
