"""What a requirement kind may look at: one learner's facts, on one stage, as of one day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lms.domain.as_of import AsOf
from lms.domain.calendar import add_months
from lms.domain.programme import Programme, Requirement, Stage
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
    breaks, and ``withdrawn`` the day the learner left, if so.
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

    @property
    def key(self) -> str:
        return f"{self.programme}@{self.version}"


def enrolments_of(records: Records) -> tuple[Enrolment, ...]:
    """A person's enrolments, oldest first, with their breaks and moves applied."""
    return tuple(_enrolment(r, records) for r in records.of("enrolment"))


def _enrolment(opening: Record, records: Records) -> Enrolment:
    own = records.in_enrolment(opening.id)
    moves = own.of("cohort-move")
    withdrawals = own.of("withdrawal")
    return Enrolment(
        id=opening.id,
        person=opening.subject.id,
        programme=opening.get("programme"),
        version=opening.get("version"),
        admission=opening.get("admission"),
        cohort=(moves[-1] if moves else opening).get("cohort") or "",
        started=opening.on,
        interruptions=tuple(Period(r.first, r.last) for r in own.of("interruption")),
        withdrawn=withdrawals[-1].on if withdrawals else None,
    )


def stage_dates(
    stage: Stage, enrolment: Enrolment, programme: Programme, cohorts: Records
) -> Period:
    """When a stage runs for this learner.

    The cohort's own dates where it has them, else counted in months from enrolment. Approved
    breaks that fall within the stage push its end back by their days.
    """
    own = cohorts.about(cohort(enrolment.cohort))
    set_dates = own.of("cohort-stage", stage=f"{programme.id}/{stage.id}")
    if set_dates:
        first, last = set_dates[-1].first, set_dates[-1].last
    else:
        first, last = _counted_dates(stage, enrolment, programme)
    if last is not None:
        last += timedelta(days=sum(_break_days(b, first, last) for b in enrolment.interruptions))
    return Period(first, last)


def _counted_dates(stage: Stage, enrolment: Enrolment, programme: Programme) -> tuple[date, date]:
    before = [s for s in programme.stages_of(enrolment.admission) if s.order < stage.order]
    first = add_months(enrolment.started, sum(s.months for s in before))
    return first, add_months(first, stage.months) - timedelta(days=1)


def _break_days(interruption: Period, first: date, last: date) -> int:
    begin = max(first, interruption.first)
    end = interruption.last or interruption.first
    return max(0, (end - begin).days + 1) if begin <= last else 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """The plain data of one evaluation.

    ``records`` are those in force about the learner, ``others`` those about every other subject
    that a kind said it reads (signers, the cohort). ``dates`` are the stage's for this learner.
    ``level_of`` tells the level of any published ``programme/stage``.
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
        """Whether the stage has ended for this learner."""
        left = self.enrolment.withdrawn
        return self.as_of.passed(self.dates.last) or (left is not None and self.as_of.reached(left))

    def in_stage(self, day: date) -> bool:
        """Whether a day counts for this stage: from enrolment to the stage's end."""
        return self.dates.last is None or day <= self.dates.last


Evaluate = Callable[[Requirement, Evidence], Finding]
Reads = Callable[[Requirement, Records], Iterable[Subject]]
SettingsCheck = Callable[[Requirement, Stage, Programme], Iterable[str]]


def reads_nothing_else(_: Requirement, __: Records) -> Iterable[Subject]:
    """The kind looks at the learner's own records only."""
    return ()


def no_complaint(_: Requirement, __: Stage, ___: Programme) -> Iterable[str]:
    """The settings' schema says all there is to check."""
    return ()


@dataclass(frozen=True, slots=True)
class RequirementKind:
    """The declaration of a kind of requirement.

    ``settings`` is the schema of what a curriculum may set. ``evaluate`` is pure. ``reads`` names
    the other subjects whose records it looks at, given the learner's. ``check`` returns complaints
    about settings that no schema can see (an assessment that does not exist).
    """

    name: str
    title: str
    evaluate: Evaluate
    settings: tuple[Field, ...] = ()
    reads: Reads = reads_nothing_else
    check: SettingsCheck = no_complaint
    says: str = ""
