"""One piece of assessed work of one learner: the plain data from which its marks are derived."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from lms.domain.as_of import AsOf
from lms.domain.assessment.moves import Move, Moves, move_before, reached
from lms.domain.assessment.numbering import Numbering, numbering, written_attempt
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.assessment.working_days import WorkingDays
from lms.domain.latest import when
from lms.domain.programme import Assessment, Programme
from lms.domain.records import NO_RECORDS, Record, Records
from lms.domain.records import cohort as cohort_subject
from lms.domain.remembering import Remembers


def _no_policies() -> Mapping[str, MarkingPolicy]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Work(Remembers):
    """What is looked at, and what several ask of it.

    ``stage`` is ``programme/stage``. ``own`` are the records of the enrolment, ``cohort`` those
    about its cohort, ``earlier_cohorts`` those about the cohorts that its learner has left for
    another, all as known at the moment asked about. ``moves`` are its learner's cohorts one after
    another; without any, the learner was in the one cohort all the time. ``policy`` is that of the
    present cohort and ``policies`` those of all of them, by cohort. ``requirements`` name those
    that ask for the work. ``board`` is the record by which a board decided about it, where it is
    looked at as it was then.
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
    policies: Mapping[str, MarkingPolicy] = field(default_factory=_no_policies)
    requirements: frozenset[str] = frozenset()
    board: Record | None = None

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

    @property
    def numbering(self) -> Numbering:
        """Which attempt a record of this work belongs to."""
        own, assessment = self.own, self.assessment.id
        return self.once(
            "numbering", lambda: numbering(own, assessment, lambda r: self.as_of.reached(r.on))
        )

    def of(self, kind: str, attempt: int) -> list[Record]:
        """The records of a kind about one attempt at this work, in ledger order."""
        return self.once(kind, lambda: self._by_attempt(kind)).get(attempt, []).copy()

    def _by_attempt(self, kind: str) -> dict[int, list[Record]]:
        found: dict[int, list[Record]] = {}
        for record in self.so_far(self.own.of(kind, assessment=self.assessment.id)):
            found.setdefault(self.numbering.attempt_of(record), []).append(record)
        return found

    def counting(self, kind: str, attempt: int) -> list[Record]:
        """The same without what came before the attempt was deferred."""
        named = self.of(kind, attempt)
        return [r for r in named if self.numbering.counts(r)] if named else named

    def begun(self, attempt: int) -> Record | None:
        """The first text of an attempt, or its first mark where nothing was handed in."""
        texts = self.counting("submission", attempt) or self.counting("mark", attempt)
        return texts[0] if texts else None

    @property
    def stays(self) -> list[Move]:
        """The moves that had happened by the day asked about, that of the enrolment first."""
        return [m for n, m in enumerate(self.moves) if n == 0 or self.as_of.reached(m.on)]

    def stay(self, attempt: int) -> Move | None:
        """The cohort by which an attempt is judged: the one in which it was handed in (8a.24).

        The present one while it was not; None where there is but the one cohort.
        """
        begun = self.begun(attempt)
        if begun is not None:
            return move_before(self.moves, begun)
        return self.stays[-1] if self.moves else None

    def records_in(self, stay: Move | None) -> Records:
        """The records about one of the learner's cohorts."""
        if stay is None:
            return self.cohort
        named = cohort_subject(stay.cohort)
        return self.cohort.about(named) or self.earlier_cohorts.about(named)

    def policy_in(self, stay: Move | None) -> MarkingPolicy:
        """The marking policy of one of the learner's cohorts."""
        return self.policies.get(stay.cohort, self.policy) if stay else self.policy

    def judged(self, attempt: int) -> Work:
        """The same under the policy by which an attempt is judged."""
        return self.once(("judged", attempt), lambda: self._judged(attempt))

    def _judged(self, attempt: int) -> Work:
        policy = self.policy_in(self.stay(attempt))
        return self if policy == self.policy else replace(self, policy=policy)

    def as_decided(self, board: Record) -> Work:
        """The same as it was known at a board's record, with the cohort and policy of then.

        An outcome that was corrected since has the place of the one that was given first.
        """
        at = place_of(board)
        moves = tuple(m for n, m in enumerate(self.moves) if n == 0 or m.position < at)
        return replace(
            self,
            policy=self.policy_in(moves[-1]) if moves else self.policy,
            own=self.own.known_by(at),
            cohort=self.cohort.known_by(at),
            earlier_cohorts=self.earlier_cohorts.known_by(at),
            moves=moves,
            as_of=AsOf(board.on),
            board=board,
        )


def attempt_of(record: Record) -> int:
    """The attempt that a record about assessed work names."""
    return written_attempt(record)


def place_of(record: Record) -> int:
    """Where the ledger has something; a corrected outcome has the place of what it corrects."""
    place: int = record.get("in-place-of") or record.position
    return place


def is_after(one: Record, other: Record) -> bool:
    """Whether something happened after something else.

    Of one day, what the ledger has first came first.
    """
    return when(one) > when(other)


def earlier_cohorts(records: Records, cohorts: Iterable[str], present: str) -> Records:
    """The records about all but the present one of some cohorts."""
    names = sorted(set(cohorts) - {present})
    return Records.together(records.about(cohort_subject(name)) for name in names)


def policy_key(programme: Programme, cohort: str, others: Records) -> str:
    """The policy that holds in a cohort: the one that it began with (8a.10).

    Cohorts without one of their own use that of the learner's version of the curriculum.
    """
    kept = others.about(cohort_subject(cohort)).of("cohort-policy", programme=programme.id)
    return str(kept[0].get("policy")) if kept else programme.marking_policy
