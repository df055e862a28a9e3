"""A signer's way to what was signed in his or her name: a link that comes with every copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from lms.services.signing_links import LinkClosed, LinkUnknown
from lms.services.site import Site

DAYS = 90
"""Days for which a link works: long enough to come back from leave and look; every later signature
brings another."""
LIFE = timedelta(days=DAYS)


@dataclass(frozen=True, slots=True)
class ObjectionLink:
    """Whose signatures on whose practice a link shows, and until when."""

    supervisor: str
    learner: str
    expires: datetime


def objection_token(site: Site, supervisor: str, learner: str) -> tuple[str, datetime]:
    """A token signed here and now, and kept nowhere, with the moment until which it works."""
    until = site.now() + LIFE
    return str(_serializer().dumps([supervisor, learner, until.isoformat()])), until


def open_objection_link(site: Site, token: str) -> ObjectionLink:
    """What a token opens; LinkClosed where it is forged, too old or ended."""
    try:
        supervisor, learner, until = _serializer().loads(token)
        expires = datetime.fromisoformat(until)
    except (BadSignature, ValueError, TypeError):
        raise LinkUnknown from None
    if expires <= site.now() or _was_ended(site, supervisor, learner, expires - LIFE):
        raise LinkClosed
    return ObjectionLink(supervisor, learner, expires)


def _was_ended(site: Site, supervisor: str, learner: str, made: datetime) -> bool:
    """Whether somebody has ended this signer's links since the token was made."""
    ended = site.about_me(learner).of("links-ended", signer=supervisor)
    return any(record.recorded >= made for record in ended)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="objection")
