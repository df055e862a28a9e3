"""The slips of confidentiality recorded in one's programmes, so that a wrong one can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.assessment.anonymity import candidate
from lms.domain.assessment.numbering import attempt_in
from lms.domain.policy import Actor, Target, may
from lms.domain.records import Record, Records
from lms.services.people import Person, people
from lms.services.programmes import load
from lms.services.site import Site
from lms.services.whose_work import Anonymity
from lms.store.enrolments import Enrolled, employers_on, some


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One slip in force; ``name`` is a pseudonym where the reader is not told whose work it is.

    ``own`` says that the reader may take it back: whoever recorded it, or a tutor or lead.
    """

    slip: str
    name: str
    title: str
    attempt: int
    grade: str
    on: date
    own: bool


def list_slips(
    site: Site, actor: Actor, as_of: date | None = None, known_at: datetime | None = None
) -> list[SlipLine]:
    """The slips about work that the actor could return, the latest first.

    The number of statements does not depend on how many there are.
    """
    session, today = site.session(), site.today()
    known = site.ledger.of_kinds(session, ("slip",), known_at)
    slips = [s for s in known.of("slip") if s.on <= (as_of or today)]
    enrolled = some(session, {s.enrolment or "" for s in slips})
    employed = employers_on(session, {s.subject.id for s in slips}, today)
    found = []
    for slip in slips:
        one = enrolled.get(slip.enrolment or "")
        if one is None or one.person == actor.person:
            continue
        employers = employed.get(one.person, frozenset())
        target = Target(one.person, one.programme, one.cohort, employers)
        if may(actor, "return-for-slip", target, today):
            found.append((slip, one, target))
    names = people(session, {one.person for _, one, _ in found})
    hidden = Anonymity(site, {one.cohort for _, one, _ in found})
    about = site.ledger.about(session, {slip.subject for slip, _, _ in found}, known_at)
    so_far = about.only(lambda r: r.on <= (as_of or today))
    lines = [
        _line(site, actor, slip, one, target, names, hidden, so_far.in_enrolment(one.id))
        for slip, one, target in found
    ]
    return sorted(lines, key=lambda line: (line.on, line.slip), reverse=True)


def _line(
    site: Site,
    actor: Actor,
    slip: Record,
    one: Enrolled,
    target: Target,
    names: dict[str, Person],
    hidden: Anonymity,
    own: Records,
) -> SlipLine:
    programme, today = load(site, one.programme, one.version), site.today()
    item = str(slip.get("assessment"))
    work = next((a for s in programme.stages if (a := s.assessment(item))), None)
    anonymous = work is not None and hidden.covers(programme, one.cohort, work)
    named = one.person in names and not anonymous and may(actor, "see-whose-work", target, today)
    decides = may(actor, "decide-several-slips", target, today)
    return SlipLine(
        slip=slip.id,
        name=names[one.person].name if named else candidate(one.id),
        title=work.title if work else item,
        attempt=attempt_in(own, slip),
        grade=str(slip.get("grade")),
        on=slip.on,
        own=decides or slip.recorded_by == actor.person,
    )
