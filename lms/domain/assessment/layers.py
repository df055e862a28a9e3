"""Whose turn it is to mark: which layer a marker gives, and what each sees of the other's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lms.domain.assessment.outcome import (
    AGREED,
    BOARD,
    FIRST,
    SECOND,
    THIRD,
    TWO_MARKERS,
    Result,
    Stand,
)
from lms.domain.assessment.work import Work
from lms.domain.records import Record, Refusal

AGREE, WORDS, HELD, NOTHING = "agree", "word-count", "held", ""
NO_LAYER = (AGREE, WORDS, HELD)
"""What comes next and is no mark of one person."""
BY_ONE_PERSON = (FIRST, SECOND, THIRD)
"""The layers that one marker gives alone."""
NO_NAMES: Mapping[str, str] = MappingProxyType({})

_SAYS = {
    HELD: "This work is held; no mark can be given until that is decided.",
    AGREE: "Both marks are in. The two markers agree the mark now.",
    WORDS: "The mark waits for a decision on the word count: the count and the number that the writer "
    "states lead to different penalties.",
    NOTHING: "This attempt waits for no mark.",
    "allocated": "This work is allocated to another marker. Ask the programme lead to change that.",
    "two": "Two people have marked this already; nobody marks it twice.",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """How far the marking of one attempt has come.

    ``needs`` is what comes next: first, second, agree, third, word-count, held, or nothing. ``given`` maps the
    layers to who gave them, ``allocated`` the layers to who is to give them.
    """

    needs: str
    two: bool = False
    given: Mapping[str, str] = field(default_factory=lambda: NO_NAMES)
    allocated: Mapping[str, str] = field(default_factory=lambda: NO_NAMES)

    @property
    def markers(self) -> frozenset[str]:
        """Who has marked it."""
        return frozenset(self.given[layer] for layer in BY_ONE_PERSON if layer in self.given)


def paper_of(work: Work, result: Result) -> Paper:
    """Where one attempt stands, as the question whose turn it is needs it."""
    return Paper(
        needs=_needs(result),
        two=work.assessment.markers in TWO_MARKERS,
        given={layer: mark.recorded_by for layer, mark in result.layers.items()},
        allocated={r.get("role"): r.get("marker") for r in work.of("allocation", result.attempt)},
    )


def _needs(result: Result) -> str:
    if result.stand is Stand.MARKING:
        return SECOND if FIRST in result.layers else FIRST
    return {
        Stand.HANDED_IN: FIRST,
        Stand.TO_AGREE: AGREE,
        Stand.THIRD_MARKER: THIRD,
        Stand.WORD_COUNT: WORDS,
        Stand.HELD: HELD,
    }.get(result.stand, NOTHING)


def layer_of(paper: Paper, marker: str) -> str | None:
    """The layer that somebody has given already."""
    own = [layer for layer in BY_ONE_PERSON if paper.given.get(layer) == marker]
    return own[-1] if own else None


def turn_of(paper: Paper, marker: str) -> str | Refusal:
    """The layer that is somebody's to give now, or why there is none.

    Of two markers, whoever is first gives the first mark and somebody else the second, unless they
    are allocated; then each gives his or her own, in either order.
    """
    if paper.needs in (NOTHING, *NO_LAYER):
        return Refusal(paper.needs or "nothing-to-mark", _SAYS[paper.needs])
    if marker in paper.markers:
        return Refusal("marked-twice", _SAYS["two"])
    open_layers = _open_layers(paper)
    mine = next((layer for layer in open_layers if paper.allocated.get(layer) == marker), None)
    free = next((layer for layer in open_layers if layer not in paper.allocated), None)
    found = mine or free
    return found or Refusal("allocated", _SAYS["allocated"])


def may_give(paper: Paper, layer: str) -> Refusal | None:
    """Why nobody gives a layer of an attempt now; None where it is somebody's turn to."""
    if layer == AGREED:
        return None if paper.needs == AGREE else NOTHING_TO_AGREE
    if paper.needs in NO_LAYER:
        reason = _SAYS[paper.needs]
        if paper.needs == WORDS:
            return Refusal("word-count", reason)
        return Refusal("held" if paper.needs == HELD else "agree", reason)
    if paper.needs == NOTHING or layer not in _open_layers(paper):
        return NOTHING_TO_MARK
    return None


NOTHING_TO_MARK = Refusal("nothing-to-mark", _SAYS[NOTHING])


def why_not_allocated(paper: Paper, role: str, marker: str) -> Refusal | None:
    """Why a marker is not given a layer: it is given already, or the marker has another."""
    if role in paper.given:
        return Refusal("given", f"The {role} mark is given already.")
    others = {r: m for r, m in paper.allocated.items() if r != role}
    if marker in paper.markers or marker in others.values():
        return Refusal("marked-twice", "One person does not mark the same work twice.")
    return None


NOTHING_TO_AGREE = Refusal(
    "nothing-to-agree",
    "There is nothing to agree: either a mark is missing, or the two come to one.",
)


def _open_layers(paper: Paper) -> tuple[str, ...]:
    if paper.needs == THIRD:
        return (THIRD,)
    both = (FIRST, SECOND) if paper.two else (FIRST,)
    return tuple(layer for layer in both if layer not in paper.given)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a marker sees of the marks of one attempt: whole ones, and those of which only comments."""

    whole: tuple[Record, ...] = ()
    comments: tuple[Record, ...] = ()


def shown_to(work: Work, result: Result, reader: str) -> Shown:
    """The layers that somebody who marks, or has marked, this attempt sees.

    With two markers, each sees nothing of the other's until both are in; where the second need not
    be blind, the first one's comments without bands, marks or result. A third marker decides
    before seeing either.
    """
    layers = result.layers
    if work.assessment.markers not in TWO_MARKERS or BOARD in layers:
        return Shown(tuple(layers.values()))
    own = tuple(m for m in layers.values() if m.recorded_by == reader)
    both = FIRST in layers and SECOND in layers
    if both and (own or result.stand is not Stand.THIRD_MARKER):
        return Shown(tuple(layers.values()))
    if both or work.assessment.markers != "double":
        return Shown(own)
    return Shown(own, tuple(m for m in layers.values() if m not in own))


def agreed_range(result: Result) -> tuple[int, int]:
    """The lowest and the highest mark that two markers can agree on: their own."""
    marks = [int(result.layers[layer].get("mark")) for layer in (FIRST, SECOND)]
    return min(marks), max(marks)


def is_final(result: Result) -> bool:
    """Whether something decided over the markers' own marks, which then stay as they are."""
    return any(layer in result.layers for layer in (AGREED, THIRD, BOARD))
