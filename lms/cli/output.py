"""Printing for people or for programs: every command that prints takes ``--format``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

import click

from lms.services.spreadsheet import as_csv

Command = TypeVar("Command", bound=Callable[..., Any])
TEXT, JSON, CSV = "text", "json", "csv"


def format_option(*more: str) -> Callable[[Command], Command]:
    """``--format text|json``, and further ones such as csv; the command gets ``form``."""
    return click.option(
        "--format",
        "form",
        type=click.Choice([TEXT, JSON, *more]),
        default=TEXT,
        show_default=True,
        help="How to print.",
    )


def print_json(data: object) -> None:
    """Print data as JSON: dates as ISO 8601, exact numbers as numbers."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False, default=plain))


def plain(value: object) -> object:
    """A value as JSON knows it; TypeError for what has no such form."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Fraction | Decimal):
        exact = Fraction(value)
        return int(exact) if exact.denominator == 1 else float(exact)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Iterable):
        return list(value)
    raise TypeError(f"{type(value).__name__} cannot be printed as JSON")


def print_table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], form: str = TEXT
) -> None:
    """Print rows under headings, in columns as wide as they need, or as CSV."""
    if form == CSV:
        click.echo(as_csv(headings, rows, line_end="\n"), nl=False)
        return
    table = [list(headings), *([_cell(c) for c in row] for row in rows)]
    for line in in_columns(table):
        click.echo(line)


def in_columns(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a table whose columns are as wide as they need."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _cell(value: object) -> str:
    return "" if value is None else str(value)
