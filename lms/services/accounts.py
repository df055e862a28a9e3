"""Accounts: opening, closing and giving a password; each change ends the sessions that were open."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from flask_security.proxies import _security
from sqlalchemy.orm import Session

from lms.domain.policy import ANYTHING, Actor, Target
from lms.errors import BadInput, NotFound
from lms.services import guesses
from lms.services.guesses import Counter
from lms.services.passwords import hashed_password, normal, to_try
from lms.services.problem_at import ProblemAt
from lms.services.recording import changing
from lms.services.site import Site, require
from lms.services.tell_owner import tell_owner
from lms.store import accounts, people, signed_in
from lms.store.accounts import Account
from lms.store.writer import Writer


def create_account(
    site: Site, actor: Actor, person: str, email: str, password: str | None = None
) -> None:
    """Let a person sign in; without a password they cannot until one is set.

    BadInput where the address or the password cannot be used, or is in use.
    """
    require(site, actor, "manage-people", ANYTHING)
    address = _usable_email(email)
    hashed = hashed_password(site, password, address) if password is not None else None
    with changing(site, actor) as writer:
        session = writer.session
        if people.person(session, person) is None:
            raise NotFound(f'There is no person "{person}"; add the person first.')
        if accounts.account_of(session, person):
            raise BadInput(f'"{person}" already has an account; set a password for it instead.')
        if accounts.account_by_email(session, address):
            raise BadInput("Another account already signs in with this e-mail address.")
        open_account(session, person, address, hashed)


def open_account(session: Session, person: str, email: str, hashed: str | None = None) -> None:
    """Open an account inside a writing transaction; the address is known to be free."""
    session.add(
        Account(
            person=person,
            email=email.strip().lower(),
            password=hashed,
            active=True,
            fs_uniquifier=uuid4().hex,
        )
    )


def set_password(site: Site, actor: Actor, person: str, password: str) -> None:
    """Give an account a password, one's own or as operator.

    Every session and every token ends, since whoever had the old password may have made them, and
    the owner is told by mail.
    """
    own = actor.person == person
    require(site, actor, "change-own-password" if own else "manage-people", Target(person))
    account = accounts.account_of(site.session(), person)
    if account is None:
        raise NotFound(f'"{person}" has no account.')
    known = people.person(site.session(), person)
    hashed = hashed_password(site, password, account.email, known.name if known else "")
    with changing(site, actor) as writer:
        mine = writer.session.get_one(Account, account.id)
        mine.password = hashed
        _end_everything(site, writer, mine)
        says = "Your password for Cadre was set. All sessions and tokens for programs were ended."
        tell_owner(site, writer, person, "Your password for Cadre was set", says)


def _end_everything(site: Site, writer: Writer, account: Account) -> None:
    """End every session, link and token of an account, inside a writing transaction."""
    account.fs_uniquifier = uuid4().hex
    signed_in.end_all(writer.session, account.person)
    for token in accounts.tokens_of(writer.session, account.person):
        token.revoked = token.revoked or site.now()


def change_password(
    site: Site, actor: Actor, current: str, new: str, counters: Sequence[Counter]
) -> None:
    """Change one's own password; every session ends. BadInput where the present one is wrong.

    ``counters`` count wrong guesses at it: TooManyTries where one must wait.
    """
    account = accounts.account_of(site.session(), actor.person)
    ticket = guesses.take(site, counters)
    if account is None or not account.verify_and_update_password(normal(to_try(current))):
        raise BadInput(
            "The password was not changed.",
            [ProblemAt("current", "This is not your present password.")],
        )
    guesses.right(site, ticket)
    try:
        set_password(site, actor, actor.person, new)
    except BadInput as fault:
        raise BadInput(str(fault), [ProblemAt("new", str(p)) for p in fault.problems]) from None


def close_account(site: Site, actor: Actor, person: str) -> None:
    """Keep a person from signing in; open sessions and tokens end at once."""
    _switch(site, actor, person, active=False)


def reopen_account(site: Site, actor: Actor, person: str) -> None:
    """Let a person sign in again, with the password there was; old sessions stay ended."""
    _switch(site, actor, person, active=True)


def holder_of(site: Site, email: str) -> str:
    """The person who signs in with an address; NotFound where nobody does."""
    account = accounts.account_by_email(site.session(), email)
    if account is None:
        raise NotFound(f"Nobody signs in with {email}.")
    return account.person


def _switch(site: Site, actor: Actor, person: str, active: bool) -> None:
    require(site, actor, "manage-people", ANYTHING)
    with changing(site, actor) as writer:
        account = accounts.account_of(writer.session, person)
        if account is None:
            raise NotFound(f'"{person}" has no account.')
        account.active = active
        if active:
            account.fs_uniquifier = uuid4().hex
        else:
            _end_everything(site, writer, account)


def _usable_email(email: str) -> str:
    try:
        return str(_security.mail_util.validate(email)).strip().lower()
    except ValueError as fault:
        raise BadInput(f"This e-mail address cannot be used: {fault}") from None
