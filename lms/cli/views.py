"""Throw the views away and build them again from the ledger."""

from __future__ import annotations

import click

from lms.cli.running import open_site
from lms.services.views import rebuild as rebuild_views


@click.group()
def views() -> None:
    """The tables that pages read, all of which can be built again from the ledger."""


@views.command()
def rebuild() -> None:
    """Build every view again; the site can be used meanwhile."""
    with open_site() as site:
        people = rebuild_views(site)
    click.echo(f"Views of {people} people built again.")
