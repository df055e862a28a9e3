"""The way every service writes: one transaction, in which nothing is evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lms.domain.policy import Actor
from lms.services.kept_facts import follow
from lms.services.site import Site
from lms.store.ledger import Writer


def answered_before(site: Site, actor: Actor, key: str | None, asked: Any) -> Any:
    """The first answer to an act of the actor's with this key; None where it is new.

    For acts after which the thing that they are about can no longer be found or opened: asked
    before that is looked for. ``asked`` is what the act then gives to ``answer_once``.
    """
    return site.ledger.answered(site.session(), actor.person, key, asked)


@contextmanager
def recording(site: Site, actor: Actor) -> Iterator[Writer]:
    """One writing transaction; all of it is kept or nothing.

    Who is enrolled, employed and in a role follows within it. Stored verdicts and what waits stand
    no longer once something is recorded about those whom they rest on; they are worked out by
    whoever reads them next, after the lock has gone.
    """
    with site.ledger.write(actor.person) as writer:
        yield writer
        follow(site, writer)
    # What this request read before is a picture of the past; the next read shall see the change.
    site.session().rollback()
