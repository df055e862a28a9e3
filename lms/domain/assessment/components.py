"""Several marks that make one: weighed, and how far a strong part may make up for a weak one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lms.domain.assessment.penalties import half_up


@dataclass(frozen=True, slots=True)
class Component:
    """One part: its recorded mark from 0 to 100, and its weight in per cent."""

    name: str
    mark: int
    weight: int


@dataclass(frozen=True, slots=True)
class Overall:
    """The mark of all parts together, whether it passes, and the parts that lie below the floor."""

    mark: int
    passed: bool
    below_floor: tuple[str, ...] = ()


def overall(parts: Sequence[Component], pass_mark: int, floor: int | None) -> Overall:
    """The weighted sum, rounded half up once, at the end.

    The ``floor`` says how far parts compensate one another: with none, without limit; with one,
    down to it (QMU: 40 in each component and 50 overall); with a floor at the pass mark, not at all
    (Warwick MA: no compensation or condonement).
    """
    mark = half_up(sum((Fraction(p.weight, 100) * p.mark for p in parts), Fraction(0)))
    below = tuple(p.name for p in parts if floor is not None and p.mark < floor)
    return Overall(mark, mark >= pass_mark and not below, below)
