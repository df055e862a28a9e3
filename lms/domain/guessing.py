"""How wrong tries at a password or a link are slowed down: some are free, then pauses grow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address


@dataclass(frozen=True, slots=True)
class Door:
    """Where tries are counted, and how: ``free`` failures cost nothing within ``window``, each further
    one a pause that begins at ``first`` and doubles up to ``longest``.
    """

    name: str
    free: int
    first: timedelta
    longest: timedelta
    window: timedelta

    def pause(self, failures: int) -> timedelta:
        """How long nobody may try after so many failures."""
        beyond = failures - self.free
        if beyond < 0:
            return timedelta()
        return min(self.first * (1 << min(beyond, 20)), self.longest)


PASSWORD = Door("password", 10, timedelta(seconds=30), timedelta(hours=1), timedelta(days=1))
"""One account from one address, or from one browser that signed in to it before: a person tries the
few passwords that may be it, a guesser gets through some forty a day."""
ADDRESS = Door("address", 100, timedelta(minutes=1), timedelta(hours=1), timedelta(hours=1))
"""All accounts from one address: a council's hundreds mistype behind one, so only what no such
morning explains is slowed down. Browsers that signed in before are not asked."""
KEYS = Door("keys", 20, timedelta(seconds=30), timedelta(hours=1), timedelta(hours=1))
"""Tokens and links that open nothing, from one address; those that open something always do."""
FORGOTTEN = Door("forgotten", 5, timedelta(minutes=5), timedelta(hours=1), timedelta(hours=1))
"""Asking for a link to set a password anew, for one account from one address."""
MAILBOX = Door("mailbox", 3, timedelta(hours=1), timedelta(hours=1), timedelta(hours=1))
"""Such mails to one address, whoever asks: nobody is flooded."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The failures at one door; ``until`` is when the next try is allowed, where one must wait."""

    failures: int
    last: datetime
    forget: datetime
    until: datetime | None = None

    def waits(self, now: datetime) -> bool:
        """Whether nobody may try at this moment."""
        return self.until is not None and now < self.until


def after_failure(door: Door, tally: Tally | None, now: datetime) -> Tally:
    """The tally with one failure more; what is older than its window is forgotten."""
    old = tally if tally is not None and now < tally.forget else None
    failures = 1 + (old.failures if old else 0)
    forget = old.forget if old else now + door.window
    pause = door.pause(failures)
    if not pause:
        return Tally(failures, now, forget)
    return Tally(failures, now, max(forget, now + pause + door.window), now + pause)


def neighbourhood(address: str) -> str:
    """What one caller can change at will counts as one: an IPv4 address, an IPv6 network of /64."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return f"{ip_address(int(found) >> 64 << 64)}/64"
