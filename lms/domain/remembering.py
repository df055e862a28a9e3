"""Facts that never change, and what was worked out from them once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Remembers:
    """What several ask of the same facts is worked out for the first of them, and kept.

    A copy of the facts with something else in them begins with nothing.
    """

    _made: dict[Hashable, Any] = field(init=False, default_factory=dict, compare=False, repr=False)

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """The answer to something, under a name that says what was asked."""
        if name not in self._made:
            self._made[name] = make()
        made: T = self._made[name]
        return made
