"""Where somebody is signed in: begun, looked up at each request, listed and ended."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from lms.domain.policy import ANYTHING, Actor, Target
from lms.errors import NotFound
from lms.services.signing_links import hash_of
from lms.services.site import Site, require
from lms.store import accounts, people, signed_in
from lms.store.accounts import Account
from lms.store.base import session_beside
from lms.store.signed_in import SignedIn

LONGEST = timedelta(hours=12)
"""A working day: after it, the person signs in again whatever was done meanwhile."""
IDLE = timedelta(minutes=60)
"""After so long without a click or a save, the person signs in again."""
NOTED = timedelta(minutes=5)
"""That somebody is there is noted no more often than this."""
KEPT = timedelta(days=2)
"""How long a session's line is kept after it was made; it can be used for no more than ``LONGEST``."""


class SessionOver(NotFound):
    """What a cookie stood for has ended; it says why, and that one signs in again."""


WAS_IDLE = "You were signed out because nothing was done for 60 minutes. Sign in to go on."
WAS_LONG = "You were signed out because 12 hours have passed since you signed in. Sign in to go on."
WAS_ENDED = "You were signed out. Sign in to go on."


def begin_session(site: Site, account: Account, browser: str) -> str:
    """Let a browser be signed in; gives what its cookie is to hold, which is kept nowhere else."""
    secret, now = secrets.token_urlsafe(32), site.now()
    new = SignedIn(signed_in.new_id(), account.person, browser[:80], now, now)
    with session_beside(site.ledger.engine) as session, session.begin():
        signed_in.add(session, hash_of(secret), new)
    site.session().rollback()
    return secret


def open_session(
    site: Site, secret: str, uniquifier: str, seen: datetime | None
) -> tuple[Account, SignedIn]:
    """Whose session a cookie stands for; ``seen`` is what the cookie says of the last use.

    SessionOver where it has ended, and why.
    """
    found = signed_in.find(site.session(), hash_of(secret), uniquifier)
    now = site.now()
    if seen is not None and now - seen >= IDLE:
        raise SessionOver(WAS_IDLE)
    if found is None or seen is None:
        raise SessionOver(WAS_ENDED)
    if now - found[1].made >= LONGEST:
        raise SessionOver(WAS_LONG)
    return found


def note_use(site: Site, session: SignedIn) -> None:
    """Note that somebody is there."""
    with session_beside(site.ledger.engine) as writing, writing.begin():
        signed_in.see(writing, session.id, site.now())


def end_session_of_cookie(site: Site, secret: str) -> None:
    """Signing out: the cookie opens nothing any more, whoever has a copy of it."""
    with session_beside(site.ledger.engine) as session, session.begin():
        signed_in.end_by_hash(session, hash_of(secret))
    site.session().rollback()


def sessions_of(site: Site, actor: Actor) -> list[SignedIn]:
    """Where one is signed in, the one seen last first."""
    require(site, actor, "manage-own-sessions", Target(actor.person))
    now = site.now()
    known = signed_in.of_person(site.session(), actor.person, now - LONGEST)
    # The cookie says the last use, and what is noted here may be older by as much as ``NOTED``.
    return [one for one in known if now - one.seen < IDLE + NOTED]


def end_session(site: Site, actor: Actor, identity: str) -> None:
    """End one of one's own sessions; NotFound where there is no such session."""
    require(site, actor, "manage-own-sessions", Target(actor.person))
    with session_beside(site.ledger.engine) as session, session.begin():
        ended = signed_in.end(session, actor.person, identity)
    site.session().rollback()
    if not ended:
        raise NotFound("There is no such session; it may have ended by itself.")


def end_own_sessions(site: Site, actor: Actor, but: str = "") -> None:
    """End all of one's own sessions, but the one named."""
    require(site, actor, "manage-own-sessions", Target(actor.person))
    _end_all(site, actor.person, but)


def end_sessions_of(site: Site, actor: Actor, person: str) -> None:
    """End all sessions of somebody: for whoever looks after accounts. Tokens and password stay."""
    require(site, actor, "manage-people", ANYTHING)
    if people.person(site.session(), person) is None:
        raise NotFound("There is no such person.")
    if accounts.account_of(site.session(), person) is None:
        raise NotFound("This person has no account.")
    _end_all(site, person)


def _end_all(site: Site, person: str, but: str = "") -> None:
    with session_beside(site.ledger.engine) as session, session.begin():
        signed_in.end_all(session, person, but)
    site.session().rollback()


def erase_old(site: Site) -> None:
    """Remove the lines of sessions that ended long ago."""
    with session_beside(site.ledger.engine) as session, session.begin():
        signed_in.erase_made_before(session, site.now() - KEPT)


def moment_of(seconds: object) -> datetime | None:
    """The moment that a cookie names; None where it names none."""
    if not isinstance(seconds, int | float):
        return None
    return datetime.fromtimestamp(seconds, UTC)
