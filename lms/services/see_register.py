"""The register of one day of a cohort as it stands, before a tutor changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from lms.domain.evidence import ENROLMENT, enrolments_of
from lms.domain.half_days import AM, PM, days_of, recorded_halves
from lms.domain.kinds_read import some_kinds
from lms.domain.part import EVERYTHING, Asked, Part, part_of
from lms.domain.policy import Actor, Target, may
from lms.domain.programme import Programme, Stage
from lms.domain.records import Record, Records, person
from lms.domain.wording import many
from lms.errors import NotFound, NotKnown
from lms.services.people import Cohort, cohort, people
from lms.services.programmes import load
from lms.services.site import Site
from lms.store import enrolments
from lms.store.enrolments import Enrolled

REGISTERS = ("taught", "tutor-group")


@dataclass(frozen=True, slots=True)
class Day:
    """Which day of which register; ``stage`` is the id of a stage of the cohort's programme."""

    cohort: str
    stage: str
    number: int
    register: str = "taught"


@dataclass(frozen=True, slots=True)
class Place:
    """A learner's place on a register: the enrolment, and the stage of the version it is on."""

    enrolled: Enrolled
    version: Programme
    stage: Stage

    def halves(self, records: Records, day: Day) -> dict[str, Record]:
        """What is recorded of each half of a day."""
        own = records.in_enrolment(self.enrolled.id)
        stage = f"{self.version.id}/{self.stage.id}"
        moves = next((e.moves for e in enrolments_of(records) if e.id == self.enrolled.id), ())
        return recorded_halves(own, day.register, stage, day.number, moves)


HALVES = some_kinds(*ENROLMENT, "attendance")
"""The kinds of records that a register is made of."""


@dataclass(frozen=True, slots=True)
class Row:
    """One learner's line: for each half True, False, or None where nothing is recorded yet."""

    person: str
    name: str
    am: bool | None
    pm: bool | None


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A day's register, or a part of its learners; ``on`` is the date recorded for it, ``seen`` the last position it shows."""

    day: Day
    cohort: Cohort
    stage_title: str
    days: int
    rows: Part[Row]
    on: date | None
    seen: int


def see_register(site: Site, actor: Actor, day: Day, asked: Asked = EVERYTHING) -> RegisterPage:
    """A day's register, by name, each learner's halves as they are recorded now."""
    group = require_cohort(site, actor, day)
    session = site.session()
    places = places_on(site, session, day)
    days = check_day(places, day)
    records = site.ledger.about(session, map(person, places), kinds=HALVES)
    found = {p: at.halves(records.about(person(p)), day) for p, at in places.items()}
    names = people(session, places)
    rows = [_row(p, names[p].name if p in names else p, halves) for p, halves in found.items()]
    return RegisterPage(
        day=day,
        cohort=group,
        stage_title=next((at.stage.title for at in places.values()), day.stage),
        days=days,
        rows=part_of(sorted(rows, key=lambda row: row.name), asked),
        on=max((r.on for halves in found.values() for r in halves.values()), default=None),
        seen=site.ledger.head(session)[0],
    )


def _row(identity: str, name: str, halves: Mapping[str, Record]) -> Row:
    present = {half: bool(record.get("present")) for half, record in halves.items()}
    return Row(identity, name, present.get(AM), present.get(PM))


def require_cohort(site: Site, actor: Actor, day: Day) -> Cohort:
    """The cohort whose register the actor may take; NotKnown where there is none such."""
    group = cohort(site.session(), day.cohort)
    target = Target(programme=group.programme, cohort=group.id) if group else Target()
    if group is None or not may(actor, "take-register", target, site.today()):
        raise NotKnown
    return group


def places_on(site: Site, session: Session, day: Day) -> dict[str, Place]:
    """The learners of the cohort whose enrolment has the stage and who have not left, by person."""
    found: dict[str, Place] = {}
    for enrolled in enrolments.of_cohort(session, day.cohort):
        version = load(site, enrolled.programme, enrolled.version, session)
        stage = version.stage(day.stage)
        if stage and stage.enrolment == enrolled.admission and not enrolled.gone_by(site.today()):
            found[enrolled.person] = Place(enrolled, version, stage)
    return found


def check_day(places: Mapping[str, Place], day: Day) -> int:
    """How many days the register has; NotFound where the stage has no such day or register."""
    days = max((days_of(at.stage).get(day.register, 0) for at in places.values()), default=0)
    if places and not 1 <= day.number <= days:
        raise NotFound(f"This register has {many(days, 'day')}; there is no day {day.number}.")
    return days
