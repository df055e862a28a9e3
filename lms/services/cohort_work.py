"""The assessed work of a cohort's learners on one stage, read in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy.orm import Session

from lms.domain.as_of import AsOf
from lms.domain.assessment.moderation import CONFIRMED, moderations, needs_moderation, script_of
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.assessment.results import results
from lms.domain.assessment.work import Work
from lms.domain.evidence import Enrolment, enrolments_of, work_in
from lms.domain.kinds_read import all_but, some_kinds
from lms.domain.programme import Assessment, Programme, Stage
from lms.domain.records import Record, Records, Refusal, person
from lms.domain.records import cohort as cohort_subject
from lms.errors import NotFound, Refused
from lms.services.assessed import NO_POLICY
from lms.services.cohort_policy import policy_of_cohort
from lms.services.enrolments import Learning, so_far
from lms.services.programmes import load, newest, programme_of
from lms.services.see_cohort import cohort_named
from lms.services.site import Site
from lms.store import people
from lms.store.enrolments import of_cohort
from lms.store.people import Cohort


@dataclass(frozen=True)
class CohortWork:
    """A stage of a cohort: its learners who have not left, and every piece of work of each.

    ``programme`` and ``stage`` are of the newest version; each learner's own version says which
    work there is. ``policy`` is the one that the cohort keeps, ``day`` the one asked about.
    """

    cohort: Cohort
    programme: Programme
    stage: Stage
    policy: MarkingPolicy
    records: Records
    learners: tuple[Learning, ...]
    works: tuple[tuple[Learning, Work], ...]
    day: date

    @property
    def stage_ref(self) -> str:
        """The stage as records name it."""
        return f"{self.programme.id}/{self.stage.id}"

    def of(self, enrolment: str) -> list[Work]:
        """The work of one learner."""
        return list(self._by_enrolment.get(enrolment, ()))

    @cached_property
    def _by_enrolment(self) -> Mapping[str, list[Work]]:
        found: dict[str, list[Work]] = {}
        for learner, work in self.works:
            found.setdefault(learner.enrolment.id, []).append(work)
        return found

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """Every piece of work that somebody has, in the order of the newest version."""
        found = {a.id: a for a in self.stage.assessments}
        for _, work in self.works:
            found.setdefault(work.assessment.id, work.assessment)
        return tuple(found.values())


def cohort_work(
    site: Site,
    programme: str,
    cohort: str,
    stage: str,
    as_of: date | None = None,
    session: Session | None = None,
    known_at: datetime | None = None,
) -> CohortWork:
    """The work as of a day, today if none is given; within an act, give its session.

    NotFound where there is no such cohort or stage; Refused where its policy is not on this site.
    """
    group, session = cohort_named(site, programme, cohort), session or site.session()
    version = load(site, programme, newest(site, programme, session).version, session)
    found = version.stage(stage)
    if found is None:
        raise NotFound(f'"{stage}" is not a stage of {version.title}.')
    day = as_of or site.today()
    everybody = learners_of(site, session, cohort, day, known_at)
    learners = [of for of in everybody if _has(of, stage)]
    every = _cohorts_of(site, session, cohort, learners, known_at)
    records = every.about(cohort_subject(cohort))
    policy = policy_of_cohort(site, version, records, cohort)
    works = [(of, work) for of in learners for work in _works(site, of, stage, every, day)]
    return CohortWork(group, version, found, policy, records, tuple(learners), tuple(works), day)


def _cohorts_of(
    site: Site,
    session: Session,
    cohort: str,
    learners: Iterable[Learning],
    known_at: datetime | None,
) -> Records:
    """The records about a cohort and about those from which its learners came, in one statement."""
    names = {cohort}.union(*(of.enrolment.cohorts for of in learners))
    return site.ledger.about(session, map(cohort_subject, names), known_at)


def learners_of(
    site: Site,
    session: Session,
    cohort: str,
    day: date,
    known_at: datetime | None = None,
    having: str = "",
) -> list[Learning]:
    """Everybody in a cohort on a day, each with what is known of work, and with the cohort of that day.

    Who has moved since is among them, where the day lies behind. With ``having``, only those about
    whom there is a record of that kind, and nothing else is read about the others.
    """
    wanted = {e.id: e.person for e in of_cohort(session, cohort)}
    if day < site.today() or known_at is not None:
        moves = site.ledger.of_kinds(session, ("cohort-move",))
        wanted |= {str(move.enrolment): move.subject.id for move in moves}
    if having:
        some = site.ledger.about(
            session, map(person, wanted.values()), known_at, some_kinds(having)
        )
        wanted = {e: who for e, who in wanted.items() if person(who) in some.subjects}
    records = site.ledger.about(session, map(person, wanted.values()), known_at, WORK)
    found = []
    for identity, who in wanted.items():
        own = records.about(person(who))
        enrolment = next((e for e in enrolments_of(own) if e.id == identity), None)
        if enrolment and _is_in(enrolment.as_of(day), cohort, day):
            version = programme_of(site, enrolment, session)
            found.append(Learning(enrolment.as_of(day), own, version))
    return found


WORK = all_but("hours", "signature", "attendance", "log", "log-response")
"""What a cohort's work is made of: all but what learners record by the hundred, and marks never read."""


def _is_in(enrolment: Enrolment, cohort: str, day: date) -> bool:
    return enrolment.cohort == cohort and not enrolment.gone_by(day)


def records_by_name(
    site: Site,
    programme: str,
    cohort: str,
    kind: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> list[tuple[Record, Learning, str]]:
    """The records of a kind of everybody in a cohort, each with the learner and the learner's name.

    Each learner is as on the day asked about. NotFound where there is no such cohort.
    """
    cohort_named(site, programme, cohort)
    day = as_of or site.today()
    everybody = learners_of(site, site.session(), cohort, day, known_at, having=kind)
    learners = [so_far(of, day) for of in everybody]
    names = people.people(site.session(), [of.enrolment.person for of in learners])
    found = []
    for of in learners:
        who = of.enrolment.person
        name = names[who].name if who in names else who
        found += [(record, of, name) for record in of.own.of(kind)]
    return found


def _has(of: Learning, stage: str) -> bool:
    return any(s.id == stage for s in of.stages)


def _works(site: Site, of: Learning, stage: str, cohorts: Records, day: date) -> list[Work]:
    named = next(s for s in of.stages if s.id == stage)
    ref, as_of = f"{of.programme.id}/{stage}", AsOf(day)
    found = [
        work_in(of.enrolment, of.programme, ref, each, site.marking, of.own, cohorts, as_of)
        for each in named.assessments
    ]
    if None in found:
        raise Refused(Refusal("no-policy", NO_POLICY))
    return [work for work in found if work is not None]


def moderation_by_script(works: Iterable[Work]) -> dict[str, str]:
    """Where the set of each script stands: to-draw, drawn, sent-back or confirmed, by submission."""
    every = list(works)
    left = {s.submission: str(m.state) for m in moderations(every) for s in m.scripts}
    scripts = [
        script
        for work in every
        if needs_moderation(work.assessment)
        for result in results(work)
        if (script := script_of(result))
    ]
    return {s.submission: left.get(s.submission, CONFIRMED) for s in scripts}
