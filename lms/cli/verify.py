"""Check the chain, its exported head where one is given, and what is kept beside it."""

from __future__ import annotations

import re
from pathlib import Path

import click

from lms.cli.faults import WrongUsage
from lms.cli.output import JSON, format_option, print_json
from lms.cli.running import open_site
from lms.services.verify_site import NOT_COVERED, Verified, verify_site
from lms.store.verification import Verification

POSITION = re.compile(r"[0-9]{1,18}")


@click.command()
@click.option("--head", "given", help="POSITION:HASH as printed before, or a file that holds it.")
@format_option()
def verify(given: str | None, form: str) -> None:
    """Check that no record, text, file or published version was changed or taken out.

    Exit code 1 where one was; each is named. What is not covered is named as well.

    Keep the head that is printed somewhere else: with it, a tail that was cut off is found too.
    """
    exported = read_head(given) if given else None
    with open_site() as site:
        found = verify_site(site, exported)
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


def _says(found: Verified) -> str:
    chain = found.chain
    if not chain.sound:
        where = f"Record {chain.first_bad}: " if chain.first_bad else ""
        before = f"The {_counted(chain.records, 'record')} before it are in order."
        rest = (
            "Texts, files and versions were not compared: the chain is what they are compared with."
        )
        return f"{where}{chain.problem} {before}\n{rest}"
    order = "all in order" if found.sound else "the chain is in order"
    lines = [f"{_counted(chain.records, 'record')}, {order}. Head: {_head(chain)}"]
    compared = (
        f"{_counted(found.texts, 'text')}, {_counted(found.files, 'uploaded file')} and "
        f"{_counted(found.versions, 'published version')}"
    )
    lines.append(f"Compared with it: {compared}.")
    lines += [f"{fault.place}: {fault.problem}" for fault in found.faults]
    return "\n".join([*lines, f"Not covered: {'; '.join(NOT_COVERED)}."])


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _head(chain: Verification) -> str:
    return f"{chain.head[0]}:{chain.head[1]}"


def _as_data(found: Verified) -> dict[str, object]:
    chain = found.chain
    return {
        "sound": found.sound,
        "records": chain.records,
        "head": _head(chain),
        "first_bad": chain.first_bad or None,
        "problem": chain.problem or None,
        "compared": None
        if not chain.sound
        else {"texts": found.texts, "files": found.files, "versions": found.versions},
        "faults": [{"place": f.place, "problem": f.problem} for f in found.faults],
        "not_covered": list(NOT_COVERED),
    }
