"""Check the ledger's chain and, where one is given, its exported head."""

from __future__ import annotations

import re
from pathlib import Path

import click

from lms.cli.faults import WrongUsage
from lms.cli.output import JSON, format_option, print_json
from lms.cli.running import open_site
from lms.store.verification import Verification
from lms.store.verification import verify as walk

POSITION = re.compile(r"[0-9]{1,18}")


@click.command()
@click.option("--head", "given", help="POSITION:HASH as printed before, or a file that holds it.")
@format_option()
def verify(given: str | None, form: str) -> None:
    """Check that no record was changed or taken out; exit code 1 where one was.

    Keep the head that is printed somewhere else: with it, a tail that was cut off is found too.
    """
    exported = read_head(given) if given else None
    with open_site() as site:
        found = walk(site.ledger, site.session(), exported)
    if form == JSON:
        print_json(_as_data(found))
    else:
        click.echo(_says(found))
    if not found.sound:
        raise click.exceptions.Exit(1)


def read_head(given: str) -> tuple[int, str]:
    """Read ``POSITION:HASH``, from a file where one of that name exists."""
    text = _in_file(given) or given
    position, _, digest = text.partition(":")
    if not POSITION.fullmatch(position) or len(digest) != 64:
        raise WrongUsage(f"{given!r} is neither POSITION:HASH nor a file that holds it.")
    return int(position), digest


def _in_file(given: str) -> str:
    """What the file of that name holds; empty where there is none that can be read."""
    try:
        return Path(given).read_text("utf-8").strip()
    except (OSError, ValueError):
        return ""


def _says(found: Verification) -> str:
    if found.sound:
        return f"{found.records} records, all in order. Head: {_head(found)}"
    where = f"Record {found.first_bad}: " if found.first_bad else ""
    return f"{where}{found.problem} The {found.records} records before it are in order."


def _head(found: Verification) -> str:
    return f"{found.head[0]}:{found.head[1]}"


def _as_data(found: Verification) -> dict[str, object]:
    return {
        "sound": found.sound,
        "records": found.records,
        "head": _head(found),
        "first_bad": found.first_bad or None,
        "problem": found.problem or None,
    }
