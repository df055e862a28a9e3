"""Where an attempt at a piece of work stands, and the steps by which its mark came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from lms.domain.assessment.due_days import Deadline
from lms.domain.assessment.working_days import IN_TIME, Lateness
from lms.domain.records import Record

FIRST, SECOND, THIRD, AGREED, BOARD = "first", "second", "third", "agreed", "board"
LAYERS = (FIRST, SECOND, THIRD, AGREED, BOARD)
TWO_MARKERS = ("double", "blind-double")


class Stand(StrEnum):
    """Where an attempt stands."""

    DUE = "due"
    NOT_HANDED_IN = "not-handed-in"
    HANDED_IN = "handed-in"
    RETURNED = "returned"
    MARKING = "marking"
    TO_AGREE = "to-agree"
    THIRD_MARKER = "third-marker"
    WORD_COUNT = "word-count"
    HELD = "held"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Step:
    """One step to a mark: what it is, the mark after it (None for a result), and why."""

    name: str
    mark: int | None
    because: str


def _no_layers() -> Mapping[str, Record]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Result:
    """One attempt.

    ``layers`` hold the mark in force of each layer. ``raw`` is the markers' mark before penalties
    and cap, ``recorded`` the one that counts; both None for work without marks, whose ``result`` is
    pass, fail or feedback. ``passed`` is None while nothing is decided. ``steps`` lead to the
    recorded mark and explain it. ``deferred`` counts accepted deferrals: they use up no attempt.
    ``board`` is the record of the board that ratified it.
    """

    attempt: int
    stand: Stand
    submission: Record | None = None
    deadline: Deadline | None = None
    late: Lateness = IN_TIME
    layers: Mapping[str, Record] = field(default_factory=_no_layers)
    raw: int | None = None
    recorded: int | None = None
    result: str | None = None
    passed: bool | None = None
    steps: tuple[Step, ...] = ()
    deferred: int = 0
    board: Record | None = None

    @property
    def settled(self) -> bool:
        """Whether it has come to a result: a mark, a pass or fail, feedback, or nothing handed in."""
        return self.stand in (Stand.SETTLED, Stand.NOT_HANDED_IN)

    @property
    def deciding(self) -> Record | None:
        """The mark of the layer that decides, if one does."""
        named = (self.layers.get(layer) for layer in (BOARD, AGREED, THIRD, SECOND, FIRST))
        return next((mark for mark in named if mark is not None), None)

    @property
    def capped(self) -> bool:
        return any(step.name == "cap" for step in self.steps)

    @property
    def because(self) -> str:
        """How the mark came about, in a line."""
        return "; ".join(step.because for step in self.steps)
