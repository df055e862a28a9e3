"""Say which modules teach each learning outcome, and which work and logs show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from lms.cli.faults import ProblemsFound, explained
from lms.cli.output import CSV, JSON, TEXT, format_option, print_json, print_table
from lms.curriculum.coverage import OutcomeCoverage, coverage, gaps
from lms.curriculum.files import read_files
from lms.curriculum.folder import read_programme
from lms.domain.programme import Assessment, LogTemplate, Module, Programme, Stage
from lms.errors import BadInput
from lms.registry import Registry, find_plugins

COLUMNS = ("Outcome", "Taught in", "Assessed in", "Logs", "Says")


@click.command(name="coverage")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@format_option(CSV)
def coverage_command(paths: tuple[Path, ...], form: str) -> None:
    """Show where each learning outcome of the programmes' folders PATHS is taught and shown.

    Needs no settings and no database. Exit code 1 where no module teaches an outcome, or no
    assessment or log shows it; stderr says which.
    """
    registry = find_plugins()
    found = [_programme_in(registry, path) for path in paths]
    if form == JSON:
        print_json({"programmes": [_data(programme) for programme in found]})
    elif form == CSV:
        rows = [row for programme in found for row in _spreadsheet(programme)]
        print_table(("Programme", "Stage", *COLUMNS), rows, form)
    else:
        for programme in found:
            _print_stages(programme)
    if missing := [f"{p.id}/{s.id}: {what}" for p in found for s in p.stages for what in gaps(s)]:
        raise ProblemsFound("\n".join(missing))
    if form == TEXT:
        click.echo("Every outcome is taught and shown.")


def _programme_in(registry: Registry, folder: Path) -> Programme:
    """The folder's programme, which may still break rules; ProblemsFound where a file has faults.

    Read as a published version is, so that what is not covered yet can be shown in place of
    being refused.
    """
    reading = read_programme(read_files(folder), registry.requirement_kinds, published=True)
    if reading.programme is None or reading.problems:
        what = f"What {folder} covers cannot be told before these are put right:"
        raise ProblemsFound(explained(BadInput(what, reading.problems)))
    return reading.programme


def _print_stages(programme: Programme) -> None:
    for stage in programme.stages:
        click.echo(f"{programme.key}, {stage.title}")
        print_table(COLUMNS, map(_row, coverage(stage)))
        click.echo()


def _spreadsheet(programme: Programme) -> Iterator[tuple[str, ...]]:
    for stage in programme.stages:
        for covered in coverage(stage):
            yield (programme.id, stage.id, *_row(covered))


def _row(covered: OutcomeCoverage) -> tuple[str, ...]:
    places = (covered.modules, covered.assessments, covered.logs)
    named = (", ".join(_ids(place)) for place in places)
    return (covered.outcome.id, *named, covered.outcome.text)


def _ids(places: Sequence[Module | Assessment | LogTemplate]) -> list[str]:
    return [place.id for place in places]


def _data(programme: Programme) -> dict[str, object]:
    return {
        "programme": programme.id,
        "version": programme.version,
        "stages": [_stage_data(stage) for stage in programme.stages],
    }


def _stage_data(stage: Stage) -> dict[str, object]:
    return {
        "stage": stage.id,
        "title": stage.title,
        "outcomes": [
            {
                "id": covered.outcome.id,
                "text": covered.outcome.text,
                "taught": covered.taught,
                "shown": covered.shown,
                "modules": _ids(covered.modules),
                "assessments": _ids(covered.assessments),
                "logs": _ids(covered.logs),
            }
            for covered in coverage(stage)
        ],
    }
