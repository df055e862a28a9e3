"""Things read from files, with the lines that later checks point to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from lms.curriculum.front_matter import Text
from lms.curriculum.keys import Keys

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Draft(Generic[T]):
    """One thing and where its parts stand; ``broken`` names settings not to be reckoned with."""

    value: T
    body: Text
    lines: Mapping[str, int]
    broken: frozenset[str]

    @property
    def path(self) -> str:
        return self.body.path

    def line(self, name: str) -> int:
        """The line of a setting, or of the front matter's first."""
        return self.lines.get(name, 2)


def draft(value: T, keys: Keys, body: Text, parts: Mapping[str, int] | None = None) -> Draft[T]:
    """A thing that was just read; the entries of its lists have lines too, as ``outcomes:fnd.o1``.

    ``parts`` are the lines of parts of its text.
    """
    lines: dict[str, int] = dict(parts or {})
    for name, node in keys.values.items():
        lines[name] = node.line
        for item in node.value if isinstance(node.value, tuple) else ():
            lines[f"{name}:{item.value}"] = item.line
    return Draft(value, body, lines, frozenset(keys.broken))
