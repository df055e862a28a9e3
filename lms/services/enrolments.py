"""One enrolment with all that its pages read: the learner's records and the pinned version."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from lms.domain.assessment.moves import reached
from lms.domain.assessment.release import withheld
from lms.domain.evidence import ENROLMENT, Enrolment, enrolments_of, policy_at
from lms.domain.kinds_read import EVERY_KIND, KindsRead, some_kinds
from lms.domain.policy import Actor, Target
from lms.domain.programme import Assessment, Declaration, LogTemplate, Module, Programme, Stage
from lms.domain.records import NewRecord, Record, Records, Refusal, Subject, person
from lms.domain.records import cohort as cohort_subject
from lms.domain.refusals.of_presence import why_closed
from lms.errors import NotFound, NotKnown, Refused
from lms.services.programmes import programme_of
from lms.services.site import Site, fact, require_known, target_person
from lms.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Learning:
    """An enrolment, the learner's records in force, and the version the learner is on."""

    enrolment: Enrolment
    records: Records
    programme: Programme

    @property
    def own(self) -> Records:
        """The records of this enrolment."""
        return self.records.in_enrolment(self.enrolment.id)

    @property
    def subject(self) -> Subject:
        """The learner, as records name people."""
        return person(self.enrolment.person)

    def is_own(self, actor: Actor) -> bool:
        """Whether it is the actor's own."""
        return actor.person == self.enrolment.person

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that this enrolment runs through."""
        return self.programme.stages_of(self.enrolment.admission)

    def log(self, identity: str) -> tuple[Stage, LogTemplate] | None:
        """A log template of these stages."""
        return next(((s, t) for s in self.stages if (t := s.log(identity))), None)

    def assessment(self, identity: str) -> tuple[Stage, Assessment] | None:
        """A piece of assessed work of these stages."""
        return next(((s, a) for s in self.stages if (a := s.assessment(identity))), None)

    def module(self, identity: str) -> tuple[Stage, Module] | None:
        """A module of these stages."""
        return next(((s, m) for s in self.stages if (m := s.module(identity))), None)

    def declaration(self, identity: str) -> Declaration | None:
        """A text of these stages that the learner signs."""
        return next((d for s in self.stages for d in s.declarations if d.id == identity), None)


def learning(
    site: Site, actor: Actor, identity: str, act: str, known_at: datetime | None = None
) -> Learning:
    """An enrolment for an act; NotKnown where there is none, or none that the actor may know of.

    NotPermitted where the actor knows of it and may not do this.

    To the learner, what has not been released yet is not among the records.
    """
    of = _known_learning(site, actor, identity, act, known_at, EVERY_KIND)
    return as_shown(site, of, known_at) if of.is_own(actor) else of


def read_curriculum(site: Site, actor: Actor, identity: str) -> Learning:
    """An enrolment for reading what its version teaches; NotKnown and NotPermitted as above.

    Nothing is read of what the learner has done, and so nothing can be asked about it.
    """
    return _known_learning(site, actor, identity, "read-modules", None, some_kinds(*ENROLMENT))


def _known_learning(
    site: Site,
    actor: Actor,
    identity: str,
    act: str,
    known_at: datetime | None,
    kinds: KindsRead,
) -> Learning:
    opening = _opening(site, identity)
    records = site.about(opening.subject, known_at=known_at, kinds=kinds)
    enrolment = next((e for e in enrolments_of(records) if e.id == identity), None)
    if enrolment is None:
        raise NotKnown
    require_known(site, actor, act, target_of(site, enrolment, actor))
    return Learning(enrolment, records, programme_of(site, enrolment))


def as_shown(site: Site, of: Learning, known_at: datetime | None = None) -> Learning:
    """The same enrolment without what its learner is not shown yet."""
    cohorts = cohort_records(site, of, known_at)
    policy = policy_at(of.enrolment, of.programme, of.own, cohorts, site.marking)
    moves = of.enrolment.moves
    releases = reached(moves, cohorts.of("release")) if of.enrolment.cohorts else None
    hidden = withheld(of.own, releases, of.programme, of.stages, policy)
    if not hidden:
        return of
    return replace(of, records=of.records.only(lambda r: r.id not in hidden))


def cohort_records(site: Site, of: Learning, known_at: datetime | None = None) -> Records:
    """The records about every cohort that the enrolment was ever in; none where it has none."""
    names = map(cohort_subject, of.enrolment.cohorts)
    return site.about(*names, known_at=known_at)


def _opening(site: Site, identity: str) -> Record:
    opening = site.ledger.find(site.session(), identity)
    if opening is None or opening.kind != "enrolment":
        raise NotKnown
    return opening


def target_of(site: Site, enrolment: Enrolment, actor: Actor) -> Target:
    """What an act on an enrolment is about; employers are looked up only for other people."""
    if actor.person == enrolment.person:
        return Target(enrolment.person, enrolment.programme, enrolment.cohort)
    return target_person(site, enrolment.person, enrolment.programme, enrolment.cohort)


def own_enrolments(site: Site, actor: Actor) -> tuple[Enrolment, ...]:
    """The actor's enrolments, those still open first, newest first within each."""
    found = enrolments_of(site.about_me(actor.person))
    return tuple(sorted(found, key=lambda e: (e.gone_by(site.today()), -e.started.toordinal())))


def as_it_stands(of: Learning, writer: Writer) -> Learning:
    """The same enrolment as the act sees it, which is not kept where it has changed by the end."""
    records = writer.about(of.subject)
    enrolment = next((e for e in enrolments_of(records) if e.id == of.enrolment.id), None)
    if enrolment is None:
        raise NotFound("This enrolment was taken back meanwhile.")
    return Learning(enrolment, records, of.programme)


def so_far(of: Learning, day: date) -> Learning:
    """The same enrolment with no more than had happened by a day."""
    return replace(of, records=of.records.only(lambda r: r.on <= day))


def as_of_day(of: Learning, day: date) -> Learning:
    """The same enrolment as it was on a day: its cohort of then, and no more than had happened."""
    return replace(so_far(of, day), enrolment=of.enrolment.as_of(day))


def enrolled_fact(of: Learning, kind: str, on: date, /, **fields: Any) -> NewRecord:
    """A new fact within the enrolment, under the version that the learner is on; as ``fact``."""
    key = of.programme.key
    return fact(of.subject, kind, on, enrolment=of.enrolment.id, curriculum=key, **fields)


def check_open(of: Learning, today: date) -> None:
    """Refused where the learner has left: what is on record stays, and nothing is added to it."""
    if why_closed(of.enrolment, today):
        reason = "You have left this programme, so nothing can be added to it; your records stay."
        raise Refused(Refusal("withdrawn", reason))
