"""One piece of assessed work of one learner: the plain data from which its marks are derived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias

from lms.domain.as_of import AsOf
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.assessment.working_days import WorkingDays
from lms.domain.latest import when
from lms.domain.programme import Assessment, Programme
from lms.domain.records import NO_RECORDS, Record, Records
from lms.domain.records import cohort as cohort_subject


class Move(NamedTuple):
    """A cohort that somebody came to: from which day, and where the ledger has it."""

    on: date
    cohort: str
    position: int


Moves: TypeAlias = tuple[Move, ...]
"""The cohorts that somebody was in, one after another."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is looked at.

    ``stage`` is ``programme/stage``. ``own`` are the records of the enrolment, ``cohort`` those
    about its cohort, ``earlier_cohorts`` those about the cohorts that its learner has left for
    another, all as known at the moment asked about. ``moves`` are its learner's cohorts one after
    another; without any, the learner was in the one cohort all the time.
    """

    assessment: Assessment
    stage: str
    policy: MarkingPolicy
    days: WorkingDays
    own: Records
    cohort: Records
    as_of: AsOf
    earlier_cohorts: Records = NO_RECORDS
    moves: Moves = ()

    @property
    def in_cohort(self) -> bool:
        """Whether there is a cohort; who is in none has nobody to wait for."""
        return not self.moves or bool(self.moves[-1].cohort)

    @property
    def releases(self) -> list[Record]:
        """Every release of this stage that was made to the learner's cohort of its time."""
        found = reached(self.moves, self.of_cohorts("release"))
        return [r for r in found if r.get("stage") == self.stage]

    def of_cohorts(self, kind: str) -> list[Record]:
        """The records of a kind about every cohort that its learner was ever in, in ledger order."""
        every = (*self.earlier_cohorts.of(kind), *self.cohort.of(kind))
        return sorted(every, key=lambda r: r.position)

    def so_far(self, records: Iterable[Record]) -> list[Record]:
        """Those that had happened by the day asked about."""
        return [r for r in records if self.as_of.reached(r.on)]

    def of(self, kind: str, attempt: int) -> list[Record]:
        """The records of a kind about one attempt at this work, in ledger order."""
        named = self.so_far(self.own.of(kind, assessment=self.assessment.id))
        return [r for r in named if attempt_of(r) == attempt]


def attempt_of(record: Record) -> int:
    """The attempt that a record about assessed work belongs to."""
    attempt: int = record.get("attempt") or 1
    return attempt


def is_after(one: Record, other: Record) -> bool:
    """Whether something happened after something else.

    Of one day, what the ledger has first came first.
    """
    return when(one) > when(other)


def reached(moves: Moves, releases: Iterable[Record]) -> list[Record]:
    """The releases that were made to a cohort while the learner was known to be in it.

    What a cohort released to somebody stays released when he or she leaves it; what it released
    before or afterwards was released to others. A move that is written down later for an earlier
    day changes nothing of that: who saw a mark has seen it.
    """
    return [r for r in releases if not moves or _cohort_at(moves, r.position) == r.subject.id]


def _cohort_at(moves: Moves, position: int) -> str | None:
    known = [move.cohort for move in moves if move.position < position]
    return known[-1] if known else None


def earlier_cohorts(records: Records, cohorts: Iterable[str], present: str) -> Records:
    """The records about all but the present one of some cohorts."""
    names = sorted(set(cohorts) - {present})
    return Records(r for name in names for r in records.about(cohort_subject(name)))


def policy_key(programme: Programme, cohort: str, others: Records) -> str:
    """The policy that holds for a learner: the one that the cohort began with (8a.10).

    Cohorts without one of their own use that of the learner's version of the curriculum.
    """
    kept = others.about(cohort_subject(cohort)).of("cohort-policy", programme=programme.id)
    return str(kept[0].get("policy")) if kept else programme.marking_policy
