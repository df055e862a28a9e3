"""What a requirement kind may look at: one learner's facts, on one stage, as of one day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from lms.domain.as_of import ONE_DAY, AsOf
from lms.domain.assessment.moves import Move, Moves, move_before
from lms.domain.assessment.numbering import written_attempt
from lms.domain.assessment.policies import CORE_MARKING
from lms.domain.assessment.policy import MarkingPolicy, MarkingRules
from lms.domain.assessment.work import Work, earlier_cohorts, policy_key
from lms.domain.latest import by_day
from lms.domain.programme import Assessment, Programme, Requirement, Stage
from lms.domain.records import Field, Record, Records, Subject, cohort
from lms.domain.remembering import Remembers
from lms.domain.verdicts import Finding, Verdict

ENROLMENT = ("enrolment", "cohort-move", "interruption", "withdrawal")
"""The kinds of records that an enrolment is made of."""


@dataclass(frozen=True, slots=True)
class Period:
    """Two inclusive London days; ``last`` is None while the end is open."""

    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One admission of one person to one or more stages, on one pinned version.

    ``admission`` is the ``enrolment`` name that its stages share; ``interruptions`` are approved
    breaks, ``withdrawn`` the first day on which the learner is gone, if so, and ``moves`` the cohorts one after
    another with the day of each, of which ``cohort`` is the last.
    """

    id: str
    person: str
    programme: str
    version: str
    admission: str
    cohort: str
    started: date
    interruptions: tuple[Period, ...] = ()
    withdrawn: date | None = None
    moves: Moves = ()

    @property
    def key(self) -> str:
        return f"{self.programme}@{self.version}"

    @property
    def last_day(self) -> date | None:
        """The last day of somebody who has left: the day before the one from which he or she is gone."""
        return self.withdrawn - ONE_DAY if self.withdrawn else None

    def gone_by(self, day: date) -> bool:
        """Whether the learner has left by a day; one recorded ahead is here until the last day."""
        return self.withdrawn is not None and self.withdrawn <= day

    @property
    def cohorts(self) -> frozenset[str]:
        """Every cohort that it was ever in."""
        return frozenset({self.cohort, *(move.cohort for move in self.moves)} - {""})

    def as_of(self, day: date) -> Enrolment:
        """The same as it was on a day: moves and a withdrawal that came later left away."""
        moves = tuple(m for n, m in enumerate(self.moves) if n == 0 or m.on <= day)
        left = self.withdrawn if self.gone_by(day) else None
        cohort = moves[-1].cohort if moves else self.cohort
        return replace(self, moves=moves, cohort=cohort, withdrawn=left)


def enrolments_of(records: Records) -> tuple[Enrolment, ...]:
    """A person's enrolments, oldest first, with their breaks and moves applied."""
    return tuple(_enrolment(r, records) for r in by_day(records.of("enrolment")))


def _enrolment(opening: Record, records: Records) -> Enrolment:
    own = records.in_enrolment(opening.id)
    moves = [opening, *by_day(own.of("cohort-move"))]
    return Enrolment(
        id=opening.id,
        person=opening.subject.id,
        programme=opening.get("programme"),
        version=opening.get("version"),
        admission=opening.get("admission"),
        cohort=moves[-1].get("cohort") or "",
        started=opening.on,
        interruptions=tuple(
            sorted((Period(r.first, r.last) for r in own.of("interruption")), key=lambda p: p.first)
        ),
        withdrawn=min((r.on for r in own.of("withdrawal")), default=None),
        moves=tuple(_move(r) for r in moves),
    )


def _move(record: Record) -> Move:
    recorded = record.recorded if record.kind == "cohort-move" else None
    due = tuple(record.get("due") or ())
    return Move(record.on, record.get("cohort") or "", record.position, recorded, due)


def policies_of(
    enrolment: Enrolment, programme: Programme, cohorts: Records, marking: MarkingRules
) -> Mapping[str, MarkingPolicy] | None:
    """The marking policy of each cohort that an enrolment was ever in; None where one is not here."""
    names = {enrolment.cohort, *enrolment.cohorts}
    found = {name: marking.find(policy_key(programme, name, cohorts)) for name in names}
    known = {name: policy for name, policy in found.items() if policy is not None}
    return known if len(known) == len(found) else None


def policy_at(
    enrolment: Enrolment,
    programme: Programme,
    own: Records,
    cohorts: Records,
    marking: MarkingRules,
) -> Callable[[Record], MarkingPolicy | None]:
    """Which policy holds for a mark: that of the cohort in which its attempt was handed in (8a.24)."""

    def find(mark: Record) -> MarkingPolicy | None:
        texts = own.of("submission", assessment=mark.get("assessment"))
        same = [t for t in texts if t.position < mark.position]
        first = [t for t in same if written_attempt(t) == written_attempt(mark)] or [mark]
        move = move_before(enrolment.moves, first[0])
        name = move.cohort if move else enrolment.cohort
        return marking.find(policy_key(programme, name, cohorts))

    return find


