"""Names in a document's XML, short: what its namespace is called here, and the bare name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any


class ShortNames:
    """The names of one format; ``spaces`` gives the prefix of each namespace that matters to it."""

    def __init__(self, spaces: Mapping[str, str]) -> None:
        self._spaces = spaces
        self.short = lru_cache(maxsize=4096)(self._short)

    def _short(self, tag: str) -> str:
        """``w:p``, ``text:p``; the bare name where the namespace is another."""
        space, _, name = tag.rpartition("}")
        prefix = self._spaces.get(space[1:])
        return f"{prefix}:{name}" if prefix else name

    def said(self, element: Any, name: str) -> str | None:
        """An attribute by its short name: ``w:val``, ``style:name``."""
        for tag, value in element.items():
            if self.short(tag) == name:
                return str(value)
        return None
