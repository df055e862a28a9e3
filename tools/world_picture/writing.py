"""Writing a picture: one text file for each thing that was asked, with steady names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

from .steady import Names

ODD = re.compile(r"[^\w.,=@+-]+")
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Picture:
    """The folder of a picture, and the names of what is in it."""

    folder: Path
    names: Names

    def write(self, place: str, lines: str) -> None:
        """Keep some text in a place such as ``progress/rhona``."""
        path = self.folder / f"{place}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.names.steady(lines).rstrip("\n") + "\n", encoding="utf-8")


def file_name(address: str) -> str:
    """An address as the name of a file, which is another's too only where the address is."""
    name = ODD.sub("~", address.strip("/")) or "start"
    if len(name) <= LONGEST:
        return name
    return f"{name[:LONGEST]}~{sha256(address.encode()).hexdigest()[:8]}"


def laid_out(value: object, place: str = "") -> Iterator[str]:
    """Every plain value in data, each on a line with the place where it stands."""
    parts = list(_parts(value, place))
    if parts == [(place, value)]:
        yield f"{place} = {_plain(value)}"
    elif not parts:
        yield f"{place} = none"
    for where, part in parts:
        if part is not value:
            yield from laid_out(part, where)


def _parts(value: object, place: str) -> list[tuple[str, object]]:
    """What a value is made of, with the place of each part; a plain one is made of itself."""
    if is_dataclass(value) and not isinstance(value, type):
        value = {f.name: getattr(value, f.name) for f in fields(value)}
    if isinstance(value, Mapping):
        return [(f"{place}.{_plain(k)}".strip("."), value[k]) for k in sorted(value, key=str)]
    if isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    if isinstance(value, list | tuple):
        return [(f"{place}[]", each) for each in value]
    return [(place, value)]


def _plain(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Fraction):
        return f"{float(value):g}"
    return str(value).replace("\n", "⏎")
