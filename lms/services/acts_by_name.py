"""What a reader of XML does with an element, kept by the element's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Act = Callable[[Any, Any], None]


class ActsByName(dict[str, Act]):
    """The acts of a reader: called with the reader and the element."""

    def of(self, *names: str) -> Callable[[Act], Act]:
        """The method below reads elements of these names."""

        def keep(act: Act) -> Act:
            self.update(dict.fromkeys(names, act))
            return act

        return keep
