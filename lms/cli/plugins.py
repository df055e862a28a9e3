"""Say which plugins are in use and why others are not, and whether they keep the rules."""

from __future__ import annotations

import click

from lms.cli.faults import WrongUsage
from lms.cli.output import CSV, JSON, format_option, print_json, print_table
from lms.config import blocked_plugins
from lms.registry import CORE, Registry, find_plugins
from lms.services.check_plugin import complaints


@click.group()
def plugins() -> None:
    """The plugins of this site; needs no database."""


@plugins.command(name="list")
@format_option(CSV)
def list_plugins(form: str) -> None:
    """List what is loaded, from where, and what is left out and why."""
    registry = find_plugins(blocked_plugins())
    rows = [(p.name, "loaded", p.origin) for p in registry.loaded]
    rows += [(p.name, "left out", p.reason) for p in registry.left_out]
    if form == JSON:
        print_json(
            {
                "loaded": [{"name": p.name, "origin": p.origin} for p in registry.loaded],
                "left_out": [{"name": p.name, "reason": p.reason} for p in registry.left_out],
            }
        )
    else:
        print_table(["Plugin", "Status", "From, or why not"], rows, form)


@plugins.command()
@click.argument("name", required=False)
@format_option()
def check(name: str | None, form: str) -> None:
    """Check one plugin, or all: whether it loads, keeps the rules, and its curricula have no problems.

    Exit code 1 where there is a complaint.
    """
    registry = find_plugins()
    found = {each: complaints(registry, each) for each in _names(registry, name)}
    if form == JSON:
        print_json(found)
    else:
        for each, said in found.items():
            click.echo(f"{each}: {'fine' if not said else ''}".rstrip())
            for complaint in said:
                click.echo(f"  {complaint}")
    if any(found.values()):
        raise click.exceptions.Exit(1)


def _names(registry: Registry, name: str | None) -> list[str]:
    known = sorted(
        {*(p.name for p in registry.loaded), *(p.name for p in registry.left_out)} - {CORE}
    )
    if name is None:
        return known
    if name not in known:
        raise WrongUsage(f'There is no plugin "{name}"; there is {", ".join(known) or "none"}.')
    return [name]
