"""Inviting somebody to sign in: a mail with a signed link, good for a few days, that sets a password."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from lms.domain.calendar import in_words
from lms.domain.policy import ANYTHING, Actor
from lms.errors import BadInput, NotFound, UnknownKey
from lms.services.accounts import create_account, set_password
from lms.services.outbox import promise
from lms.services.problem_at import ProblemAt
from lms.services.programmes import load
from lms.services.recording import changing
from lms.services.send_mail import send_mail
from lms.services.site import LONDON, Site, require
from lms.store import accounts, people
from lms.store.accounts import Account

SEND_INVITE = "send-invite"
DAYS = 3
"""Days for which a link works; the operator can send another at any time."""
GONE = (
    "This link no longer works. If you had a password, ask for another link under Forgotten your "
    "password? on the sign-in page; if not, ask whoever runs Cadre in your organisation."
)


def invite(site: Site, actor: Actor, identity: str, key: str | None = None) -> None:
    """Let somebody sign in: open the account if there is none, and promise the mail with the link.

    Setting the password by it ends every open session and every older link.
    """
    require(site, actor, "manage-people", ANYTHING)
    who = people.person(site.session(), identity)
    if who is None:
        raise NotFound("There is no such person.")
    if not who.email:
        problem = ProblemAt("email", "Add the person's e-mail address first.")
        raise BadInput("There is no address to write to.", [problem])
    account = accounts.account_of(site.session(), identity)
    if account is None:
        create_account(site, actor, identity, who.email)
    elif not account.active:
        problem = ProblemAt("account", "The account is closed; open it again first.")
        raise BadInput("Nothing was sent.", [problem])
    with changing(site, actor) as writer:
        writer.answer_once(
            key, ["invite", identity], lambda: promise(writer, SEND_INVITE, person=identity)
        )


def send_invite(site: Site, arguments: Mapping[str, Any]) -> None:
    """The job behind an invitation: the link is signed here and now, and kept nowhere."""
    account = accounts.account_of(site.session(), arguments["person"])
    if account is None or not account.active:
        return
    until = site.now() + timedelta(days=DAYS)
    subject, welcome = _welcome(site, arguments.get("enrolment"))
    text = (
        f"{welcome}\n\n"
        "Set your password on this page, then sign in with this e-mail address:\n"
        f"{link_to_set_password(site, account, until)}\n\n"
        "The link is for you alone and works once, until the end of "
        f"{in_words(until.astimezone(LONDON).date())}.\n"
    )
    send_mail(site, account.person, subject, text)


def _welcome(site: Site, enrolment: str | None) -> tuple[str, str]:
    """The subject of the mail and its first sentence; an enrolment that came with it is named."""
    opening = site.ledger.find(site.session(), enrolment) if enrolment else None
    if opening is None:
        return "Set your password for Cadre", "You have been given a way into Cadre."
    title = load(site, opening.get("programme"), opening.get("version")).title
    since = in_words(opening.on)
    return (
        f"You have been enrolled on {title}",
        f"You have been enrolled on {title}, from {since}. You follow it in Cadre.",
    )


def accept_invite(site: Site, token: str, password: str) -> None:
    """Set the password that the link is for; BadInput where it cannot be used."""
    account = invited(site, token)
    try:
        set_password(site, Actor(account.person), account.person, password)
    except BadInput as fault:
        problems = [ProblemAt("password", str(p)) for p in fault.problems]
        raise BadInput(str(fault), problems) from None


def invited(site: Site, token: str) -> Account:
    """The account that a link is for; NotFound where it is forged, used or too old."""
    try:
        person, until, state = _serializer().loads(token)
        late = datetime.fromisoformat(until) <= site.now()
    except (BadSignature, ValueError, TypeError):
        raise UnknownKey(GONE) from None
    account = accounts.account_of(site.session(), person)
    if late or account is None or not account.active or _state(account) != state:
        raise NotFound(GONE)
    return account


def link_to_set_password(site: Site, account: Account, until: datetime) -> str:
    """A link that sets the password of an account once; whatever sets one ends all that were sent."""
    return f"{site.base_url}/set-password/{_token(account, until)}"


def _token(account: Account, until: datetime) -> str:
    return str(_serializer().dumps([account.person, until.isoformat(), _state(account)]))


def _state(account: Account) -> str:
    """Changes whenever the password does, so that a link works once."""
    return hashlib.sha256(account.fs_uniquifier.encode()).hexdigest()[:16]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="set-password")