def work_in(
    enrolment: Enrolment,
    programme: Programme,
    stage: str,
    assessment: Assessment,
    marking: MarkingRules,
    own: Records,
    cohorts: Records,
    as_of: AsOf,
) -> Work | None:
    """A piece of work in an enrolment, or None where a policy that decides it is not here.

    ``stage`` is ``programme/stage``. ``own`` are the records of the enrolment, ``cohorts`` those
    about every cohort that it was ever in; others among them change nothing.
    """
    policies = policies_of(enrolment, programme, cohorts, marking)
    if policies is None:
        return None
    return Work(
        assessment=assessment,
        stage=stage,
        policy=policies[enrolment.cohort],
        days=marking.days,
        own=own,
        cohort=cohorts.about(cohort(enrolment.cohort)),
        as_of=as_of,
        earlier_cohorts=earlier_cohorts(cohorts, enrolment.cohorts, enrolment.cohort),
        moves=enrolment.moves,
        policies=policies,
        requirements=programme.asking_for(assessment.id),
    )


class NotInUse(Exception):
    """Something that decides comes from a plugin that is not in use; it says what. A verdict is held."""


@dataclass(frozen=True, slots=True)
class Evidence(Remembers):
    """The plain data of one evaluation, and what several requirements ask of it.

    ``records`` are those in force about the learner, ``others`` those about every other subject
    that a kind said it reads (signers, the cohort). ``dates`` are the stage's for this learner;
    ``end`` is the last day that counts for it, None while that is open, and ``closed`` says that
    leaving or a decision of the board has ended it. ``level_of`` tells the level of any published
    ``programme/stage``. ``marking`` are the site's marking policies and working days.
    ``dates_in_force`` tells the stage's dates as they held for the learner on a day; without it,
    they never changed.
    """

    person: str
    enrolment: Enrolment
    programme: Programme
    stage: Stage
    dates: Period
    records: Records
    others: Records
    as_of: AsOf
    level_of: Callable[[str], str]
    evaluate: Callable[[Requirement, Evidence], Verdict]
    end: date | None = None
    closed: bool = False
    marking: MarkingRules = CORE_MARKING
    dates_in_force: Callable[[date], Period] | None = None

    def work(self, assessment: Assessment) -> Work | None:
        """A piece of work as its marks are derived; None where its policy's plugin is not here."""
        return work_in(
            self.enrolment,
            self.programme,
            self.stage_ref,
            assessment,
            self.marking,
            self.own,
            self.others,
            self.as_of,
        )

    @property
    def own(self) -> Records:
        """The learner's records that belong to this enrolment."""
        return self.records.in_enrolment(self.enrolment.id)

    def so_far(self, records: Iterable[Record]) -> list[Record]:
        """Those that had happened by the day asked about."""
        return [r for r in records if self.as_of.reached(r.on)]

    def about(self, subject: Subject) -> Records:
        """The records about another subject, or about the learner."""
        if subject.id == self.person and subject.type == "person":
            return self.records
        return self.others.about(subject)

    @property
    def stage_ref(self) -> str:
        """The stage as records name it: ``programme/stage``."""
        return f"{self.programme.id}/{self.stage.id}"

    @property
    def over(self) -> bool:
        """Whether the stage has ended for this learner: by its dates, by leaving or by decision."""
        return self.closed or self.as_of.passed(self.end)

    def in_stage(self, day: date) -> bool:
        """Whether a day counts for this stage: from enrolment to the stage's end.

        The stage's dates that were in force for the learner on that day count too: a move to
        another cohort takes away nothing that was done before it (8a.24).
        """
        if self.end is None or day <= self.end:
            return True
        last = self.dates_on(day).last
        return last is None or day <= last

    def dates_on(self, day: date) -> Period:
        """The stage's dates that were in force for the learner on a day."""
        return self.dates_in_force(day) if self.dates_in_force else self.dates


Evaluate = Callable[[Requirement, Evidence], Finding]
Reads = Callable[[Requirement, Records], Iterable[Subject]]
Weighs = Callable[[Requirement], Iterable[str]]
SettingsCheck = Callable[[Requirement, Stage, Programme], Iterable[str]]


def reads_nothing_else(_: Requirement, __: Records) -> Iterable[Subject]:
    """The kind looks at the learner's own records only."""
    return ()


def weighs_nothing(_: Requirement) -> Iterable[str]:
    """No piece of work makes up for another."""
    return ()


def no_complaint(_: Requirement, __: Stage, ___: Programme) -> Iterable[str]:
    """The settings' schema says all there is to check."""
    return ()


@dataclass(frozen=True, slots=True)
class RequirementKind:
    """The declaration of a kind of requirement.

    ``settings`` is the schema of what a curriculum may set. ``evaluate`` is pure. ``reads`` names
    the other subjects whose records it looks at, given the learner's. ``check`` returns complaints
    about settings that no schema can see (an assessment that does not exist). ``weighs`` names the
    pieces of work that make one mark together, so that one can make up for another. ``offered``
    says that it is about what the version offers, alike for everybody on it: it is shown apart, and
    counts among what nobody has settled.
    """

    name: str
    title: str
    evaluate: Evaluate
    settings: tuple[Field, ...] = ()
    reads: Reads = reads_nothing_else
    check: SettingsCheck = no_complaint
    says: str = ""
    weighs: Weighs = weighs_nothing
    offered: bool = False
