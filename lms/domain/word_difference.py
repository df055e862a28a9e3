"""What changed between two texts, word by word, in a number of steps that no text can make large."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SAME, GONE, NEW = "same", "gone", "new"
MOST_EDITS = 400
"""Beyond so many words (or paragraphs) put in and taken out, a passage counts as written anew."""
PARAGRAPH = re.compile(r"[^\n]*\n*")
WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that is the same in both, gone from the old or new in the new."""

    how: str
    text: str


def difference(old: str, new: str) -> tuple[Passage, ...]:
    """The old text turned into the new: the same and gone make up the old, same and new the new.

    Paragraphs are matched first, then the words of those that changed. Both use Myers' algorithm
    (1986), given up after ``MOST_EDITS``: time grows with the length, never with its square.
    """
    paragraphs = _edits(PARAGRAPH.findall(old), PARAGRAPH.findall(new))
    return tuple(_merged(_by_words(paragraphs)))


def _by_words(paragraphs: Sequence[Passage]) -> Iterator[Passage]:
    for gone, new, same in _runs(paragraphs):
        if gone and new:
            yield from _edits(WORD.findall(gone), WORD.findall(new))
        elif gone or new:
            yield Passage(GONE, gone) if gone else Passage(NEW, new)
        if same:
            yield Passage(SAME, same)


def _runs(passages: Sequence[Passage]) -> Iterator[tuple[str, str, str]]:
    """What is gone and what is new between two passages that are the same, and the latter of them."""
    changed: dict[str, str] = {GONE: "", NEW: ""}
    for passage in passages:
        if passage.how != SAME:
            changed[passage.how] += passage.text
            continue
        yield changed[GONE], changed[NEW], passage.text
        changed = {GONE: "", NEW: ""}
    yield changed[GONE], changed[NEW], ""


def _merged(passages: Iterator[Passage]) -> Iterator[Passage]:
    """Neighbours of one kind as one; between two that are the same, what is gone comes first."""
    for gone, new, same in _runs(list(passages)):
        if gone:
            yield Passage(GONE, gone)
        if new:
            yield Passage(NEW, new)
        if same:
            yield Passage(SAME, same)


def _edits(old: Sequence[str], new: Sequence[str]) -> list[Passage]:
    """The edits between two sequences, their common ends set aside first."""
    first = _common(old, new)
    last = _common(old[first:][::-1], new[first:][::-1])
    middle = _myers(old[first : len(old) - last], new[first : len(new) - last])
    ends = [Passage(SAME, "".join(old[:first]))], [Passage(SAME, "".join(old[len(old) - last :]))]
    return [passage for part in (ends[0], middle, ends[1]) for passage in part if passage.text]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _myers(old: Sequence[str], new: Sequence[str]) -> list[Passage]:
    trace = _trace(old, new)
    if trace is None:
        return [Passage(GONE, "".join(old)), Passage(NEW, "".join(new))]
    found: list[Passage] = []
    x, y = len(old), len(new)
    for edits in range(len(trace) - 1, -1, -1):
        reached, diagonal = trace[edits], x - y
        down = diagonal == -edits or (
            diagonal != edits and reached.get(diagonal - 1, -1) < reached.get(diagonal + 1, -1)
        )
        from_x = reached.get(diagonal + 1, 0) if down else reached.get(diagonal - 1, 0)
        from_y = from_x - (diagonal + 1 if down else diagonal - 1)
        while x > max(from_x, 0) and y > max(from_y, 0):
            x, y = x - 1, y - 1
            found.append(Passage(SAME, old[x]))
        if edits and down:
            y -= 1
            found.append(Passage(NEW, new[y]))
        elif edits:
            x -= 1
            found.append(Passage(GONE, old[x]))
    return found[::-1]


def _trace(old: Sequence[str], new: Sequence[str]) -> list[dict[int, int]] | None:
    """How far each diagonal was reached before each number of edits; None where there are too many."""
    reached = {1: 0}
    trace: list[dict[int, int]] = []
    for edits in range(min(len(old) + len(new), MOST_EDITS) + 1):
        trace.append(dict(reached))
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (
                diagonal != edits and reached.get(diagonal - 1, -1) < reached.get(diagonal + 1, -1)
            )
            x = reached[diagonal + 1] if down else reached[diagonal - 1] + 1
            while x < len(old) and x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            reached[diagonal] = x
            if x >= len(old) and x - diagonal >= len(new):
                return trace
    return None
