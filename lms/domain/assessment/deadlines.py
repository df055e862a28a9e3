"""When a piece of work is due from one learner: the cohort's deadline, an extension, a board's date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from lms.domain.assessment.work import Work
from lms.domain.clock import CAME_TWICE, doubt, instants, on_london_clock
from lms.domain.latest import last_set, latest_by_day
from lms.domain.records import LONDON, NewRecord, Record, Records, Refusal


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last instant that is in time, in UTC; ``why`` names what set it, ``record`` which record.

    ``why`` is ``cohort``, ``board`` or ``extension``.
    """

    at: datetime
    why: str
    record: str

    @property
    def day(self) -> date:
        """Its London day."""
        return self.at.astimezone(LONDON).date()


def deadline_of(work: Work, attempt: int) -> Deadline | None:
    """The deadline of an attempt; None where nobody set one, and then nothing is late.

    The month in a curriculum is a guide to learners, never a deadline. A cohort's deadline is for
    the attempt it names; a board's date for reassessment is for the attempts after the one it
    decided on. An extension, or circumstances that were accepted with a new day, goes beyond both.
    """
    found = _from_board(work, attempt) or _from_cohort(work, attempt)
    extended = _extended(work, attempt)
    if extended is None or (found is not None and extended.at < found.at):
        return found
    return extended


def _at(work: Work, day: date, clock: str | None = None) -> datetime:
    return instant_of(day, clock or "", work.policy.deadline_at)


def instant_of(day: date, clock: str, default: time) -> datetime:
    """The instant of a deadline's hour: the clock time given, or the policy's where it is empty."""
    named = instants(day, clock) if clock else ()
    if len(named) == 1:
        return named[0]
    return on_london_clock(datetime.combine(day, _plain(clock) if clock else default))


def _plain(clock: str) -> time:
    return time.fromisoformat(clock).replace(tzinfo=None)


def check_deadline(new: NewRecord, _: Records) -> Refusal | None:
    """A deadline's hour is one that the clocks show on its day (8a.31).

    Of one that they show twice, told without its offset, the later is meant; whoever sets a
    deadline is asked which of the two it is.
    """
    said = doubt(new.on, new.get("time")) if new.get("time") else None
    return said if said and said.code != CAME_TWICE else None


def _from_cohort(work: Work, attempt: int) -> Deadline | None:
    named = work.cohort.of("deadline", assessment=work.assessment.id)
    found = last_set(r for r in named if (r.get("attempt") or 1) == attempt)
    if found is None:
        return None
    return Deadline(_at(work, found.on, found.get("time")), "cohort", found.id)


def _from_board(work: Work, attempt: int) -> Deadline | None:
    if attempt == 1:
        return None
    named = work.so_far(work.own.of("board-outcome", stage=work.stage))
    dated = latest_by_day(r for r in named if r.get("reassess-by"))
    return Deadline(_at(work, dated.get("reassess-by")), "board", dated.id) if dated else None


def _extended(work: Work, attempt: int) -> Deadline | None:
    dated = [r for r in accepted(work, attempt) if r.get("extended-to")]
    if not dated:
        return None
    latest = max(dated, key=lambda r: (r.get("extended-to"), r.position))
    return Deadline(_at(work, latest.get("extended-to")), "extension", latest.id)


def accepted(work: Work, attempt: int) -> list[Record]:
    """The decisions that accept circumstances for an attempt, in ledger order."""
    decisions = work.so_far(work.own.of("circumstances-decision", assessment=work.assessment.id))
    return [
        r
        for r in decisions
        if (r.get("attempt") or 1) == attempt and r.get("decision") == "accepted"
    ]
