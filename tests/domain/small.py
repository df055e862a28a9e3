"""A programme of one stage for tests of pure rules, and records for one learner of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from lms.domain.as_of import AsOf
from lms.domain.assessment.policies import LEVEL_7
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.assessment.work import Work
from lms.domain.assessment.working_days import WorkingDays
from lms.domain.programme import Assessment, LogTemplate, Programme, Prompt, Requirement, Stage
from lms.domain.records import Record, Records, cohort, person

SPRING = cohort("spring")
NO_HOLIDAYS = WorkingDays()
BEGAN = date(2026, 1, 5)
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def requirement(
    identity: str, kind: str, of: tuple[Requirement, ...] = (), **settings: Any
) -> Requirement:
    """A requirement; underscores in the names of settings stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in settings.items()}
    return Requirement(identity, identity, kind, MappingProxyType(named), of=of)


def programme(
    *requirements: Requirement,
    assessments: Iterable[Assessment] = (),
    logs: Iterable[LogTemplate] = (),
) -> Programme:
    """A programme of one stage of twelve months."""
    stage = Stage(
        "year",
        "The year",
        1,
        "small",
        "foundation",
        False,
        12,
        1,
        Fraction(1),
        3,
        requirements=requirements,
        assessments=tuple(assessments),
        logs=tuple(logs),
    )
    return Programme("small", "Small", "1", (), "level-7@1", (stage,))


def assessment(identity: str = "essay", marking: str = "mark", **more: Any) -> Assessment:
    """A piece of assessed work."""
    return Assessment(identity, identity.title(), "essay", marking, "", **more)


def template(identity: str = "log") -> LogTemplate:
    """A log template of one prompt."""
    return LogTemplate(identity, identity.title(), "", "", (Prompt("what", "What?", ""),))


class Story:
    """Tells one learner's records in order, each a minute after the one before."""

    def __init__(self) -> None:
        self.told: list[Record] = []
        self.enrolment = self.tell(
            "enrolment", BEGAN, programme="small", version="1", admission="small", cohort=""
        ).id

    def tell(
        self, kind: str, on: date, *, until: date | None = None, by: str = "tutor", **fields: Any
    ) -> Record:
        """Add a record; a period where ``until`` is given."""
        number = len(self.told) + 1
        record = Record(
            position=number,
            id=f"r{number}",
            subject=person("amara"),
            kind=kind,
            version=1,
            first=on,
            last=until,
            recorded=NOON + timedelta(minutes=number),
            recorded_by=by,
            payload={k.replace("_", "-"): v for k, v in fields.items()},
            enrolment=None if kind == "enrolment" else self.enrolment,
        )
        self.told.append(record)
        return record

    @property
    def own(self) -> Records:
        """The records in force of the enrolment."""
        return Records(self.told).in_enrolment(self.enrolment)

    def work(
        self,
        assessment: Assessment,
        on: date,
        policy: MarkingPolicy = LEVEL_7,
        days: WorkingDays = NO_HOLIDAYS,
    ) -> Work:
        """A piece of work of the year as of a day, in the cohort ``spring``."""
        everything = Records(self.told)
        return Work(
            assessment=assessment,
            stage="small/year",
            policy=policy,
            days=days,
            own=everything.in_enrolment(self.enrolment),
            cohort=everything.about(SPRING),
            as_of=AsOf(on),
        )

    def tell_of_cohort(self, kind: str, on: date, **fields: Any) -> Record:
        """Add a record about the cohort."""
        told = self.tell(kind, on, **fields)
        self.told[-1] = replace(told, subject=SPRING, enrolment=None)
        return self.told[-1]
