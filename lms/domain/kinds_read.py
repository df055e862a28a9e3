"""Which kinds of records were read, where not all were: what was not read is not known to be absent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KindsRead:
    """Some kinds of records, or with ``all_but`` every other."""

    names: frozenset[str]
    all_but: bool = False

    def includes(self, kind: str) -> bool:
        """Whether a kind is among them."""
        return (kind in self.names) != self.all_but

    def covers(self, other: KindsRead) -> bool:
        """Whether everything among the other is among these."""
        if self.all_but:
            return (
                self.names <= other.names if other.all_but else self.names.isdisjoint(other.names)
            )
        return not other.all_but and other.names <= self.names

    def require(self, kind: str) -> None:
        """LookupError where records of a kind were not read."""
        if not self.includes(kind):
            raise LookupError(f'"{kind}" was not among the kinds of records read: {self}')

    def __and__(self, other: KindsRead) -> KindsRead:
        """The kinds that are among both."""
        if self.all_but and other.all_but:
            return KindsRead(self.names | other.names, all_but=True)
        if self.all_but or other.all_but:
            some, left_out = (other, self) if self.all_but else (self, other)
            return KindsRead(some.names - left_out.names)
        return KindsRead(self.names & other.names)

    def __str__(self) -> str:
        return f"{'all but ' if self.all_but else ''}{', '.join(sorted(self.names))}"


def some_kinds(*names: str) -> KindsRead:
    """These kinds only."""
    return KindsRead(frozenset(names))


def all_but(*names: str) -> KindsRead:
    """Every kind but these, those of plugins and those that nobody knows among them."""
    return KindsRead(frozenset(names), all_but=True)


EVERY_KIND = all_but()
