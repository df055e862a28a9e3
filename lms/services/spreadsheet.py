"""Tables as CSV that a spreadsheet opens without taking a cell for a formula."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

FORMULA = "=+-@\u2212"
"""A cell that begins so is run by spreadsheets; an apostrophe before it keeps it a text.

So is one in full-width signs, and one that has a space or something that nobody sees before them.
"""
LINES = "\t\r\n"
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", re.ASCII | re.IGNORECASE)


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], line_end: str = "\r\n") -> str:
    """The table with its heading row; numbers stay numbers, dangerous texts are disarmed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=line_end)
    writer.writerow([safe_cell(c) for c in columns])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def safe_cell(value: object) -> str:
    """One cell as text that no spreadsheet runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if _is_run(text) and not NUMBER.fullmatch(text) else text


def _is_run(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula, whatever unseen stands before it."""
    if text[:1] and text[0] in LINES:
        return True
    first = next((c for c in text if not _is_unseen(c)), "")
    return bool(first) and unicodedata.normalize("NFKC", first)[:1] in FORMULA


def _is_unseen(character: str) -> bool:
    """A space of any kind, a control character, or one without width such as a byte order mark."""
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf")
