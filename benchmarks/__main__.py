"""``make bench``: every measurement in one run; ``python -m benchmarks.table`` measures larger worlds."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks import evaluation, markdown, pages, table
from benchmarks.world import Size

SIZES = ((20, 200), (200, 200))
"""Learners, and records about each, of the worlds that are built every time: minutes, not an hour."""


def main() -> None:
    """Print each rate, how it compares with the bare page of the same run, and the table of each world."""
    rates = pages.measure()
    bare = next(iter(rates.values()))
    for name, each in rates.items():
        print(f"{name:44} {each:8.1f} a second   1 : {bare / each:.1f}")
    print(
        f"{'evaluations of Year 3, 200 records, one core':44} {evaluation.measure():8.1f} a second"
    )
    print("\nA megabyte of Markdown, in seconds:")
    for name, (taken, plain) in markdown.measure().items():
        print(f"{name:44} {taken:8.2f}{'   shown as written' if plain else ''}")
    with tempfile.TemporaryDirectory(prefix="cadre-benchmark-") as folder:
        for size in SIZES:
            table.print_table(Size(*size), "sqlite", Path(folder))


if __name__ == "__main__":
    main()
