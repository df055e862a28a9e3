"""Among what a fact would be written: the day, the version it is under, and what is on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from lms.domain.as_of import AsOf
from lms.domain.assessment.policies import CORE_MARKING
from lms.domain.assessment.policy import MarkingRules
from lms.domain.assessment.work import Work
from lms.domain.evidence import Enrolment, RequirementKind, work_in
from lms.domain.programme import Assessment, Programme, Requirement, Stage
from lms.domain.records import Records


def no_level(_: str) -> str:
    """No published stage is known."""
    return ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a new fact is held against.

    ``today`` is the day on which it becomes known. ``records`` are those about its subject,
    ``others`` those about everybody else that it may speak of (its cohorts, a marker). ``programme``
    is the version that its enrolment is on, the newest for a fact about a cohort; ``enrolment`` is
    None where it belongs to none. ``published`` are all stages there are, as ``programme/stage``,
    and ``level_of`` tells the level of each.
    ``told_in_part`` says that the records are a story which leaves out what goes without saying.
    """

    today: date
    programme: Programme
    records: Records
    others: Records
    enrolment: Enrolment | None = None
    marking: MarkingRules = CORE_MARKING
    kinds: Mapping[str, RequirementKind] = field(default_factory=dict)
    published: frozenset[str] = frozenset()
    level_of: Callable[[str], str] = no_level
    told_in_part: bool = False

    @property
    def own(self) -> Records:
        """The records of the enrolment."""
        return self.records.in_enrolment(self.enrolment.id) if self.enrolment else self.records

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that the fact may be about."""
        if self.enrolment is None:
            return self.programme.stages
        return self.programme.stages_of(self.enrolment.admission)

    def stage(self, reference: object) -> Stage | None:
        """A stage of them, named as ``programme/stage``."""
        return next((s for s in self.stages if f"{self.programme.id}/{s.id}" == reference), None)

    def requirement(self, identity: object) -> Requirement | None:
        """A requirement of one of the stages."""
        found = (stage.requirement(str(identity)) for stage in self.stages)
        return next((r for r in found if r is not None), None)

    def assessment(self, identity: object) -> tuple[Stage, Assessment] | None:
        """A piece of assessed work, and the stage that it belongs to."""
        named = str(identity)
        return next(((s, a) for s in self.stages if (a := s.assessment(named))), None)

    def work(self, identity: object) -> Work | None:
        """A piece of work as its marks are derived; None without an enrolment or its policy."""
        found = self.assessment(identity)
        if found is None or self.enrolment is None:
            return None
        stage, assessment = found
        return work_in(
            self.enrolment,
            self.programme,
            f"{self.programme.id}/{stage.id}",
            assessment,
            self.marking,
            self.own,
            self.others,
            AsOf(self.today),
        )
