"""What the writer of a piece of work is told of a slip or of a question about it, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.results import correction_ends
from lms.domain.assessment.slips import MAJOR, MINOR, changes_the_attempt
from lms.domain.records import Record
from lms.services.assessed import find_work_of
from lms.services.enrolments import Learning
from lms.services.people import people
from lms.services.role_holders import holders_for
from lms.services.site import Site
from lms.store.documents import content_of

RETURNED, QUARANTINED, CLOSED_LATER = "returned", "quarantined", "closed-later"
LOOKED_AT, NO_CASE, ZERO = "looked-at", "no-case", "zero"


@dataclass(frozen=True, slots=True)
class OwnConduct:
    """One thing told about one's own work.

    ``what`` is returned (``ends`` says until when to correct it), quarantined, closed-later (by a
    slip that came to light after a board had decided), looked-at, no-case or zero. ``reason`` is the reason given; empty while a question is open. ``talk_to`` are the
    names of those to talk to; ``corrected`` says that a returned text was handed in again.
    """

    what: str
    reason: str = ""
    ends: datetime | None = None
    talk_to: tuple[str, ...] = ()
    corrected: bool = False


def own_conduct(site: Site, of: Learning, submission: Record) -> tuple[OwnConduct, ...]:
    """What the learner's page of a submission says of slips and questions, oldest first."""
    if submission.kind != "submission":
        return ()
    slips = [_slip(site, of, s, submission) for s in _about(of, "slip", submission)]
    cases = [_case(site, of, c) for c in _about(of, "misconduct", submission)]
    return (*(s for s in slips if s), *cases)


def told_about(site: Site, of: Learning, record: str) -> tuple[OwnConduct, ...]:
    """The same but for a text that only waits to be corrected, which its own page says."""
    found = of.own.by_id(record)
    told = own_conduct(site, of, found) if found else ()
    return tuple(one for one in told if one.what != RETURNED)


def _about(of: Learning, kind: str, submission: Record) -> list[Record]:
    named = of.own.of(kind, assessment=submission.get("assessment"))
    same = [r for r in named if attempt_in(of.own, r) == attempt_in(of.own, submission)]
    return [r for r in same if r.position > submission.position]


def _slip(site: Site, of: Learning, slip: Record, submission: Record) -> OwnConduct | None:
    reason = str(content_of(site.session(), slip.get("reason")) or "")
    if slip.get("grade") == MAJOR:
        what = QUARANTINED if changes_the_attempt(slip) else CLOSED_LATER
        return OwnConduct(what, reason, talk_to=_tutors(site, of))
    found = of.assessment(str(slip.get("assessment")))
    work = find_work_of(site, of, found[1]) if found else None
    if slip.get("grade") != MINOR or work is None:
        return None
    later = [
        s
        for s in of.own.of("submission", assessment=slip.get("assessment"))
        if attempt_in(of.own, s) == attempt_in(of.own, slip) and s.position > slip.position
    ]
    return OwnConduct(
        RETURNED, reason, correction_ends(work, slip), _tutors(site, of), corrected=bool(later)
    )


def _case(site: Site, of: Learning, case: Record) -> OwnConduct:
    decided = of.own.of("misconduct-decision", case=case.id)
    if not decided:
        return OwnConduct(LOOKED_AT, talk_to=_leads(site, of))
    last = decided[-1]
    reason = str(content_of(site.session(), last.get("reason")) or "")
    return OwnConduct(str(last.get("outcome")), reason, talk_to=_leads(site, of))


def _tutors(site: Site, of: Learning) -> tuple[str, ...]:
    """The tutors of the cohort, by name, without the learner."""
    return _holding(site, of, "tutor")


def _leads(site: Site, of: Learning) -> tuple[str, ...]:
    """Who knows of a question: the leads of the programme, for a tutor may have asked it."""
    return _holding(site, of, "programme-lead")


def _holding(site: Site, of: Learning, role: str) -> tuple[str, ...]:
    found = holders_for(site, role, of.programme.id, of.enrolment.cohort)
    named = people(site.session(), set(found) - {of.enrolment.person})
    return tuple(sorted(p.name for p in named.values()))
