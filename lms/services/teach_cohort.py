"""A cohort as its tutors see it: who still needs what, and which registers there are to take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.half_days import days_of
from lms.domain.policy import Actor, Target, may
from lms.domain.programme import Stage
from lms.domain.verdicts import Outcome
from lms.errors import NotKnown
from lms.services.people import cohort as cohort_of
from lms.services.see_cohort import CohortPage, LearnerLine, see_cohort
from lms.services.site import Site
from lms.services.stage_lines import StageLine


@dataclass(frozen=True, slots=True)
class RegisterOf:
    """A register of one stage, and how many days it has."""

    stage: Stage
    register: str
    days: int


@dataclass(frozen=True, slots=True)
class Taught:
    """A learner and the stage he or she is on: the first not settled, else the last."""

    line: LearnerLine
    stage: StageLine | None

    @property
    def needed(self) -> int:
        """How many requirements completing the stage asks of the learner."""
        return len(self.stage.asked) if self.stage else 0

    @property
    def settled(self) -> int:
        """How many of them need nothing more."""
        return len(self.stage.settled) if self.stage else 0


@dataclass(frozen=True, slots=True)
class TaughtCohort:
    """The cohort's page, its learners on their present stages, and its registers."""

    page: CohortPage
    learners: tuple[Taught, ...]
    left: tuple[LearnerLine, ...]
    registers: tuple[RegisterOf, ...]

    @property
    def outcomes(self) -> Mapping[str, int]:
        """How many learners' present stages come to what."""
        return Counter(taught.stage.outcome for taught in self.learners if taught.stage)


def teach_cohort(
    site: Site,
    actor: Actor,
    identity: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> TaughtCohort:
    """The cohort with every learner's stages, in a fixed number of statements."""
    named = cohort_of(site.session(), identity)
    target = Target(programme=named.programme, cohort=identity) if named else Target()
    if named is None or not may(actor, "see-cohort", target, site.today()):
        raise NotKnown
    page = see_cohort(site, actor, named.programme, identity, as_of, known_at)
    return TaughtCohort(
        page,
        tuple(Taught(line, present_stage(line)) for line in page.present),
        page.left,
        _registers(page, page.present),
    )


def present_stage(line: LearnerLine) -> StageLine | None:
    """The first stage that is not settled, else the last."""
    open_ones = (s for s in line.stages if not Outcome(s.outcome).settles)
    return next(open_ones, line.stages[-1] if line.stages else None)


def _registers(page: CohortPage, present: Sequence[LearnerLine]) -> tuple[RegisterOf, ...]:
    admissions = {line.enrolment.admission for line in present}
    stages = [stage for stage in page.programme.stages if stage.enrolment in admissions]
    return tuple(
        RegisterOf(stage, register, days)
        for stage in stages
        for register, days in days_of(stage).items()
    )
