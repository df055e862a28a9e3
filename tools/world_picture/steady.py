"""What differs between two sites of the same code is given a name that does not."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

ID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
CODE = re.compile(
    r"\b(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{12,}\b|\b[0-9a-f]{32,}\b"
    r"|\b[0-9a-f]{4}(?: [0-9a-f]{4}){7}\b"
)
"""A fingerprint, a key or a seal; a receipt's code is read out in eights of four."""
SECRET = re.compile(r"cadre_[\w-]{20,}|\b[\w-]{20,}\.[\w-]{5,8}\.[\w-]{20,}\b")
"""A program's token, or something signed with a time in it."""
FLATS = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Names:
    """The name of every id: a record by its kind, its subject and its day."""

    known: Mapping[str, str] = field(default_factory=dict)

    def steady(self, text: str) -> str:
        """The text with names for ids, and without what is new at every making."""
        named = ID.sub(lambda found: self.known.get(found[0], "(id)"), text)
        return CODE.sub("(code)", SECRET.sub("(secret)", named))


def names_of(database: Path) -> Names:
    """Read the ledger's own table, so that no rule of the code that is pictured is asked."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        documents = {row[0] for row in connection.execute("SELECT id FROM document")}
        records = connection.execute(
            "SELECT id, kind, subject_id, first, payload FROM record ORDER BY position"
        ).fetchall()
    return Names(dict(_named(records, documents)))


def _named(records: list[tuple[str, ...]], documents: set[str]) -> Iterator[tuple[str, str]]:
    seen: Counter[str] = Counter()
    for identity, kind, subject, first, payload in records:
        name = ".".join((kind, subject, first))
        seen[name] += 1
        if seen[name] > 1:
            name += f".{seen[name]}"
        yield identity, name
        for place, value in _texts(json.loads(payload)):
            if value in documents:
                yield value, f"{name}.{place}"


def _texts(payload: object, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(payload, str):
        yield place, payload
    elif isinstance(payload, dict):
        for key, value in payload.items():
            yield from _texts(value, f"{place}.{key}".strip("."))
    elif isinstance(payload, list):
        for number, value in enumerate(payload, start=1):
            yield from _texts(value, f"{place}.{number}".strip("."))


def flat(text: str) -> str:
    """Words with single spaces between them, line by line, without empty lines."""
    lines = (FLATS.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)
