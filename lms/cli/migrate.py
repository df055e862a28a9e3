"""Bring the tables up to date, say where they are, or take migrations back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lms.cli.faults import WrongUsage
from lms.cli.output import JSON, format_option, print_json, print_table
from lms.config import read_settings

if TYPE_CHECKING:
    from lms.store.migrate import Status

CORE = "core"


@click.group(invoke_without_command=True)
@click.pass_context
def migrate(context: click.Context) -> None:
    """Bring the tables up to date, core's first."""
    if context.invoked_subcommand is not None:
        return
    from lms.store.migrate import status, upgrade

    url = read_settings().database_url
    before = status(url)
    if before.up_to_date:
        click.echo(f"{before.owner}: already at {before.current}, nothing to do.")
        return
    after = upgrade(url)
    click.echo(f"{after.owner}: now at {after.current}.")


@migrate.command()
@format_option()
def status(form: str) -> None:
    """Say where the tables are; exit code 1 where they are not up to date."""
    from lms.store.migrate import status as status_of

    found = status_of(read_settings().database_url)
    if form == JSON:
        print_json([_as_data(found)])
    else:
        row = [found.owner, found.current or "empty", found.head, _says(found)]
        print_table(["Owner", "Now", "Newest", "Status"], [row])
    if not found.up_to_date:
        raise click.exceptions.Exit(1)


def _says(found: Status) -> str:
    return "up to date" if found.up_to_date else "run lms migrate"


def _as_data(found: Status) -> dict[str, object]:
    return {
        "owner": found.owner,
        "current": found.current,
        "head": found.head,
        "up_to_date": found.up_to_date,
    }


@migrate.command()
@click.argument("owner")
@click.argument("words")
def new(owner: str, words: str) -> None:
    """Begin a migration of OWNER's tables, named by WORDS such as "add second marker"."""
    _known(owner)
    from lms.store.migrate import begin

    click.echo(f"Written: {begin(read_settings().database_url, words)}. Read it before you run it.")


def _known(owner: str) -> None:
    if owner != CORE:
        raise WrongUsage(f'No tables belong to "{owner}"; there is {CORE}.')


@migrate.command()
@click.argument("owner")
@click.option("--to", "revision", default="base", show_default=True, help="How far back to go.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def down(owner: str, revision: str, yes: bool) -> None:
    """Take OWNER's migrations back; what is in the tables that go is lost."""
    _known(owner)
    if not yes:
        click.confirm(
            f"Take {owner}'s tables back to {revision} and lose what is in them?", abort=True
        )
    from lms.store.migrate import downgrade

    downgrade(read_settings().database_url, revision)
    click.echo(f"{owner}: taken back to {revision}.")
