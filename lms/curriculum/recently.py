"""A small memory of what was made lately, so that a page read by many is laid out once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Made(Protocol):
    """Something whose size is that of its markup."""

    @property
    def markup(self) -> str: ...


M = TypeVar("M", bound=Made)


class Recently(Generic[M]):
    """Keeps the latest, by the hash of what they were made from, up to so many characters."""

    def __init__(self, characters: int) -> None:
        self.characters = characters
        self._held = 0
        self._pages: OrderedDict[bytes, M] = OrderedDict()
        self._lock = Lock()

    def get(self, source: tuple[object, ...], make: Callable[[], M]) -> M:
        """What was made from this source, or what ``make`` makes of it now."""
        key = sha256(repr(source).encode()).digest()
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
                return self._pages[key]
        page = make()
        with self._lock:
            self._keep(key, page)
        return page

    def _keep(self, key: bytes, page: M) -> None:
        if key not in self._pages:
            self._pages[key] = page
            self._held += len(page.markup)
        while self._held > self.characters:
            self._held -= len(self._pages.popitem(last=False)[1].markup)
