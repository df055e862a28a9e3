"""How much work one text may cause: counted in steps, so that every machine decides alike."""

from __future__ import annotations

from collections.abc import Sequence
from time import thread_time
from typing import Any

STEPS_IN_ANY_CASE = 150_000
STEPS_FOR_EACH_CHARACTER = 1.5
"""A step is about a microsecond of parsing. Teaching material takes half a step a character."""

LONGEST_WAIT = 2.0
"""Seconds of work, not of waiting for others: a backstop, for on most machines the steps run out first."""


class TooMuchWorkError(Exception):
    """The text is built so that reading it would take longer than a reader waits."""


class Work:
    """What is left to spend on one text."""

    __slots__ = ("_deadline", "_left", "_seen", "_tokens", "_watched")

    def __init__(self, characters: int) -> None:
        self._left = STEPS_IN_ANY_CASE + characters * STEPS_FOR_EACH_CHARACTER
        # Up to here no clock is asked: a machine that pauses must not refuse an ordinary page.
        self._watched = self._left - STEPS_IN_ANY_CASE
        self._deadline = thread_time() + LONGEST_WAIT
        self._tokens: Sequence[Any] = ()
        self._seen = 0

    def spend(self, steps: float) -> None:
        """Count some steps; TooMuchWorkError where too many are gone, or too much time."""
        self._left -= steps
        late = self._left < self._watched and thread_time() > self._deadline
        if self._left < 0 or late:
            raise TooMuchWorkError

    def grown(self, tokens: Sequence[Any]) -> int:
        """By how much a list of tokens has grown since it was last looked at."""
        before = self._seen if tokens is self._tokens else len(tokens)
        self._tokens, self._seen = tokens, len(tokens)
        return max(0, self._seen - before)
