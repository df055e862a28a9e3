"""How much work one text may cause: counted in steps, so that every machine decides alike."""

from __future__ import annotations

from collections.abc import Sequence
from time import thread_time
from typing import Any

STEPS_IN_ANY_CASE = 150_000
STEPS_FOR_EACH_CHARACTER = 1.5
"""A step is about a microsecond of parsing. Teaching material takes half a step a character."""

LONGEST_WAIT = 2.0
"""Seconds of work, not of waiting for others, that may pass beyond what the counted steps are worth."""

SECONDS_FOR_EACH_STEP = 10e-6
"""A machine ten times slower than ours. The clock is a backstop for work that no step counts; it
must not refuse on a slow machine what every other machine lays out."""


class TooMuchWorkError(Exception):
    """The text is built so that reading it would take longer than a reader waits."""


class Work:
    """What is left to spend on one text."""

    __slots__ = ("_began", "_left", "_seen", "_steps", "_tokens")

    def __init__(self, characters: int) -> None:
        self._steps = self._left = STEPS_IN_ANY_CASE + characters * STEPS_FOR_EACH_CHARACTER
        self._began = thread_time()
        self._tokens: Sequence[Any] = ()
        self._seen = 0

    def spend(self, steps: float) -> None:
        """Count some steps; TooMuchWorkError where too many are gone, or too much time."""
        self._left -= steps
        if self._left < 0 or self._is_late():
            raise TooMuchWorkError

    def _is_late(self) -> bool:
        # Up to here no clock is asked: a machine that pauses must not refuse an ordinary page.
        if (spent := self._steps - self._left) <= STEPS_IN_ANY_CASE:
            return False
        return thread_time() - self._began > LONGEST_WAIT + spent * SECONDS_FOR_EACH_STEP

    def grown(self, tokens: Sequence[Any]) -> int:
        """By how much a list of tokens has grown since it was last looked at."""
        before = self._seen if tokens is self._tokens else len(tokens)
        self._tokens, self._seen = tokens, len(tokens)
        return max(0, self._seen - before)
