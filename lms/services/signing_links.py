"""A supervisor's way in without an account: made, found by its token, ended and made anew."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.domain.kinds_read import some_kinds
from lms.domain.policy import SYSTEM
from lms.domain.records import person
from lms.domain.to_sign import signers
from lms.errors import Moved, NotFound, UnknownKey
from lms.services.outbox import promise
from lms.services.recording import changing
from lms.services.site import Site
from lms.store import signing_links
from lms.store.signing_links import SigningLink
from lms.store.writer import Writer

DAYS = 14
"""Days for which a link works; a busy supervisor can have a new one at any time."""
PAUSE = timedelta(minutes=10)
"""Between two mails to one supervisor about one learner, so that nobody is flooded."""
SEND_LINK = "send-signing-link"


class LinkClosed(NotFound):
    """The token opens nothing: unknown, expired or ended, which of them is not told."""

    def __init__(self) -> None:
        super().__init__("This link no longer works. You can have a new one sent to you.")


class LinkUnknown(LinkClosed, UnknownKey):
    """The token was never given out, which is told to nobody and counted as a guess."""


def issue_link(writer: Writer, supervisor: str, learner: str, enrolment: str) -> SigningLink:
    """Make a link, end the older ones, and promise the mail that carries its token.

    The token is drawn when the mail is sent, so that neither the database nor a backup of it ever
    holds one that opens anything.
    """
    now = writer.ledger.clock()
    link = SigningLink(
        str(uuid7()), supervisor, learner, enrolment, now, now + timedelta(days=DAYS)
    )

    def keep(session: Session) -> None:
        """Moved where the same supervisor has been sent another link at the same moment."""
        last = signing_links.newest(session, learner).get(supervisor)
        if last is not None and now < last.made + PAUSE:
            raise Moved
        signing_links.add(session, link, hash_of(new_token()))

    writer.also(keep)
    promise(writer, SEND_LINK, link=link.id)
    return link


def new_token() -> str:
    """A token that nobody guesses: 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept of a token; a plain hash is enough for so many random bits."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def open_link(site: Site, token: str) -> SigningLink:
    """The link that a token opens; LinkClosed where it opens nothing."""
    link = signing_links.by_hash(site.session(), hash_of(token))
    if link is None:
        raise LinkUnknown
    if not link.works(site.now()):
        raise LinkClosed
    return link


def renew_link(site: Site, token: str) -> None:
    """Send a new link to the address of the supervisor whom the old one was for.

    Whatever the token was, the caller learns nothing. It is sent only while an accepted form
    names the supervisor, and only after a pause.
    """
    link = signing_links.by_hash(site.session(), hash_of(token))
    if link is None:
        return
    with changing(site, SYSTEM) as writer:
        newest = signing_links.newest(writer.session, link.learner).get(link.supervisor)
        forms = writer.about(person(link.learner), some_kinds("agency-form"))
        named = link.supervisor in signers(forms)
        if newest is not None and named and not rests(site, newest):
            issue_link(writer, link.supervisor, link.learner, newest.enrolment)


def rests(site: Site, link: SigningLink) -> bool:
    """Whether the last mail to this supervisor is too fresh for another."""
    return site.now() < link.made + PAUSE
