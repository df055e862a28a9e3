"""The way every service writes: prepared beside the site's lock, in which nothing is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from lms.domain.policy import Actor
from lms.errors import Moved
from lms.services.kept_facts import COPIED, follow
from lms.services.site import Site
from lms.store.writer import LockedWriter, Writer

P = ParamSpec("P")
T = TypeVar("T")
TRIES = 5
"""How often an act is prepared at most while others keep changing what it rests on."""


def writes(service: Callable[P, T]) -> Callable[P, T]:
    """A service that records: done again from its beginning where what it read has moved.

    Nothing of the try before is kept. Somebody who keeps coming second is told so (Moved).
    """

    @wraps(service)
    def done(*given: P.args, **named: P.kwargs) -> T:
        for _ in range(TRIES - 1):
            try:
                return service(*given, **named)
            except Moved:
                site = next(a for a in (*given, *named.values()) if isinstance(a, Site))
                site.session().rollback()
        return service(*given, **named)

    return done


def answered_before(site: Site, actor: Actor, key: str | None, asked: Any) -> Any:
    """The first answer to an act of the actor's with this key; None where it is new.

    For acts after which the thing that they are about can no longer be found or opened: asked
    before that is looked for. ``asked`` is what the act then gives to ``answer_once``.
    """
    return site.ledger.answered(site.session(), actor.person, key, asked)


@contextmanager
def recording(site: Site, actor: Actor) -> Iterator[Writer]:
    """One act: what is read within is a picture, what is written is kept at the end, all or nothing.

    The site's lock is held for the writing alone. Where something that was read is newer by then,
    Moved sends the whole service back to do it again (``writes``). Who is enrolled, employed and in
    a role follows at once; stored verdicts and what waits no longer stand, and are worked out by
    whoever reads them next.
    """

    def copy(writer: Writer, session: Session) -> None:
        follow(site, writer, session)

    with site.ledger.act(site.session(), actor.person, copy, COPIED) as writer:
        yield writer
    # What this request read before is a picture of the past; the next read shall see the change.
    site.session().rollback()


@contextmanager
def changing(site: Site, actor: Actor) -> Iterator[LockedWriter]:
    """A change of tables beside the ledger, drafts and accounts for example, of which nothing is recorded.

    The site's lock is held from the beginning: what is read in ``writer.session`` is what is changed.
    """
    with site.ledger.write(actor.person) as writer:
        yield writer
    site.session().rollback()
