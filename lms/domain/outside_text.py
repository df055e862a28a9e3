"""Which text and numbers from outside can be kept: by every database, on every page, in every file."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
"""NUL, which PostgreSQL refuses, and halves of a character, which no encoding has."""
DEEPEST = 20
"""Levels of lists and tables within each other; no request has a use for half of them."""
LARGEST_NUMBER = 2**53 - 1
"""The largest whole number that every reader of JSON takes for itself and not for its neighbour."""
TOO_DEEP = f"It is nested more than {DEEPEST} levels deep; send it flatter."
NO_NUMBER = "Give a number: infinity and what is no number cannot be kept."
TOO_LARGE = f"Give a whole number of at most {LARGEST_NUMBER}."
Place: TypeAlias = tuple[str, ...]


def why_not_text(text: str) -> str:
    """A sentence that says where a text is broken and what to do; empty where it can be kept."""
    found = NOT_TEXT.search(text)
    if found is None:
        return ""
    before = text[: found.start()].split("\n")
    where = f"line {len(before)}, character {len(before[-1]) + 1}"
    return f"There is a character that cannot be kept ({where}). Take it out, then send it again."


def outside_problems(given: Any) -> Iterator[tuple[Place, str]]:
    """Each place in a message whose text or number cannot be kept, and why, found without recursion."""
    waiting: list[tuple[Place, Any]] = [((), given)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, str):
            says = why_not_text(value)
        elif isinstance(value, (Mapping, list, tuple)):
            says = TOO_DEEP if len(place) == DEEPEST else ""
            if not says:
                yield from _names(place, value)
                waiting.extend(_within(place, value))
        else:
            says = _why_no_number(value)
        if says:
            yield place, says


def _names(place: Place, value: Any) -> Iterator[tuple[Place, str]]:
    if isinstance(value, Mapping):
        yield from ((place, says) for name in value if (says := why_not_text(str(name))))


def _within(place: Place, value: Any) -> Iterator[tuple[Place, Any]]:
    """What a table or list holds, last first, so that the first is looked at first."""
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value)
    for name, inner in reversed(list(pairs)):
        yield (*place, NOT_TEXT.sub("\ufffd", str(name))), inner


def _why_no_number(value: Any) -> str:
    if isinstance(value, float):
        return "" if math.isfinite(value) else NO_NUMBER
    too_large = isinstance(value, int) and abs(value) > LARGEST_NUMBER
    return TOO_LARGE if too_large else ""
