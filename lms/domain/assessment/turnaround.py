"""How soon feedback went back to learners, in working days, against the policy's target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.assessment.outcome import Result
from lms.domain.assessment.work import Work
from lms.domain.records import LONDON, Record


@dataclass(frozen=True, slots=True)
class Turnaround:
    """One script: handed in, due back, and when it went back; ``took`` counts working days so far.

    ``returned`` is None while the learner has nothing to read.
    """

    handed_in: date
    due: date
    returned: date | None
    took: int
    as_of: date

    @property
    def late(self) -> bool:
        """Whether it went back after its day, or has not gone back and its day has passed."""
        return (self.returned or self.as_of) > self.due

    @property
    def waiting(self) -> bool:
        """Whether it may still go back in time."""
        return self.returned is None and not self.late


@dataclass(frozen=True, slots=True)
class Share:
    """How many scripts went back in time, of those that went back or should have by now."""

    in_time: int
    of: int

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down so that 100 means every one; 100 of none."""
        return self.in_time * 100 // self.of if self.of else 100


def day_handed_in(submission: Record) -> date:
    """The London day on which a submission arrived."""
    said = submission.get("arrived")
    return datetime.fromisoformat(said).astimezone(LONDON).date() if said else submission.on


def turnaround(work: Work, result: Result, returned: date | None) -> Turnaround | None:
    """How soon one attempt went back; None where nothing was handed in.

    The target counts from the day of handing in, and so does what was handed in before its deadline.
    """
    if result.submission is None:
        return None
    handed_in, as_of = day_handed_in(result.submission), work.as_of.day
    ends = returned if returned is not None else as_of
    return Turnaround(
        handed_in=handed_in,
        due=work.days.after(handed_in, work.judged(result.attempt).policy.feedback_within),
        returned=returned,
        took=work.days.between(handed_in, ends),
        as_of=as_of,
    )


def share_in_time(turnarounds: Iterable[Turnaround]) -> Share:
    """The share of scripts that went back in time; those still waiting within it are left out."""
    decided = [t for t in turnarounds if not t.waiting]
    return Share(sum(not t.late for t in decided), len(decided))
