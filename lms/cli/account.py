"""Open, close and mend accounts from the machine itself: the way in for the first operator."""

from __future__ import annotations

import click

from lms.cli.running import open_site
from lms.domain.policy import SYSTEM
from lms.domain.records import person as about
from lms.errors import NotFound
from lms.services import accounts, sessions
from lms.services.add_person import NewPerson, add_person
from lms.services.passwords import hashed_password
from lms.services.recording import recording
from lms.services.site import Site, fact
from lms.store import people

PASSWORD = click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    envvar="CADRE_PASSWORD",
    help="Asked for if not given; scripts give it in CADRE_PASSWORD.",
)


@click.group()
def account() -> None:
    """The accounts with which people sign in."""


@account.command(name="open")
@click.argument("email")
@click.option("--name", help="The name, for somebody who is not known yet.")
@click.option("--operator", is_flag=True, help="Also grant the role of operator, from today.")
@PASSWORD
def open_account(email: str, name: str | None, operator: bool, password: str) -> None:
    """Let the person with the address EMAIL sign in."""
    with open_site() as site:
        # A password that cannot be used must not leave a person without an account behind.
        hashed_password(site, password, email)
        known = people.by_email(site.session(), email)
        if known is None and not name:
            raise NotFound(f"Nobody has the address {email}; give --name to add somebody.")
        identity = known.id if known else add_person(site, SYSTEM, NewPerson(name or "", email))
        accounts.create_account(site, SYSTEM, identity, email, password)
        if operator:
            _make_operator(site, identity)
    click.echo(f"{email} can sign in.")


def _make_operator(site: Site, identity: str) -> None:
    with recording(site, SYSTEM) as writer:
        writer.append(fact(about(identity), "role", site.today(), role="operator"))


@account.command()
@click.argument("email")
@PASSWORD
def password(email: str, password: str) -> None:
    """Give the account of EMAIL a new password; every session and token of it ends."""
    with open_site() as site:
        accounts.set_password(site, SYSTEM, accounts.holder_of(site, email), password)
    click.echo(f"{email} signs in with the new password from now on.")


@account.command(name="sign-out")
@click.argument("email")
def sign_out(email: str) -> None:
    """End every session of the holder of EMAIL; password and tokens stay."""
    with open_site() as site:
        sessions.end_sessions_of(site, SYSTEM, accounts.holder_of(site, email))
    click.echo(f"{email} is signed out everywhere.")


@account.command()
@click.argument("email")
def close(email: str) -> None:
    """Keep the holder of EMAIL from signing in; open sessions and tokens end at once."""
    with open_site() as site:
        accounts.close_account(site, SYSTEM, accounts.holder_of(site, email))
    click.echo(f"{email} can no longer sign in.")


@account.command()
@click.argument("email")
def reopen(email: str) -> None:
    """Let the holder of EMAIL sign in again."""
    with open_site() as site:
        accounts.reopen_account(site, SYSTEM, accounts.holder_of(site, email))
    click.echo(f"{email} can sign in again.")
