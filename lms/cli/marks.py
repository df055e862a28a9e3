"""Marks for the student record system, and their release, from the command line."""

from __future__ import annotations

from datetime import date, datetime

import click

from lms.cli.options import DAY, as_of_options
from lms.cli.output import CSV, JSON, TEXT, format_option, print_json, print_table
from lms.cli.running import open_site
from lms.domain.assessment.release import PROVISIONAL, RATIFIED
from lms.domain.policy import SYSTEM


@click.group()
def marks() -> None:
    """Export marks, set deadlines and release marks."""


@marks.command()
@click.argument("programme")
@click.argument("cohort")
@click.argument("stage")
@as_of_options
@format_option(CSV)
def export(
    programme: str,
    cohort: str,
    stage: str,
    as_of: date | None,
    known_at: datetime | None,
    form: str,
) -> None:
    """Print a row for each attempt of each learner of a COHORT on a STAGE of a PROGRAMME."""
    from lms.services.export_marks import COLUMNS, export_marks, marks_table

    asked = (programme, cohort, stage, as_of, known_at)
    with open_site() as site:
        if form == CSV:
            click.echo(export_marks(site, SYSTEM, *asked), nl=False)
            return
        rows = marks_table(site, SYSTEM, *asked)
    if form == JSON:
        print_json([dict(zip(COLUMNS, row, strict=True)) for row in rows])
    else:
        print_table(COLUMNS, rows, TEXT)


@marks.command()
@click.argument("programme")
@click.argument("cohort")
@click.argument("stage")
@click.option("--marks", "kind", type=click.Choice([PROVISIONAL, RATIFIED]), required=True)
@click.option("--assessment", default="", help="One piece of work; all of the stage if not given.")
@click.option("--reason", default="", help="A note that is kept with the release.")
def release(
    programme: str, cohort: str, stage: str, kind: str, assessment: str, reason: str
) -> None:
    """Release marks of a COHORT on a STAGE to its learners; says what is open where it may not be."""
    from lms.services.release_marks import Wanted, release_marks

    wanted = Wanted(programme, cohort, stage, kind, assessment, reason)
    with open_site() as site:
        record = release_marks(site, SYSTEM, wanted)
    click.echo(f"Released {kind} marks: record {record}.")


@marks.command()
@click.argument("programme")
@click.argument("cohort")
@click.argument("assessment")
@click.argument("on", type=DAY)
@click.option(
    "--at", default="", help="A London clock time such as 16:00; the policy's if not given."
)
@click.option("--attempt", default=1, show_default=True, help="Which attempt it is for.")
def deadline(programme: str, cohort: str, assessment: str, on: date, at: str, attempt: int) -> None:
    """Set, or move, the deadline ON a day for an ASSESSMENT of a COHORT."""
    from lms.services.set_deadline import set_deadline

    with open_site() as site:
        record = set_deadline(site, SYSTEM, programme, cohort, assessment, on, at, attempt)
    click.echo(f"The deadline is set: record {record}.")
