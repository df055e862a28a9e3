"""Take a picture of the example world, or compare two: ``python -m tools.world_picture --help``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

TOOLS = Path(__file__).parent.parent
RUN = "import runpy, sys; sys.path[0] = {!r}; runpy.run_module('world_picture', run_name='__main__', alter_sys=True)"
"""Runs this very program on another checkout's interpreter, so that it reads that checkout's ``lms``."""
DAY = click.DateTime(["%Y-%m-%d"])
PARTS = ("progress", "counts", "cases", "reads", "pages")


@click.group()
def main() -> None:
    """What the example world answers, as a folder of text files that ``diff -r`` reads too."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--today", type=DAY, default="2026-11-01", show_default=True)
@click.option(
    "--of",
    "checkout",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Another checkout, set up with its own .venv [default: the lms of this interpreter].",
)
@click.option("--only", multiple=True, type=click.Choice(PARTS), help="Only this part.")
def take(folder: Path, today: object, checkout: Path | None, only: tuple[str, ...]) -> None:
    """Take a picture into FOLDER, which is made and must not be there yet."""
    if folder.exists():
        raise click.ClickException(f"{folder} is there already: remove it or name another.")
    if checkout is not None:
        raise SystemExit(_taken_of(checkout, folder, str(today)[:10], only))
    from .taking import take_picture

    take_picture(folder.resolve(), today.date(), only or PARTS, click.echo)  # type: ignore[attr-defined]


def _taken_of(checkout: Path, folder: Path, today: str, only: tuple[str, ...]) -> int:
    python = checkout.resolve() / ".venv" / "bin" / "python"
    if not python.exists():
        raise click.ClickException(f"{python} is missing: run make setup in {checkout} first.")
    asked = ["take", str(folder.resolve()), "--today", today]
    asked += [word for part in only for word in ("--only", part)]
    return subprocess.run([python, "-c", RUN.format(str(TOOLS)), *asked], check=False).returncode


@main.command()
@click.argument("before", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("after", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--places", default=5, show_default=True, help="Places named for each difference.")
@click.option(
    "--part", default="", help="Only below this folder, such as progress or pages/gloria."
)
def compare(before: Path, after: Path, places: int, part: str) -> None:
    """Say what differs between two pictures, equal differences once; exit code 1 where any does."""
    from .comparing import differences, report

    found = differences(before, after, part)
    click.echo(report(found, places))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(prog_name="world_picture")
