"""A marking policy: everything that a provider decides about marks, as data, by name and version."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from types import MappingProxyType

from lms.domain.assessment.penalties import LatePenalty, OverLength
from lms.domain.assessment.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class MarkingPolicy:
    """How work is marked, in one version that a cohort keeps (8a.10).

    Marks are whole numbers from 0 to 100.

    ``late`` and ``over_length`` come before the ``capped`` of a later attempt. ``deadline_at`` is
    the London clock time of a deadline. ``component_floor``
    is the least that each part of an overall mark needs; None lets parts compensate without limit.
    ``attempts`` are those without a board's leave (8a.9).
    ``boundaries`` part the classes of marks. Two markers of double-marked work who differ by no
    more than ``tolerance`` are averaged unless a boundary lies between them; those who differ by
    more need a third. Samples are drawn as in 8a.17: at least ``sample_at_least`` scripts,
    and all within ``near_boundary`` of a boundary. ``anonymous_from`` is the smallest cohort whose
    work is marked without names; None: never. ``feedback_within`` and ``appeal_within`` are
    working days, ``correct_within`` the hours for a minor slip (8a.11). ``at_once`` says which
    markings go back as soon as they are done, without a release. ``quorum`` counts the chair.
    Where no rule says when late work is worth nothing, an attempt at which nothing was handed in is
    failed ``closes_after`` working days after its deadline, or before that when a board decides
    (8a.25).
    """

    name: str
    version: str
    title: str
    late: LatePenalty
    over_length: OverLength
    deadline_at: time = time(12)
    capped: bool = True
    component_floor: int | None = 40
    attempts: int = 2
    boundaries: tuple[int, ...] = (50, 60, 70)
    tolerance: int = 10
    near_boundary: int = 2
    sample_at_least: int = 10
    anonymous_from: int | None = None
    feedback_within: int = 20
    appeal_within: int = 15
    correct_within: int = 48
    at_once: tuple[str, ...] = ("formative", "single")
    quorum: int = 3
    closes_after: int = 20
    basis: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Where each of the settings comes from, for tutors to read."""

    @property
    def key(self) -> str:
        """How a curriculum names it: ``level-7@1``."""
        return f"{self.name}@{self.version}"

    def class_of(self, mark: int) -> int:
        """The class of a mark: how many boundaries it has reached."""
        return sum(mark >= boundary for boundary in self.boundaries)

    def is_borderline(self, mark: int) -> bool:
        """Whether it lies so near a boundary that a sample takes it in (48 to 52 around 50)."""
        return any(abs(mark - boundary) <= self.near_boundary for boundary in self.boundaries)

    def sample_size(self, scripts: int) -> int:
        """How many scripts a random draw takes: √n rounded up, or the minimum if that is larger."""
        return min(
            scripts, max(math.isqrt(scripts - 1) + 1 if scripts else 0, self.sample_at_least)
        )


@dataclass(frozen=True, slots=True)
class MarkingRules:
    """The policies that the site knows, by key, and its working days: what deriving a mark needs."""

    policies: Mapping[str, MarkingPolicy]
    days: WorkingDays = field(default_factory=WorkingDays)

    def find(self, key: str) -> MarkingPolicy | None:
        """The policy of that name and version, if its plugin is here."""
        return self.policies.get(key)
