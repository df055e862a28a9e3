"""Numbers and lists as sentences say them: "1 entry waits", "2 entries wait", "a, b and c"."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def agreed(count: int | Fraction, noun: str, nouns: str = "") -> str:
    """The form that agrees with a number: ``log`` of 1, ``logs`` of 0, 1.5 and 2."""
    return noun if count == 1 else nouns or f"{noun}s"


def many(count: int, noun: str, nouns: str = "") -> str:
    """``1 log``, ``2 logs``; ``nouns`` where the plural is more than an s."""
    return f"{count} {agreed(count, noun, nouns)}"


def in_units(count: int | Fraction | None, units: str) -> str:
    """A unit, given in the plural, as it agrees with a number: ``session`` of 1."""
    return units.removesuffix("s") if count == 1 else units


def listed(names: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def parted(code: str) -> str:
    """A code with hyphens as words: ``live supervisor``."""
    return code.replace("-", " ")


def capital(text: str) -> str:
    """The text with a capital first letter and all others as they are: ``October`` stays so."""
    return text[:1].upper() + text[1:]


def titled(code: str) -> str:
    """A code as it stands at the head of a line: ``Live supervisor``."""
    return capital(parted(code))
