"""A person's progress and standing, for those who may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from lms.domain.employment import employers_on
from lms.domain.evidence import Enrolment, enrolments_of
from lms.domain.policy import SYSTEM, Actor, Target, may
from lms.domain.progress import Progress
from lms.domain.records import Records, person
from lms.domain.standing import Standing
from lms.errors import NotFound, NotKnown
from lms.services.enrolments import Learning
from lms.services.evaluation import progress_of, standings
from lms.services.programmes import programme_of
from lms.services.site import Site, require_known, target_person
from lms.services.whose_work import marks_blindly
from lms.store import people


def read_progress(
    site: Site,
    actor: Actor,
    identity: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
    programme: str | None = None,
) -> Sequence[Progress]:
    """Every stage of the person's enrolments that the actor may see.

    NotKnown where there is no such person, or none whose enrolments may be seen.
    """
    records = site.about_me(identity)
    own = actor.person == identity
    every = enrolments_of(records)
    allowed = {e.id for e in every if _may_see(site, actor, e, records)}
    if not allowed and not own and actor is not SYSTEM:
        raise NotKnown
    _known(site, actor, identity)
    shown = own or _marks_blindly(site, actor, [e for e in every if e.id in allowed], records)
    found = progress_of(site, identity, as_of or site.today(), known_at, programme, shown=shown)
    return [p for p in found if p.enrolment.id in allowed]


def _marks_blindly(
    site: Site, actor: Actor, enrolments: Iterable[Enrolment], records: Records
) -> bool:
    """Whether a mark under the name would tell somebody whose work was marked without it."""
    learnings = (Learning(e, records, programme_of(site, e)) for e in enrolments)
    return actor is not SYSTEM and any(marks_blindly(site, actor, of) for of in learnings)


def _may_see(site: Site, actor: Actor, enrolment: Enrolment, records: Records) -> bool:
    employers = employers_on(records, site.today())
    target = Target(enrolment.person, enrolment.programme, enrolment.cohort, employers)
    return may(actor, "read-progress", target, site.today())


def read_standing(
    site: Site,
    actor: Actor,
    identity: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> Standing:
    """Where a person stands; NotKnown where there is no such person, or none to be known of."""
    require_known(site, actor, "read-standing", target_person(site, identity))
    _known(site, actor, identity)
    return standings(site, [identity], as_of or site.today(), known_at)[identity]


def _known(site: Site, actor: Actor, identity: str) -> None:
    if people.person(site.session(), identity) is None and not len(site.about(person(identity))):
        # Whoever runs the site's own commands may know of everybody, and mistypes.
        raise NotFound(f'There is no person "{identity}".') if actor is SYSTEM else NotKnown
