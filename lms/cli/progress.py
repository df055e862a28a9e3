"""Say how somebody's training stands, requirement by requirement, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import click

from lms.cli.options import as_of_options
from lms.cli.output import JSON, format_option, print_json
from lms.cli.running import open_site
from lms.domain.policy import SYSTEM
from lms.domain.progress import Progress
from lms.domain.verdict_text import progress_text
from lms.errors import NotFound
from lms.services.evaluation import open_stage
from lms.services.read_progress import read_progress
from lms.services.verdict_tree import progress_tree


@click.command()
@click.argument("person")
@click.argument("where", metavar="[PROGRAMME[/STAGE]]", default="")
@as_of_options
@format_option()
def progress(
    person: str, where: str, as_of: date | None, known_at: datetime | None, form: str
) -> None:
    """Show the verdicts on PERSON's stages, with what counted, what did not, and why.

    As JSON, the outermost keys are those of the one stage named or, without a name, of the stage
    that the person is on; "stages" has each of them.
    """
    programme, _, stage = where.partition("/")
    with open_site() as site:
        day = as_of or site.today()
        every = read_progress(site, SYSTEM, person, day, known_at, programme or None)
        found = [p for p in every if stage in ("", p.stage.id)]
        if where and not found:
            raise NotFound(_nothing(person, where, every))
        if form == JSON:
            print_json(_data(person, found, day, known_at))
        elif found:
            click.echo("\n\n".join(map(progress_text, found)))
        else:
            click.echo(f"{person} is enrolled on nothing.")


def _nothing(person: str, where: str, every: Sequence[Progress]) -> str:
    there = ", ".join(f"{p.programme.id}/{p.stage.id}" for p in every)
    hint = f" There is {there}." if there else ""
    return f"{person} has no enrolment on {where}.{hint}"


def _data(
    person: str, found: Sequence[Progress], as_of: date, known_at: datetime | None
) -> dict[str, object]:
    now = open_stage(found)
    first = progress_tree(now, known_at) if now else {}
    return {
        "person": person,
        "as_of": as_of,
        "known_at": known_at,
        **first,
        "stages": [progress_tree(p, known_at) for p in found],
    }
