"""Prints what the API answered to an act, and says why it refused."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lms.cli.act_request import WHO_ACTS
from lms.cli.faults import WrongUsage
from lms.cli.output import JSON, in_columns, print_json

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

ENDED = (
    f"The token in {WHO_ACTS} does not work, or no longer: sign in, open your account under your "
    "name and choose Make a token."
)
SAID = ("type", "title", "status", "detail", "code", "problems", "errors")
"""What is said in sentences; whatever else a refusal holds is printed below them."""


def give(answer: TestResponse, form: str, output: Path | None) -> None:
    """Print the answer, or write it to a file; WrongUsage with the reasons where it is a refusal."""
    if answer.status_code >= 300:
        raise WrongUsage(refusal(answer))
    if output is not None:
        _write(output, answer.data)
    elif answer.status_code == 204:
        if form != JSON:
            click.echo("Done.")
    elif not answer.is_json:
        click.echo(answer.data, nl=False)
    elif form == JSON:
        print_json(answer.json)
    else:
        for line in lines(answer.json):
            click.echo(line)


def _write(output: Path, content: bytes) -> None:
    try:
        output.write_bytes(content)
    except OSError as fault:
        raise WrongUsage(f"{output} cannot be written: {fault.strerror}.") from None


def refusal(answer: TestResponse) -> str:
    """Why not, as the API says it: the sentence, each problem and field, and what else it gives."""
    if answer.status_code == 401:
        return ENDED
    told = answer.get_json(silent=True) or {}
    more = {name: value for name, value in told.items() if name not in SAID}
    found = [
        told.get("detail") or told.get("title") or answer.status,
        *(f"  {problem}" for problem in told.get("problems", ())),
        *(f"  {line}" for place in told.get("errors", {}).values() for line in _errors(place)),
        *(f"  {line}" for line in lines(more)),
    ]
    return "\n".join(map(_harmless, found))


def _errors(told: Any, name: str = "") -> Iterator[str]:
    """A line for each field: those within a list are called ``shown.0.person``."""
    if isinstance(told, Mapping):
        for step, inner in told.items():
            yield from _errors(inner, f"{name}.{step}" if name else str(step))
    else:
        says = " ".join(map(str, told)) if isinstance(told, list) else str(told)
        yield f"{name}: {says}" if name else says


def lines(value: Any) -> Iterator[str]:
    """JSON for people: ``name: value``, and a table where objects without more in them are listed."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _named(name, item)
    elif isinstance(value, list):
        yield from _listed(value)
    else:
        yield from map(_harmless, _plain(value).split("\n"))


def _named(name: str, value: Any) -> Iterator[str]:
    if _fits_a_cell(value):
        yield _harmless(f"{name}: {_plain(value)}".rstrip())
    else:
        yield _harmless(f"{name}:")
        yield from (f"  {line}".rstrip() for line in lines(value))


def _listed(items: list[Any]) -> Iterator[str]:
    if not items:
        yield "Nothing."
    elif all(isinstance(i, dict) and all(map(_fits_a_cell, i.values())) for i in items):
        names = list(dict.fromkeys(name for item in items for name in item))
        rows = [[_harmless(_plain(item.get(name))) for name in names] for item in items]
        yield from in_columns([names, *rows])
    else:
        for number, item in enumerate(items):
            if number and isinstance(item, dict):
                yield ""
            yield from lines(item)


def _fits_a_cell(value: Any) -> bool:
    """Whether it can stand on one line."""
    if isinstance(value, list):
        return all(not isinstance(i, dict | list) and _fits_a_cell(i) for i in value)
    return value == {} or (not isinstance(value, dict) and "\n" not in str(value))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return "" if value is None or value == {} else str(value)


def _harmless(text: str) -> str:
    """Text without what a terminal would obey: people write what others read here."""
    return "".join(c if c in "\n\t" or unicodedata.category(c) != "Cc" else "\ufffd" for c in text)
