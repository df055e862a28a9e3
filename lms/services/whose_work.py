"""Whether somebody who deals with work is told whose it is, and what it is called if not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from lms.domain.as_of import AsOf
from lms.domain.assessment.anonymity import is_anonymous, is_nameless
from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.outcome import Result
from lms.domain.assessment.release import goes_back_at_once, is_released
from lms.domain.assessment.results import result_of
from lms.domain.assessment.work import Work, policy_key
from lms.domain.evidence import Enrolment, enrolments_of, work_in
from lms.domain.policy import Actor, Target, may
from lms.domain.programme import Assessment, Programme
from lms.domain.records import cohort as cohort_subject
from lms.domain.records import person
from lms.services.candidates import candidates
from lms.services.enrolments import Learning, target_of
from lms.services.people import name_of
from lms.services.site import Site
from lms.services.waiting_rows import cohorts_of
from lms.store.enrolments import cohort_sizes


def is_named(site: Site, actor: Actor, of: Learning, work: Work, result: Result) -> bool:
    """Whether the actor is told whose an attempt is.

    Never somebody who only marks; where marking is anonymous, nobody who marks until the marks are
    released, and no moderator. Whoever marks what was shown in person has met the learner.
    """
    target = target_of(site, of.enrolment, actor)
    if has_met(actor, work.assessment, target, site.today()):
        return True
    tells = may(actor, "see-whose-work", target, site.today())
    if not tells and not may(actor, "moderate", target, site.today()):
        return False
    learners = cohort_sizes(site.session(), of.enrolment.cohorts)
    if tells:
        return not is_hidden(work, result, learners)
    return not is_nameless(work, result.attempt, learners)


def has_met(actor: Actor, assessment: Assessment, target: Target, day: date) -> bool:
    """Whether work was shown in person to those among whom the actor is.

    They know whose it is; a code beside it would tell them whose all other work under it is.
    """
    return assessment.in_person and may(actor, "record-in-person", target, day)


def name_or_code(site: Site, of: Learning, named: bool, submission: str) -> str:
    """The learner's name, or the candidate's code for somebody who is not told whose work it is."""
    who = of.enrolment
    if named:
        return name_of(site.session(), who.person)
    return candidates(site, [who.programme], [submission]).name(who.id, submission)


def is_back(work: Work, result: Result) -> bool:
    """Whether the learner has the marks."""
    if goes_back_at_once(work.assessment, work.policy) and result.settled:
        return True
    return any(is_released(mark, work.releases) for mark in result.layers.values())


def is_hidden(work: Work, result: Result, learners: Mapping[str, int]) -> bool:
    """Whether nobody who marks is told whose an attempt is, for as long as its marks are not back."""
    return is_nameless(work, result.attempt, learners) and not is_back(work, result)


@dataclass(frozen=True, slots=True)
class Asked:
    """A piece of work in a list, by a record about it; ``marked`` where it could be back already."""

    record: str
    learner: str
    enrolment: str
    cohort: str
    programme: Programme
    assessment: Assessment
    marked: bool = True


class Told:
    """Whom somebody is told of, among the works of a list."""

    def __init__(self, site: Site, actor: Actor, works: Iterable[Asked]) -> None:
        self._site, self._actor = site, actor
        self._anonymity = Anonymity(site, works)

    def tells(self, one: Asked, target: Target) -> bool:
        """Whether the actor is told whose it is."""
        today = self._site.today()
        if has_met(self._actor, one.assessment, target, today):
            return True
        return may(self._actor, "see-whose-work", target, today) and not self._anonymity.hides(one)


class Anonymity:
    """Which of the works of a list are marked without names, in a few statements for all of them."""

    def __init__(self, site: Site, works: Iterable[Asked]) -> None:
        self._works = tuple(works)
        self._site = site
        names = {one.cohort for one in self._works} - {""}
        self._sizes = cohort_sizes(site.session(), names) if names else {}
        self._records = site.about(*(cohort_subject(name) for name in names))
        moves = site.ledger.of_kinds(site.session(), ("cohort-move",)) if names else ()
        self._moved = {str(move.enrolment) for move in moves}

    def hides(self, one: Asked) -> bool:
        """Whether nobody who marks is told whose it is; looked at closely only where that matters."""
        return self._closely.hides(one) if self._is_open(one) else self._is_nameless(one)

    def _is_open(self, one: Asked) -> bool:
        return one.enrolment in self._moved or (one.marked and self._is_nameless(one))

    def _is_nameless(self, one: Asked) -> bool:
        policy = self._site.marking.find(policy_key(one.programme, one.cohort, self._records))
        return is_anonymous(policy, one.assessment, self._sizes.get(one.cohort, 0))

    @cached_property
    def _closely(self) -> _Closely:
        return _Closely(self._site, {one.learner for one in self._works if self._is_open(one)})


def nameless_texts(site: Site, of: Learning) -> frozenset[str]:
    """The learner's texts whose writer nobody is told of who marks them."""
    who = (of.enrolment.person, of.enrolment.id, of.enrolment.cohort, of.programme)
    named = {r.id: of.assessment(str(r.get("assessment"))) for r in of.own.of("submission")}
    asked = [Asked(text, *who, found[1]) for text, found in named.items() if found]
    anonymity = Anonymity(site, asked)
    return frozenset(one.record for one in asked if anonymity.hides(one))


