"""One piece of assessed work of one learner: the plain data from which its marks are derived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lms.domain.as_of import AsOf
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.assessment.working_days import WorkingDays
from lms.domain.programme import Assessment, Programme
from lms.domain.records import Record, Records
from lms.domain.records import cohort as cohort_subject


@dataclass(frozen=True, slots=True)
class Work:
    """What is looked at.

    ``stage`` is ``programme/stage``. ``own`` are the records of the enrolment, ``cohort`` those
    about its cohort, both as known at the moment asked about.
    """

    assessment: Assessment
    stage: str
    policy: MarkingPolicy
    days: WorkingDays
    own: Records
    cohort: Records
    as_of: AsOf

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


def policy_key(programme: Programme, cohort: str, others: Records) -> str:
    """The policy that holds for a learner: the one that the cohort began with (8a.10).

    Cohorts without one of their own use that of the learner's version of the curriculum.
    """
    kept = others.about(cohort_subject(cohort)).of("cohort-policy", programme=programme.id)
    return str(kept[0].get("policy")) if kept else programme.marking_policy
