"""Counting wrong tries at every door, in short transactions beside the ledger, and making guessers wait."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from flask import current_app

from lms.domain.guessing import ADDRESS, Door, Tally, after_failure
from lms.domain.wording import many
from lms.errors import TooManyTries
from lms.services.site import LONDON, Site
from lms.store import guesses
from lms.store.base import session_beside


@dataclass(frozen=True, slots=True)
class Counter:
    """One count at one door; its key is a keyed hash, so that the table names nobody."""

    door: Door
    key: str


def counter(door: Door, *about: str) -> Counter:
    """The count of a door for an account, an address or both."""
    text = "\n".join((door.name, *about)).encode(errors="replace")
    secret = str(current_app.secret_key).encode()
    return Counter(door, hmac.new(secret, text, hashlib.sha256).hexdigest())


@dataclass(frozen=True, slots=True)
class Ticket:
    """One try, which counts as a failure until it is known to be right."""

    counters: tuple[Counter, ...]
    taken: Mapping[str, Tally] = field(default_factory=dict)


def take(site: Site, counters: Sequence[Counter]) -> Ticket:
    """Count a try before it is looked at; TooManyTries where one must wait.

    Counted first, so that many at once are no more than one after the other. Whoever must wait is
    turned away without anything being written.
    """
    look(site, counters)
    now, keys = site.now(), [c.key for c in counters]
    with session_beside(site.ledger.engine) as session, session.begin():
        old = guesses.locked(session, keys, now)
        _refuse(old.values(), now)
        new = {c.key: after_failure(c.door, old[c.key], now) for c in counters}
        guesses.keep(session, new)
    return Ticket(tuple(counters), new)


def look(site: Site, counters: Iterable[Counter]) -> None:
    """TooManyTries where one must wait; nothing is counted."""
    known = guesses.tallies(site.session(), [c.key for c in counters])
    _refuse(known.values(), site.now())


def right(site: Site, ticket: Ticket) -> None:
    """The try was right: it is no failure, and earlier ones at the account are forgotten.

    Those of an address stand, since they may have been at other accounts.
    """
    shared = [c.key for c in ticket.counters if c.door == ADDRESS]
    with session_beside(site.ledger.engine) as session, session.begin():
        guesses.forget(session, [c.key for c in ticket.counters if c.door != ADDRESS])
        if shared:
            now = guesses.locked(session, shared, site.now())
            guesses.keep(session, {k: _without(now[k], ticket.taken[k]) for k in shared})


def _without(now: Tally, mine: Tally) -> Tally:
    until = None if now.until == mine.until else now.until
    return replace(now, failures=max(now.failures - 1, 0), until=until)


def wrong(site: Site, one: Counter) -> None:
    """Count a failure at a door that tells right from wrong by itself; TooManyTries after too many."""
    take(site, [one])


def erase_old(site: Site) -> None:
    """Remove what is no longer counted."""
    with session_beside(site.ledger.engine) as session, session.begin():
        guesses.erase_old(session, site.now())


def _refuse(known: Iterable[Tally], now: datetime) -> None:
    waits = [t.until for t in known if t.until is not None and t.waits(now)]
    if waits:
        until = max(waits)
        raise TooManyTries(says(now, until), int((until - now).total_seconds()) + 1)


def says(now: datetime, until: datetime) -> str:
    """When to try again, as a sentence for whoever reads it."""
    seconds = int((until - now).total_seconds()) + 1
    if seconds <= 90:
        return f"There were too many tries. Try again in {many(seconds, 'second')}."
    minutes = -(-seconds // 60)
    # The minute shown is over when it has come.
    at = (until + timedelta(minutes=1)).astimezone(LONDON)
    return f"There were too many tries. Try again in {many(minutes, 'minute')}, from {at:%H:%M}."
