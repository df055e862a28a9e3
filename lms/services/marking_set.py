"""A cohort's set of one piece of work: who marks it, and who could."""

from __future__ import annotations

from dataclasses import dataclass

from lms.domain.assessment.results import results
from lms.domain.evidence import enrolments_of
from lms.domain.policy import POLICY, Target
from lms.domain.records import person
from lms.services.assessed import find_work_of
from lms.services.enrolments import Learning
from lms.services.found_work import Marked, Work, marked
from lms.services.people import people
from lms.services.programmes import load
from lms.services.site import Site
from lms.store.enrolments import of_cohort
from lms.store.roles import holders
from lms.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Marker:
    """Somebody who marks a cohort's work by role."""

    person: str
    name: str


@dataclass(frozen=True, slots=True)
class Script:
    """The newest text of one learner that has been handed in, and how far its marking has come."""

    record: str
    learner: str
    now: Marked


def markers_of(site: Site, programme: str, cohort: str) -> tuple[Marker, ...]:
    """Everybody who marks a cohort today, by name; in as many statements as there are roles."""
    target = Target(programme=programme, cohort=cohort)
    found = {
        who
        for role in POLICY["mark-work"]
        for who, grant in holders(site.session(), role)
        if not grant.authority and grant.covers(target, site.today())
    }
    names = people(site.session(), found)
    marks = [Marker(p, names[p].name if p in names else p) for p in found]
    return tuple(sorted(marks, key=lambda m: (m.name.casefold(), m.person)))


def scripts_of(
    site: Site, cohort: str, assessment: str, writer: Writer | None = None
) -> tuple[Script, ...]:
    """The set, in the order of enrolments; those who left are not in it.

    The number of statements does not depend on how many learners there are.
    """
    session = writer.session if writer else site.session()
    enrolled = [e for e in of_cohort(session, cohort) if not e.gone_by(site.today())]
    records = site.about(*(person(e.person) for e in enrolled))
    found = []
    for one in enrolled:
        own = records.about(person(one.person))
        enrolment = next((e for e in enrolments_of(own) if e.id == one.id), None)
        if enrolment is None:
            continue
        of = Learning(enrolment, own, load(site, one.programme, one.version))
        script = _script(site, of, assessment)
        if script:
            found.append(script)
    return tuple(found)


def _script(site: Site, of: Learning, identity: str) -> Script | None:
    named = of.assessment(identity)
    work = find_work_of(site, of, named[1]) if named else None
    if named is None or work is None:
        return None
    texts = [r.submission for r in results(work) if r.submission is not None]
    if not texts:
        return None
    found = Work(texts[-1], of, *named)
    return Script(texts[-1].id, of.enrolment.person, marked(site, found))
