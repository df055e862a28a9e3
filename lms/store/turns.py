"""A queue for the threads of one process: whoever came first is first, and nobody waits for ever."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Condition

from sqlalchemy.exc import TimeoutError as WaitedTooLong


class Turns:
    """Gives one thread after the other its turn, in the order in which they asked for it."""

    def __init__(self) -> None:
        self._queue: deque[object] = deque()
        self._moved = Condition()

    @contextmanager
    def turn(self, patience: float) -> Iterator[None]:
        """Wait for one's turn, and have it; ``WaitedTooLong`` after so many seconds of waiting."""
        me = object()
        with self._moved:
            self._queue.append(me)
            if not self._moved.wait_for(lambda: self._queue[0] is me, patience):
                self._queue.remove(me)
                raise WaitedTooLong("other writers of this process were not done in time")
        try:
            yield
        finally:
            with self._moved:
                self._queue.popleft()
                self._moved.notify_all()


@cache
def queue_of(database: str) -> Turns:
    """The queue of all in this process who write to one database."""
    return Turns()
