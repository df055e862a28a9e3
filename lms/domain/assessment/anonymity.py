"""How a learner is called before those who mark without being told whose work it is."""

from __future__ import annotations

from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.programme import Assessment

LETTERS = 6


def candidate(enrolment: str) -> str:
    """The pseudonym of an enrolment: the same for every piece of work, on every page.

    It is the end of the enrolment's random id, so it says nothing about the learner, and somebody
    who joins another programme is another candidate there.
    """
    return f"Candidate {enrolment[-LETTERS:].upper()}"


def is_anonymous(policy: MarkingPolicy | None, assessment: Assessment, learners: int) -> bool:
    """Whether work is marked without names, in a cohort in which so many were ever enrolled.

    Those who left count, so that nobody's leaving uncovers the others. Work about the learner's own
    family is read by a tutor who has to know whose it is, and whoever sees work shown in person does.
    """
    known = assessment.private or assessment.in_person
    from_size = policy.anonymous_from if policy else None
    return from_size is not None and learners >= from_size and not known
