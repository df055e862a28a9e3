"""What is wrong in a curriculum, where, and what to write instead: words that a tutor can act on."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

SHOWN = 12
"""More known words than this are not listed; the reader is told the nearest only."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake; ``line`` counts from 1 within the file, front matter included."""

    path: str
    line: int
    what: str
    instead: str = ""

    def __str__(self) -> str:
        said = f"{self.path}:{self.line}: {self.what}"
        return f"{said}; {self.instead}" if self.instead else said


class Problems:
    """The mistakes found so far; reading goes on after each, so that all are told at once."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}

    def add(self, path: str, line: int, what: str, instead: str = "") -> None:
        """Note a mistake; one that is already noted is not repeated."""
        self._found.setdefault(Problem(path, line, what, instead))

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._found))

    def __len__(self) -> int:
        return len(self._found)


def nearest(word: str, known: Collection[str]) -> str:
    """The known word that was probably meant; empty where none is near."""
    return next(iter(get_close_matches(word[:100], sorted(known), n=1, cutoff=0.6)), "")


def did_you_mean(word: str, known: Collection[str]) -> str:
    """``did you mean "reflective"?``, or else what there is to choose from."""
    near = nearest(word, known)
    if near:
        return f'did you mean "{near}"?'
    if not known:
        return "there is none"
    listed = ", ".join(sorted(known)[:SHOWN])
    return f"choose from {listed}" + (" and more" if len(known) > SHOWN else "")


def shown(text: object) -> str:
    """What somebody wrote, in quotation marks, cut where it is long."""
    said = " ".join(str(text).split())
    return f'"{said[:60]}…"' if len(said) > 60 else f'"{said}"'
