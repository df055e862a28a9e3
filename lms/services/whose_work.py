"""Whether somebody who deals with work is told whose it is, and what it is called if not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lms.domain.assessment.anonymity import candidate, is_anonymous
from lms.domain.assessment.outcome import Result
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.assessment.release import goes_back_at_once, is_released
from lms.domain.assessment.work import Work, policy_key
from lms.domain.policy import Actor, Target, may
from lms.domain.programme import Assessment, Programme
from lms.domain.records import cohort as cohort_subject
from lms.services.enrolments import Learning, target_of
from lms.services.people import name_of
from lms.services.site import Site
from lms.store.enrolments import cohort_sizes


def is_named(site: Site, actor: Actor, of: Learning, work: Work, result: Result) -> bool:
    """Whether the actor is told whose an attempt is.

    Never somebody who only marks or moderates; where marking is anonymous, nobody who marks until
    the marks are released. Whoever marks what was shown in person has met the learner.
    """
    target = target_of(site, of.enrolment, actor)
    if has_met(actor, work.assessment, target, site.today()):
        return True
    if not may(actor, "see-whose-work", target, site.today()):
        return False
    size = cohort_sizes(site.session(), [of.enrolment.cohort]).get(of.enrolment.cohort, 0)
    return not is_anonymous(work.policy, work.assessment, size) or is_back(work, result)


def has_met(actor: Actor, assessment: Assessment, target: Target, day: date) -> bool:
    """Whether work was shown in person to those among whom the actor is.

    They know whose it is; a code beside it would tell them whose all other work under it is.
    """
    return assessment.in_person and may(actor, "record-in-person", target, day)


def name_or_code(site: Site, of: Learning, named: bool) -> str:
    """The learner's name, or the candidate's code for somebody who is not told whose work it is."""
    who = of.enrolment
    return name_of(site.session(), who.person) if named else candidate(who.id)


def is_back(work: Work, result: Result) -> bool:
    """Whether the learner has the marks."""
    if goes_back_at_once(work.assessment, work.policy) and result.settled:
        return True
    return any(is_released(mark, work.releases) for mark in result.layers.values())


class Anonymity:
    """Which work of some cohorts is marked without names, in two statements however much it is."""

    def __init__(self, site: Site, cohorts: Iterable[str]) -> None:
        names = set(cohorts) - {""}
        self._site = site
        self._sizes = cohort_sizes(site.session(), names) if names else {}
        self._records = site.about(*(cohort_subject(name) for name in names))

    def policy(self, programme: Programme, cohort: str) -> MarkingPolicy | None:
        """The policy by which a cohort is marked."""
        return self._site.marking.find(policy_key(programme, cohort, self._records))

    def covers(self, programme: Programme, cohort: str, assessment: Assessment) -> bool:
        """Whether nobody who marks is told whose it is."""
        size = self._sizes.get(cohort, 0)
        return is_anonymous(self.policy(programme, cohort), assessment, size)