def marks_blindly(site: Site, actor: Actor, of: Learning) -> bool:
    """Whether somebody could give the learner marks without being told of it.

    Until they are back such a reader sees of them, under the name, what the learner sees. Whoever
    leads knows both.
    """
    marks = _only_marks(site, actor, target_of(site, of.enrolment, actor))
    return marks and not of.is_own(actor) and bool(nameless_texts(site, of))


def marks_cohort_blindly(site: Site, actor: Actor, programme: Programme, cohort: str) -> bool:
    """The same of a cohort whose work is marked without names."""
    if not _only_marks(site, actor, Target(programme=programme.id, cohort=cohort)):
        return False
    policy = site.marking.find(policy_key(programme, cohort, site.about(cohort_subject(cohort))))
    learners = cohort_sizes(site.session(), [cohort]).get(cohort, 0)
    every = (a for stage in programme.stages for a in stage.assessments)
    return any(is_anonymous(policy, a, learners) for a in every)


def _only_marks(site: Site, actor: Actor, target: Target) -> bool:
    today = site.today()
    return may(actor, "mark-work", target, today) and not may(actor, "change-mark", target, today)


class _Closely:
    """The same with everything that is on record about some learners and their cohorts."""

    def __init__(self, site: Site, learners: Iterable[str]) -> None:
        self._site = site
        self._records = site.about(*(person(one) for one in learners))
        self._cohorts = cohorts_of(site, site.session(), self._records)
        every = [e for s in self._records.subjects for e in self._enrolments(s.id)]
        self._sizes = cohort_sizes(site.session(), {name for e in every for name in e.cohorts})

    def _enrolments(self, learner: str) -> tuple[Enrolment, ...]:
        return enrolments_of(self._records.about(person(learner)))

    def hides(self, one: Asked) -> bool:
        own = self._records.about(person(one.learner))
        opened = next((e for e in self._enrolments(one.learner) if e.id == one.enrolment), None)
        about = own.by_id(one.record)
        if opened is None or about is None:
            return True
        of = Learning(opened, own, one.programme)
        stage = next(s for s in one.programme.stages if s.assessment(one.assessment.id))
        work = work_in(
            opened,
            one.programme,
            f"{one.programme.id}/{stage.id}",
            one.assessment,
            self._site.marking,
            of.own,
            self._cohorts,
            AsOf(self._site.today()),
        )
        attempt = attempt_in(of.own, about)
        return work is None or is_hidden(work, result_of(work, attempt), self._sizes)
