"""Samples for moderators from the command line: what is to be drawn or decided, and drawing."""

from __future__ import annotations

from dataclasses import asdict

import click

from lms.cli.output import CSV, JSON, format_option, print_json, print_table
from lms.cli.running import open_site
from lms.domain.policy import SYSTEM

COLUMNS = (
    *("programme", "cohort", "stage", "assessment", "title", "state", "scripts"),
    "in_sample",
)


@click.group()
def sample() -> None:
    """List sets of marked work and draw their samples."""


@sample.command("list")
@format_option(CSV)
def list_(form: str) -> None:
    """List every set whose marking is moderated by sample, what waits first."""
    from lms.services.list_sets import list_sets

    with open_site() as site:
        lines = [asdict(line) for line in list_sets(site, SYSTEM)]
    rows = [{name: line[name] for name in COLUMNS} for line in lines]
    if form == JSON:
        print_json(rows)
    else:
        print_table(COLUMNS, [tuple(row.values()) for row in rows], form)


@sample.command()
@click.argument("programme")
@click.argument("cohort")
@click.argument("assessment")
def draw(programme: str, cohort: str, assessment: str) -> None:
    """Draw the sample of an ASSESSMENT of a COHORT for its moderator; the seed is kept."""
    from lms.services.draw_sample import draw_sample

    with open_site() as site:
        record = draw_sample(site, SYSTEM, programme, cohort, assessment)
    click.echo(f"The sample is drawn: record {record}.")
