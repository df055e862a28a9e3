"""What two markers' marks come to: an average, an agreement still to be made, or a third marker."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lms.domain.assessment.penalties import half_up
from lms.domain.assessment.policy import MarkingPolicy


@dataclass(frozen=True, slots=True)
class Agreement:
    """The mark that follows, or what is needed first: ``agree`` or ``third``; and why."""

    mark: int | None
    needs: str
    because: str


def agreement(first: int, second: int, policy: MarkingPolicy) -> Agreement:
    """Two marks under a policy.

    Within the tolerance they are averaged, half up; where a class boundary lies between them the
    markers agree a mark themselves, since an average would decide a class that neither gave.
    Beyond the tolerance a third marker decides (Cumbria; Sheffield Hallam).
    """
    apart = abs(first - second)
    said = f"{first} and {second}"
    if apart > policy.tolerance:
        return Agreement(None, "third", f"{said} are {apart} apart: a third marker decides.")
    if policy.class_of(first) != policy.class_of(second):
        return Agreement(
            None, "agree", f"{said} lie on two sides of a boundary: the markers agree a mark."
        )
    mark = half_up(Fraction(first + second, 2))
    because = f"{said}: their average" if apart else f"Both markers gave {first}"
    return Agreement(mark, "", because)


@dataclass(frozen=True, slots=True)
class SameResult:
    """What two results of work without marks come to: the result, or none and a third marker."""

    result: str | None
    because: str


def same_result(first: str, second: str) -> SameResult:
    """Two results are one where they are the same; else a third marker decides."""
    if first == second:
        return SameResult(first, f"Both markers say {first}")
    return SameResult(None, "The markers differ: a third marker decides.")
