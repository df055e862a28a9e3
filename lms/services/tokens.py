"""Tokens for programs: named, scoped, expiring and revocable; only a token's hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from uuid_utils.compat import uuid7

from lms.domain.policy import Actor, Target
from lms.errors import NotFound, UnknownKey
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.recording import changing
from lms.services.site import Site, require
from lms.services.tell_owner import tell_owner
from lms.store import accounts
from lms.store.accounts import ApiToken

READ, WRITE = "read", "write"
SCOPES = (READ, WRITE)
LONGEST_DAYS = 365
LONGEST_NAME = 100
PREFIX = "cadre_"
"""So that a token which leaks into a file can be recognised by a scanner."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its owner sees it: everything but the secret, which is shown once."""

    id: str
    person: str
    name: str
    scope: str
    made: datetime
    expires: datetime
    revoked: datetime | None = None

    def works(self, now: datetime) -> bool:
        """Whether a program can still use it."""
        return self.revoked is None and now < self.expires


def make_token(
    site: Site, actor: Actor, name: str, scope: str = READ, days: int = 90
) -> tuple[Token, str]:
    """Make a token for oneself; the second of the pair is the secret, shown now and never again."""
    require(site, actor, "manage-own-tokens", Target(actor.person))
    refuse_form(_problems(name, scope, days), "This token cannot be made.")
    secret = PREFIX + secrets.token_urlsafe(32)
    now = site.now()
    row = ApiToken(
        id=str(uuid7()),
        token_hash=_hash(secret),
        person=actor.person,
        name=name.strip(),
        scope=scope,
        made=now,
        expires=now + timedelta(days=days),
    )
    with changing(site, actor) as writer:
        writer.session.add(row)
        writer.session.flush()
        token = _token(row)
        says = (
            "A token was made that lets a program into Cadre on your behalf. "
            f"You can end it under your name: {site.base_url}/account/"
        )
        tell_owner(site, writer, actor.person, "A token for Cadre was made", says)
    return token, secret


def _problems(name: str, scope: str, days: int) -> Iterator[ProblemAt]:
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        says = (
            f"Name the token after the program that will use it, in up to {LONGEST_NAME} letters."
        )
        yield ProblemAt("name", says)
    if scope not in SCOPES:
        yield ProblemAt("scope", "Choose whether the program may only read, or also write.")
    if not 1 <= days <= LONGEST_DAYS:
        yield ProblemAt("days", f"Give the days for which it works, from 1 to {LONGEST_DAYS}.")


def tokens_of(site: Site, actor: Actor) -> list[Token]:
    """One's own tokens, newest first."""
    require(site, actor, "manage-own-tokens", Target(actor.person))
    return [_token(row) for row in accounts.tokens_of(site.session(), actor.person)]


def revoke_token(site: Site, actor: Actor, identity: str) -> None:
    """End one of one's own tokens at once; NotFound where there is no such token."""
    require(site, actor, "manage-own-tokens", Target(actor.person))
    with changing(site, actor) as writer:
        row = writer.session.get(ApiToken, identity)
        if row is None or row.person != actor.person:
            raise NotFound("You have no such token.")
        row.revoked = row.revoked or site.now()


def holder(site: Site, secret: str) -> Token | None:
    """The token that a program shows, if it works today and its owner's account is open.

    UnknownKey where there never was such a token.
    """
    row = accounts.token_by_hash(site.session(), _hash(secret))
    if row is None:
        raise UnknownKey("There is no such token.")
    if not _token(row).works(site.now()):
        return None
    account = accounts.account_of(site.session(), row.person)
    return _token(row) if account and account.active else None


def _hash(secret: str) -> str:
    """A plain hash is enough for a secret of 256 random bits."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _token(row: ApiToken) -> Token:
    return Token(row.id, row.person, row.name, row.scope, row.made, row.expires, row.revoked)
