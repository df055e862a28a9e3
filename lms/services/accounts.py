"""Accounts: opening, closing and giving a password; each change ends the sessions that were open."""

from __future__ import annotations

from uuid import uuid4

from flask_security.proxies import _security
from flask_security.utils import hash_password
from sqlalchemy.orm import Session

from lms.domain.policy import ANYTHING, Actor, Target
from lms.errors import BadInput, NotFound
from lms.services.problem_at import ProblemAt
from lms.services.recording import recording
from lms.services.site import Site, require
from lms.store import accounts, people
from lms.store.accounts import Account


def create_account(
    site: Site, actor: Actor, person: str, email: str, password: str | None = None
) -> None:
    """Let a person sign in; without a password they cannot until one is set.

    BadInput where the address or the password cannot be used, or is in use.
    """
    require(site, actor, "manage-people", ANYTHING)
    address = _usable_email(email)
    hashed = hashed_password(password, address) if password is not None else None
    with recording(site, actor) as writer:
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
    """Give an account a password, one's own or as operator; every open session ends."""
    own = actor.person == person
    require(site, actor, "change-own-password" if own else "manage-people", Target(person))
    account = accounts.account_of(site.session(), person)
    if account is None:
        raise NotFound(f'"{person}" has no account.')
    hashed = hashed_password(password, account.email)
    with recording(site, actor) as writer:
        mine = writer.session.get_one(Account, account.id)
        mine.password = hashed
        mine.fs_uniquifier = uuid4().hex


def change_password(site: Site, actor: Actor, current: str, new: str) -> None:
    """Change one's own password; every session ends. BadInput where the present one is wrong."""
    account = accounts.account_of(site.session(), actor.person)
    if account is None or not account.verify_and_update_password(normal(current)):
        raise BadInput(
            "The password was not changed.",
            [ProblemAt("current", "This is not your present password.")],
        )
    try:
        set_password(site, actor, actor.person, new)
    except BadInput as fault:
        raise BadInput(str(fault), [ProblemAt("new", str(p)) for p in fault.problems]) from None


def normal(password: str) -> str:
    """A password in the one form of Unicode in which it is hashed."""
    return str(_security.password_util.normalize(password))


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
    with recording(site, actor) as writer:
        account = accounts.account_of(writer.session, person)
        if account is None:
            raise NotFound(f'"{person}" has no account.')
        account.active = active
        account.fs_uniquifier = uuid4().hex
        if not active:
            for token in accounts.tokens_of(writer.session, person):
                token.revoked = token.revoked or site.now()


def hashed_password(password: str, email: str = "") -> str:
    """The hash of a password that may be used; BadInput says why one may not.

    Hashing takes a tenth of a second, so it is done before the site's lock is taken.
    """
    problems, normal = _security.password_util.validate(password, True)
    found = [str(problem) for problem in problems or ()]
    if email and email.partition("@")[0].lower() in normal.lower():
        found.append("A password must not contain the name from the e-mail address.")
    if found:
        raise BadInput("This password cannot be used.", found)
    return str(hash_password(normal))


def _usable_email(email: str) -> str:
    try:
        return str(_security.mail_util.validate(email)).strip().lower()
    except ValueError as fault:
        raise BadInput(f"This e-mail address cannot be used: {fault}") from None
