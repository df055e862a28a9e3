"""Work shown in person, cohort by cohort: who has presented or was examined, and who has not yet.

These lists are read in order to act on them, so they are of the present alone, like every queue:
what could be recorded, allocated or drawn on an earlier day is nobody's question. How the work stood
then is on the marks sheet, which takes a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lms.domain.assessment.outcome import Result, Stand
from lms.domain.assessment.results import results
from lms.domain.attempts import next_attempt
from lms.domain.evidence import enrolments_of
from lms.domain.policy import Actor, Target, may
from lms.domain.programme import Assessment, Programme, Stage
from lms.domain.records import Records, Refusal
from lms.domain.records import cohort as cohort_subject
from lms.domain.records import person as person_subject
from lms.errors import NotFound
from lms.services.assessed import find_work_of
from lms.services.enrolments import Learning
from lms.services.people import Cohort, cohorts, people
from lms.services.programmes import load, newest
from lms.services.see_cohort import cohort_named
from lms.services.site import Site, require
from lms.store.enrolments import Enrolled, of_cohort

ACT = "record-in-person"
NO_POLICY = "The marking policy that decides about this work is not on this site."


@dataclass(frozen=True, slots=True)
class ShownWork:
    """A piece of work that a cohort shows in person."""

    programme: str
    cohort: Cohort
    stage: Stage
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent that a learner has on record; ``last`` is None where its end is not known."""

    record: str
    family: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class InPersonRow:
    """A learner's line.

    ``stand`` is the last attempt's; ``on`` and ``record`` are those of what was shown, if anything
    was. ``refusal`` says why nothing can be recorded now, and is empty where something can.
    """

    person: str
    name: str
    enrolment: str
    attempt: int
    stand: Stand
    on: date | None
    record: str
    may_take_back: bool
    consents: tuple[Consent, ...]
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class InPersonPage:
    """The cohort's list for one piece of work, by name; those who left are not on it."""

    work: ShownWork
    rows: tuple[InPersonRow, ...]

    @property
    def shown(self) -> int:
        """How many have shown it at least once."""
        return sum(bool(row.record) for row in self.rows)


def list_in_person(site: Site, actor: Actor) -> tuple[ShownWork, ...]:
    """The work shown in person in the cohorts where the actor may record it, newest version's."""
    day = site.today()
    return tuple(
        ShownWork(group.programme, group, stage, work)
        for group in cohorts(site.session())
        if may(actor, ACT, Target(programme=group.programme, cohort=group.id), day)
        for stage in load(site, group.programme, newest(site, group.programme).version).stages
        for work in stage.assessments
        if work.in_person
    )


def see_in_person(
    site: Site, actor: Actor, programme: str, cohort: str, assessment: str
) -> InPersonPage:
    """A cohort's list for one piece of work, in a fixed number of statements."""
    group = require_cohort(site, actor, programme, cohort)
    places = places_of(site, group, assessment)
    if not places:
        return InPersonPage(_work_of_newest(site, group, assessment), ())
    subjects = [person_subject(p) for p in places]
    every = site.ledger.about(site.session(), [*subjects, cohort_subject(group.id)])
    names = people(site.session(), places)
    rows = [
        _row(site, at, names[p].name if p in names else p, every)
        for p, at in places.items()
        if p != actor.person
    ]
    first = next(iter(places.values()))
    work = ShownWork(programme, group, first.stage, first.assessment)
    return InPersonPage(work, tuple(sorted(rows, key=lambda row: row.name.casefold())))


@dataclass(frozen=True, slots=True)
class At:
    """A learner's place on the list: the enrolment, and the work in the version it is on."""

    enrolled: Enrolled
    version: Programme
    stage: Stage
    assessment: Assessment


def require_cohort(site: Site, actor: Actor, programme: str, cohort: str) -> Cohort:
    """The cohort whose work the actor may record."""
    require(site, actor, ACT, Target(programme=programme, cohort=cohort))
    return cohort_named(site, programme, cohort)


def places_of(site: Site, group: Cohort, assessment: str) -> Mapping[str, At]:
    """The learners of the cohort who have this work to show and have not left, by person."""
    found: dict[str, At] = {}
    for enrolled in of_cohort(site.session(), group.id):
        version = load(site, enrolled.programme, enrolled.version)
        for stage in version.stages_of(enrolled.admission):
            work = stage.assessment(assessment)
            if work and work.in_person and not enrolled.gone_by(site.today()):
                found[enrolled.person] = At(enrolled, version, stage, work)
    return found


def _work_of_newest(site: Site, group: Cohort, assessment: str) -> ShownWork:
    version = load(site, group.programme, newest(site, group.programme).version)
    for stage in version.stages:
        work = stage.assessment(assessment)
        if work and work.in_person:
            return ShownWork(group.programme, group, stage, work)
    raise NotFound("This programme has no such work that is shown in person.")


def learning_at(at: At, records: Records) -> Learning:
    """The enrolment of a place, over the records of its learner."""
    every = records.about(person_subject(at.enrolled.person))
    enrolment = next((e for e in enrolments_of(every) if e.id == at.enrolled.id), None)
    if enrolment is None:
        raise NotFound("An enrolment on this list was taken back meanwhile; open the page again.")
    return Learning(enrolment, every, at.version)


def _row(site: Site, at: At, name: str, records: Records) -> InPersonRow:
    of = learning_at(at, records)
    work = find_work_of(site, of, at.assessment)
    last = results(work)[-1] if work else Result(1, Stand.DUE)
    following = next_attempt(work) if work else Refusal("no-policy", NO_POLICY)
    shown = last.submission
    return InPersonRow(
        person=at.enrolled.person,
        name=name,
        enrolment=at.enrolled.id,
        attempt=last.attempt,
        stand=last.stand,
        on=shown.on if shown else None,
        record=shown.id if shown else "",
        may_take_back=bool(shown and shown.get("in-person") and not last.layers),
        consents=consents_of(of),
        refusal=following.reason if isinstance(following, Refusal) else "",
    )


def consents_of(of: Learning) -> tuple[Consent, ...]:
    """The consents on record in an enrolment, the one that lasts longest first."""
    found = [Consent(r.id, r.get("family") or "", r.first, r.last) for r in of.own.of("consent")]
    return tuple(sorted(found, key=lambda c: c.last or date.max, reverse=True))
