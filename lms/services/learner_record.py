"""A learner's record by its id, with its enrolment, for somebody who reads it or decides on it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from lms.domain.policy import Actor
from lms.domain.records import Record
from lms.errors import Conflict, NotFound, NotKnown, NotPermitted
from lms.services.enrolments import Learning, learning
from lms.services.site import Site


def learner_record(
    site: Site, actor: Actor, identity: str, act: str, *kinds: str
) -> tuple[Record, Learning]:
    """A record in force of one of some kinds, with its enrolment, for an act the actor may do.

    NotKnown where there is none: an id of another kind, or one of a learner whom the actor may not
    know of, is not told apart from none at all.
    """
    record = site.ledger.find(site.session(), identity)
    if record is None or record.kind not in kinds or record.enrolment is None:
        raise NotKnown
    of = learning(site, actor, record.enrolment, act)
    if of.records.by_id(identity) is None:
        raise NotFound("This was changed or taken back; the learner's page shows what is new.")
    return record, of


def require_another(actor: Actor, of: Learning) -> None:
    """Let nobody decide on his or her own work, whatever the roles."""
    if actor.person == of.enrolment.person:
        raise NotPermitted("Nobody decides on his or her own work; ask another tutor.")


def who_marked(site: Site, session: Session, of: Learning, assessment: str) -> frozenset[str]:
    """Whoever gave a mark of any layer for a learner's work, marks corrected since included."""
    found = set()
    for mark in of.own.of("mark", assessment=assessment):
        earlier: Record | None = mark
        while earlier is not None:
            found.add(earlier.recorded_by)
            earlier = site.ledger.find(session, earlier.replaces) if earlier.replaces else None
    return frozenset(found)


def expect_nothing_newer(about_it: Iterable[Record], seen: int | None) -> None:
    """Conflict where one of the records about the thing decided is newer than what was seen."""
    newer = [r for r in about_it if seen is not None and r.position > seen]
    if newer:
        raise Conflict(
            "Somebody decided this after you opened the page. Read what is new, then decide.",
            newer,
        )
