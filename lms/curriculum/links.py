"""Links inside a curriculum: to the glossary, an assessment, a module, a log or a requirement."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

KINDS = ("glossary", "assessment", "module", "log", "requirement")
OUTWARD = ("http", "https", "mailto", "tel")
"""What may lead out of a curriculum; anything else is shown as it was written."""

SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*(?=:)")


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One such link: the kind of thing that it leads to, and that thing's id."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


Resolve = Callable[[Link], str | None]
"""The address of the page for a link, given by whoever draws the page; None where there is none."""


def scheme_of(target: str) -> str:
    """What stands before the colon of an address, in small letters; empty where nothing does."""
    found = SCHEME.match(target)
    return found[0].lower() if found else ""


def parse_link(target: str) -> Link | None:
    """Read ``glossary:genogram``; None where the address leads elsewhere."""
    kind, _, identity = target.partition(":")
    return Link(kind, identity) if kind in KINDS else None
