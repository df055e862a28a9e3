"""Check, publish, list, fetch and compare curricula, and say what they cover."""

from __future__ import annotations

from pathlib import Path

import click

from lms.cli.coverage import coverage_command
from lms.cli.faults import ProblemsFound, explained
from lms.cli.output import CSV, JSON, format_option, print_json, print_table
from lms.cli.running import open_site
from lms.curriculum.difference import differences
from lms.curriculum.files import (
    base_version,
    read_files,
    write_base_version,
    write_files,
)
from lms.domain.policy import SYSTEM
from lms.domain.programme import Programme
from lms.errors import BadInput
from lms.registry import Registry, find_plugins
from lms.services import programmes
from lms.services.publish import publish as publish_files
from lms.services.site import Site
from lms.store.programmes import Version, files_of

FOLDER = click.Path(path_type=Path)


@click.group()
def curriculum() -> None:
    """Check, publish, list, fetch and compare curricula, and say what they cover."""


curriculum.add_command(coverage_command)


@curriculum.command()
@click.argument("paths", nargs=-1, required=True, type=FOLDER)
@format_option()
def check(paths: tuple[Path, ...], form: str) -> None:
    """Say every problem of the programmes' folders PATHS; exit code 1 where there is one.

    Needs no settings and no database.
    """
    registry = find_plugins()
    found = {path: problems_of(registry, path) for path in paths}
    count = sum(map(len, found.values()))
    if form == JSON:
        print_json(
            {
                "problems": [
                    {"folder": str(folder), **problem}
                    for folder, problems in found.items()
                    for problem in problems
                ]
            }
        )
    else:
        for folder, problems in found.items():
            for problem in problems:
                click.echo(f"{folder}/{problem['says']}")
        click.echo(_counted(count), err=bool(count))
    if count:
        raise click.exceptions.Exit(1)


def _counted(count: int) -> str:
    return {0: "No problems.", 1: "One problem."}.get(count, f"{count} problems.")


def problems_of(registry: Registry, folder: Path) -> list[dict[str, object]]:
    """Each problem of a folder as data; BadInput where it is no programme's folder."""
    files = read_files(folder)
    try:
        programmes.check(registry, files)
    except BadInput as fault:
        return [
            {
                "path": getattr(p, "path", ""),
                "line": getattr(p, "line", 1),
                "what": getattr(p, "what", str(p)),
                "instead": getattr(p, "instead", ""),
                "says": str(p),
            }
            for p in fault.problems
        ]
    return []


@curriculum.command()
@click.argument("path", type=FOLDER)
@click.option("--note", default="", help="What changed and why, for those who read the history.")
def publish(path: Path, note: str) -> None:
    """Check the folder PATH whole, run its cases, and store it as a version that never changes."""
    files = read_files(path)
    with open_site() as site:
        try:
            version = publish_files(site, SYSTEM, files, note, base_version(path))
        except BadInput as fault:
            raise ProblemsFound(explained(fault)) from None
    write_base_version(path, version.version)
    click.echo(f"Published {version.key} as number {version.number}.")


@curriculum.command(name="list")
@format_option(CSV)
def list_versions(form: str) -> None:
    """List every published version, oldest first."""
    with open_site() as site:
        found = programmes.all_versions(site)
    if form == JSON:
        print_json([_as_data(v) for v in found])
    else:
        rows = [(v.programme, v.version, v.published.date(), v.published_by, v.note) for v in found]
        print_table(["Programme", "Version", "Published", "By", "Note"], rows, form)


def _as_data(version: Version) -> dict[str, object]:
    return {
        "programme": version.programme,
        "version": version.version,
        "number": version.number,
        "digest": version.digest,
        "published": version.published,
        "published_by": version.published_by,
        "note": version.note,
    }


@curriculum.command()
@click.argument("programme")
@click.argument("path", type=FOLDER)
def pull(programme: str, path: Path) -> None:
    """Write the published version PROGRAMME[@VERSION] into the new folder PATH."""
    with open_site() as site:
        name, version = named_version(site, programme)
        files = files_of(site.session(), name, version)
    write_files(path, files or {})
    write_base_version(path, version)
    click.echo(f"{name}@{version} is in {path}. Change it, name a new version, and publish it.")


def named_version(site: Site, text: str) -> tuple[str, str]:
    """A programme and one of its versions, the newest where none is named; NotFound if there is none."""
    name, _, version = text.partition("@")
    if not version:
        return name, programmes.newest(site, name).version
    programmes.load(site, name, version)
    return name, version


@curriculum.command()
@click.argument("a")
@click.argument("b")
@format_option()
def diff(a: str, b: str, form: str) -> None:
    """Say what changed from A to B: folders, or published versions as PROGRAMME[@VERSION]."""
    with open_site() as site:
        old, new = _read(site, a), _read(site, b)
    lines = differences(old, new)
    if form == JSON:
        print_json({"from": old.key, "to": new.key, "differences": lines})
    else:
        click.echo("\n".join(lines) or "Nothing differs.")


def _read(site: Site, text: str) -> Programme:
    if Path(text).is_dir():
        return programmes.check(site.registry, read_files(Path(text)))
    return programmes.load(site, *named_version(site, text))
