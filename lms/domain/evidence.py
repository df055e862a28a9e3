"""What a requirement kind may look at: one learner's facts, on one stage, as of one day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from lms.domain.as_of import AsOf
from lms.domain.assessment.policies import CORE_MARKING
from lms.domain.assessment.policy import MarkingPolicy, MarkingRules
from lms.domain.assessment.work import Move, Moves, Work, earlier_cohorts, policy_key
from lms.domain.assessment.working_days import WorkingDays
from lms.domain.latest import by_day
from lms.domain.programme import Assessment, Programme, Requirement, Stage
from lms.domain.records import Field, Record, Records, Subject, cohort
from lms.domain.verdicts import Finding, Verdict


@dataclass(frozen=True, slots=True)
class Period:
    """Two inclusive London days; ``last`` is None while the end is open."""

    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One admission of one person to one or more stages, on one pinned version.

    ``admission`` is the ``enrolment`` name that its stages share; ``interruptions`` are approved
    breaks, ``withdrawn`` the day the learner left, if so, and ``moves`` the cohorts one after
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
    def cohorts(self) -> frozenset[str]:
        """Every cohort that it was ever in."""
        return frozenset({self.cohort, *(move.cohort for move in self.moves)} - {""})

    def as_of(self, day: date) -> Enrolment:
        """The same in the cohort that it was in on a day: moves that came later left away."""
        moves = tuple(m for n, m in enumerate(self.moves) if n == 0 or m.on <= day)
        return replace(self, moves=moves, cohort=moves[-1].cohort) if moves else self


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
        moves=tuple(Move(r.on, r.get("cohort") or "", r.position) for r in moves),
    )


def work_in(
    enrolment: Enrolment,
    stage: str,
    assessment: Assessment,
    policy: MarkingPolicy,
    days: WorkingDays,
    own: Records,
    cohorts: Records,
    as_of: AsOf,
) -> Work:
    """A piece of work in an enrolment; ``stage`` is ``programme/stage``.

    ``own`` are the records of the enrolment, ``cohorts`` those about every cohort that it was ever
    in; others among them change nothing.
    """
    return Work(
        assessment=assessment,
        stage=stage,
        policy=policy,
        days=days,
        own=own,
        cohort=cohorts.about(cohort(enrolment.cohort)),
        as_of=as_of,
        earlier_cohorts=earlier_cohorts(cohorts, enrolment.cohorts, enrolment.cohort),
        moves=enrolment.moves,
    )


class NotInUse(Exception):
    """Something that decides comes from a plugin that is not in use; it says what. A verdict is held."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The plain data of one evaluation.

    ``records`` are those in force about the learner, ``others`` those about every other subject
    that a kind said it reads (signers, the cohort). ``dates`` are the stage's for this learner;
    ``end`` is the last day that counts for it, None while that is open, and ``closed`` says that
    leaving or a decision of the board has ended it. ``level_of`` tells the level of any published
    ``programme/stage``. ``marking`` are the site's marking policies and working days.
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

    def work(self, assessment: Assessment) -> Work | None:
        """A piece of work as its marks are derived; None where its policy's plugin is not here."""
        policy = self.marking.find(policy_key(self.programme, self.enrolment.cohort, self.others))
        if policy is None:
            return None
        return work_in(
            self.enrolment,
            self.stage_ref,
            assessment,
            policy,
            self.marking.days,
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
        if subject == Subject("person", self.person):
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
        """Whether a day counts for this stage: from enrolment to the stage's end."""
        return self.end is None or day <= self.end


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
    pieces of work that make one mark together, so that one can make up for another.
    """

    name: str
    title: str
    evaluate: Evaluate
    settings: tuple[Field, ...] = ()
    reads: Reads = reads_nothing_else
    check: SettingsCheck = no_complaint
    says: str = ""
    weighs: Weighs = weighs_nothing
