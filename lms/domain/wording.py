"""Numbers and lists as sentences say them: "1 entry waits", "2 entries wait", "a, b and c"."""

from __future__ import annotations

from collections.abc import Sequence


def many(count: int, noun: str, nouns: str = "") -> str:
    """``1 log``, ``2 logs``; ``nouns`` where the plural is more than an s."""
    return f"{count} {noun if count == 1 else nouns or noun + 's'}"


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
