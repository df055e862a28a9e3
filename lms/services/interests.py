"""What a declared interest closes to somebody who is not told whose work it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lms.domain.assessment.allocation import closes_unnamed, interests_of
from lms.domain.evidence import enrolments_of
from lms.domain.records import Record, Records, person
from lms.services.enrolments import Learning
from lms.services.site import Site


def cohorts_closed(site: Site, own: Records) -> Mapping[str, int]:
    """The cohorts of the learners in whom somebody has an interest, with the place of the newest.

    ``own`` are the records of whoever declared it. Nothing is read where nothing is declared.
    """
    declared = own.of("interest")
    found: dict[str, int] = {}
    if not declared:
        return found
    records = site.about(*(person(learner) for learner in interests_of(own)))
    for one in declared:
        for enrolment in enrolments_of(records.about(person(str(one.get("with"))))):
            found |= {name: max(one.position, found.get(name, 0)) for name in enrolment.cohorts}
    return found


def closed_since(closed: Mapping[str, int], cohorts: Iterable[str]) -> int:
    """The place of the newest interest in somebody of one of some cohorts; 0 where there is none."""
    return max((closed.get(name, 0) for name in cohorts), default=0)


def is_closed(closed: Mapping[str, int], of: Learning, submission: Record, marker: str) -> bool:
    """Whether a text waits until it is shared out again."""
    since = closed_since(closed, of.enrolment.cohorts)
    return bool(since) and closes_unnamed(of.own, submission, marker, since)
