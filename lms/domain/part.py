"""A part of a long list: what a page shows of it, and how long the whole is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar, overload

Row = TypeVar("Row")
Other = TypeVar("Other")

ROWS = 50
"""How much of a list one page shows."""
LEARNERS = 200
"""How many learners a register, or a cohort at a glance, shows on one page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of a list is asked for: so many rows from a place on, counted from 0.

    Without a ``size``, all that follow.
    """

    start: int = 0
    size: int | None = None


EVERYTHING = Asked()


def page_asked(number: int | None, size: int = ROWS) -> Asked:
    """The part that is page ``number``, counted from 1; the first where none, or none that can be."""
    return Asked((max(number or 1, 1) - 1) * size, size)


@dataclass(frozen=True, slots=True)
class Part(Sequence[Row]):
    """Some rows of a list in its order, the place of the first, and how long the list is."""

    rows: tuple[Row, ...]
    start: int
    total: int
    size: int

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        return self.rows[index]

    @property
    def number(self) -> int:
        """Which page it is."""
        return self.start // self.size + 1

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return max(1, -(-self.total // self.size))

    @property
    def after(self) -> int | None:
        """Where the next part begins; None at the end."""
        end = self.start + self.size
        return end if end < self.total else None

    @property
    def near(self) -> tuple[int, ...]:
        """The pages worth a link: the first, the last, this one and those next to it."""
        wanted = {1, self.number - 1, self.number, self.number + 1, self.pages}
        return tuple(sorted(n for n in wanted if 1 <= n <= self.pages))

    def made(self, make: Callable[[Row], Other]) -> Part[Other]:
        """The same part with something else made of each of its rows, and of no others."""
        return Part(tuple(map(make, self.rows)), self.start, self.total, self.size)


def part_with(rows: Sequence[Row], asked: Asked, is_wanted: Callable[[Row], bool]) -> Part[Row]:
    """The part, of the size that is asked for, with the first row wanted; that asked for if none is."""
    place = next((n for n, row in enumerate(rows) if is_wanted(row)), None)
    if place is None or asked.size is None:
        return part_of(rows, asked)
    return part_of(rows, Asked(place // asked.size * asked.size, asked.size))


def part_of(rows: Sequence[Row], asked: Asked = EVERYTHING) -> Part[Row]:
    """The part of a list that is asked for; the last there is where it lies beyond the end."""
    total = len(rows)
    size = asked.size or max(total, 1)
    start = asked.start if asked.start < total else max(0, (total - 1) // size * size)
    return Part(tuple(rows[start : start + size]), start, total, size)
