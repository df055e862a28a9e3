"""What a marker writes about a text: over all, on each criterion, and beside its passages."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lms.services.problem_at import ProblemAt

LONGEST_QUOTE = 500
MOST_ANCHORED = 100


@dataclass(frozen=True, slots=True)
class Anchored:
    """A comment beside a passage: the passage's words, which of their occurrences, what it says."""

    quote: str
    says: str
    at: int = 1


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a marker wrote: over all, on each criterion by its id, and beside passages of the text."""

    overall: str = ""
    criteria: Mapping[str, str] | None = None
    anchored: tuple[Anchored, ...] = ()

    def on(self, criterion: str) -> str:
        """The comment on one criterion."""
        return (self.criteria or {}).get(criterion, "")


def feedback_of(content: object) -> Feedback:
    """A marker's feedback from the document that keeps it; none where it was erased."""
    if not isinstance(content, dict):
        return Feedback(str(content or ""))
    return Feedback(
        str(content.get("overall") or ""),
        dict(content.get("criteria") or {}),
        read_anchored(content.get("anchored")),
    )


def read_anchored(found: object) -> tuple[Anchored, ...]:
    """Anchored comments from plain data; what is not shaped like one is left out."""
    lines = found if isinstance(found, list | tuple) else ()
    return tuple(_one(line) for line in lines if isinstance(line, Mapping))


def _one(line: Mapping[str, Any]) -> Anchored:
    at = line.get("at")
    return Anchored(
        plain(str(line.get("quote") or "")),
        plain(str(line.get("says") or "")),
        at if isinstance(at, int) and at > 0 else 1,
    )


def as_document(feedback: Feedback) -> dict[str, Any] | None:
    """What is kept as a document; None where nothing was written."""
    criteria = {
        name: said for name, text in (feedback.criteria or {}).items() if (said := plain(text))
    }
    anchored = [{"quote": a.quote, "at": a.at, "says": a.says} for a in feedback.anchored]
    overall = plain(feedback.overall)
    if not (overall or criteria or anchored):
        return None
    return {"overall": overall, "criteria": criteria, "anchored": anchored}


def plain(text: str) -> str:
    """A text as it is kept: line ends made alike, nothing around it."""
    return (
        text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\x00", "").strip()
    )


def anchored_problems(text: str, anchored: Iterable[Anchored]) -> list[ProblemAt]:
    """What keeps comments from standing beside a text; the fields are ``quote-0``, ``says-0``, …"""
    found = list(anchored)
    if len(found) > MOST_ANCHORED:
        return [ProblemAt("quote-0", f"There may be {MOST_ANCHORED} comments beside the text.")]
    return [p for number, one in enumerate(found) for p in _problems(text, number, one)]


def _problems(text: str, number: int, one: Anchored) -> list[ProblemAt]:
    if not one.quote:
        what = "Copy the words of the work that this comment is about."
        return [ProblemAt(f"quote-{number}", what)]
    if len(one.quote) > LONGEST_QUOTE:
        what = f"Quote at most {LONGEST_QUOTE} characters of the work; fewer find the place."
        return [ProblemAt(f"quote-{number}", what)]
    if not one.says:
        return [ProblemAt(f"says-{number}", "Write what you want to say about this passage.")]
    if place_of(text, one) is None:
        what = "These words do not stand in the work. Copy them from it as they are."
        return [ProblemAt(f"quote-{number}", what)]
    return []


def place_of(text: str, one: Anchored) -> tuple[int, int] | None:
    """Where a comment's passage begins and ends; None where the text has no such passage.

    Line breaks and runs of spaces in the quote stand for any in the text: browsers copy them
    differently.
    """
    flat, places = _flat(text)
    quote = " ".join(one.quote.split())
    start = -1
    for _ in range(max(one.at, 1)):
        start = flat.find(quote, start + 1) if quote else -1
        if start < 0:
            return None
    return places[start], places[start + len(quote) - 1] + 1


def _flat(text: str) -> tuple[str, list[int]]:
    """The text with every run of white space as one space, and where each character stood."""
    kept: list[str] = []
    places: list[int] = []
    for number, character in enumerate(text):
        space = character.isspace()
        if space and kept and kept[-1] == " ":
            continue
        kept.append(" " if space else character)
        places.append(number)
    return "".join(kept), places


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of the text, and the numbers (from 1) of the comments that are about it.

    ``ends`` are the comments whose passage ends with this run: their numbers stand there.
    """

    text: str
    comments: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def passages(text: str, anchored: Iterable[Anchored]) -> tuple[Passage, ...]:
    """The text cut where comments begin and end, so that a page can mark what each is about."""
    places = [(n, place) for n, a in enumerate(anchored, start=1) if (place := place_of(text, a))]
    cuts = sorted({0, len(text), *(cut for _, place in places for cut in place)})
    return tuple(
        Passage(
            text[begin:end],
            tuple(n for n, (first, last) in places if first <= begin and end <= last),
            tuple(n for n, (_, last) in places if last == end),
        )
        for begin, end in itertools.pairwise(cuts)
    )
