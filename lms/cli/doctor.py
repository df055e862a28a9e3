"""Look at the site for every unsafe or odd setting, and say the remedy."""

from __future__ import annotations

import os

import click

from lms.cli.output import JSON, format_option, print_json
from lms.cli.running import open_site
from lms.config import read_settings
from lms.services.doctor import examine


@click.command()
@format_option()
def doctor(form: str) -> None:
    """Say every unsafe or odd setting, with the remedy; exit code 1 where there is one."""
    settings = read_settings()
    with open_site() as site:
        found = examine(settings, site, os.environ)
    if form == JSON:
        print_json([{"what": f.what, "remedy": f.remedy} for f in found])
    else:
        for finding in found:
            click.echo(f"{finding.what}\n  {finding.remedy}")
        if not found:
            click.echo("All is well.")
    if found:
        raise click.exceptions.Exit(1)
