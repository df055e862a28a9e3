"""What a requirement comes to on a day: an outcome, an amount, and the reason in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Outcome(StrEnum):
    """The six things a verdict can say (domain decision 8a.19)."""

    MET = "met"
    NOT_YET = "not-yet"
    NOT_MET = "not-met"  # only when it can no longer be reached, or the stage has ended
    HELD = "held"  # something that decides it is undecided or broken; a person must look
    WAIVED = "waived"
    CREDITED = "credited"

    @property
    def settles(self) -> bool:
        """Whether the requirement needs nothing more."""
        return self in (Outcome.MET, Outcome.WAIVED, Outcome.CREDITED)


@dataclass(frozen=True, slots=True)
class Counted:
    """A record that counted, and how much of it."""

    record: str
    amount: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A record that did not count: the code that cases name, and the sentence a learner reads."""

    record: str
    code: str
    reason: str
    amount: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a requirement kind answers about one requirement.

    ``stays_open`` is for what is met for now but must come right before the stage is complete: a
    condition of the board, a course taken alongside. ``fault`` says that it rests on a rule that
    failed or on a plugin that is not in use: it is shown, and never kept.
    """

    outcome: Outcome
    reason: str
    code: str = ""
    amount: Fraction | None = None
    threshold: Fraction | None = None
    unit: str = ""
    warning: str = ""
    counted: tuple[Counted, ...] = ()
    not_counted: tuple[NotCounted, ...] = ()
    children: tuple[Verdict, ...] = ()
    stays_open: bool = False
    fault: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a threshold comes from, and how sure that is."""

    sure: str = ""
    says: str = ""


NO_BASIS = Basis()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A finding about one named requirement, with where its threshold comes from.

    ``offered`` says that it is about what the version offers, and about nothing a learner settles.
    """

    id: str
    title: str
    kind: str
    finding: Finding
    basis: Basis = NO_BASIS
    part: str = "stage"
    optional: bool = False
    help: str = ""
    good_until: date | None = None
    offered: bool = False

    @property
    def outcome(self) -> Outcome:
        return self.finding.outcome

    @property
    def reason(self) -> str:
        return self.finding.reason

    @property
    def settled(self) -> bool:
        """Whether nothing more is needed, here or below."""
        return self.outcome.settles and not any(v.finding.stays_open for v in self.walk())

    @property
    def codes(self) -> frozenset[str]:
        """Every code that says why: its own, its uncounted records' and its children's."""
        own = {self.finding.code} | {n.code for n in self.finding.not_counted}
        return frozenset(own.union(*(c.codes for c in self.finding.children)) - {""})

    def with_outcome(self, outcome: Outcome) -> Verdict:
        """The same verdict had it come out otherwise; used to try a held child both ways."""
        return replace(self, finding=replace(self.finding, outcome=outcome))

    def walk(self) -> Iterator[Verdict]:
        """This verdict and all below it."""
        yield self
        for child in self.finding.children:
            yield from child.walk()


def number(amount: Fraction | None) -> str:
    """An amount as people write it: ``34.5``, ``60``, and two decimals at the most."""
    if amount is None:
        return ""
    return f"{float(round(amount, 2)):.2f}".rstrip("0").rstrip(".")
