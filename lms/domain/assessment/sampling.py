"""Which scripts of a set a moderator or an external examiner looks at, and why each of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lms.domain.assessment.policy import MarkingPolicy

RANDOM, FAIL, BOUNDARY, NEW_MARKER = "random", "fail", "boundary", "new-marker"
REASONS = (RANDOM, FAIL, BOUNDARY, NEW_MARKER)
"""Why a script is in a sample, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Script:
    """One submission as its first marker settled it.

    ``marked`` is the position of that mark in the ledger. ``mark`` is what the marker gave, before
    penalties and cap, since it is the marking that is moderated; None for work without marks, whose
    ``result`` is pass or fail. ``passed`` is what it came to in the end. ``settled_since`` says that
    the mark was changed after its release: such a change has its own reason and is not sampled.
    """

    submission: str
    marker: str
    marked: int
    mark: int | None = None
    result: str | None = None
    passed: bool = True
    new_marker: bool = False
    settled_since: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A script in a sample, and every reason why it is there."""

    submission: str
    marker: str
    why: tuple[str, ...]


def draw(scripts: Iterable[Script], policy: MarkingPolicy, seed: str) -> tuple[Drawn, ...]:
    """The sample of a set (8a.17): a random draw spread over every band and marker, and all fails,
    all boundary scripts and all of markers who are new.

    The same seed and set give the same sample, in whatever order the scripts come. Work without
    marks has two bands, pass and fail, and no boundaries.
    """
    shuffled = sorted(scripts, key=lambda s: (_lot(seed, s.submission), s.submission))
    chosen = {s.submission for s in _spread(shuffled, policy)}
    found = [
        Drawn(s.submission, s.marker, why)
        for s in shuffled
        if (why := _why(s, s.submission in chosen, policy))
    ]
    return tuple(sorted(found, key=lambda d: d.submission))


def _lot(seed: str, submission: str) -> bytes:
    return hashlib.sha256(f"{seed}:{submission}".encode()).digest()


def _spread(shuffled: Sequence[Script], policy: MarkingPolicy) -> list[Script]:
    """The random draw: first what shows bands and markers not yet shown, then whatever comes next."""
    left, chosen = list(shuffled), list[Script]()
    missing = {stratum for s in left for stratum in _strata(s, policy)}
    for _ in range(policy.sample_size(len(shuffled))):
        best = max(left, key=lambda s: len(missing & _strata(s, policy)))
        left.remove(best)
        chosen.append(best)
        missing -= _strata(best, policy)
    return chosen


def _strata(script: Script, policy: MarkingPolicy) -> set[tuple[str, str]]:
    return {("band", band_of(script, policy)), ("marker", script.marker)}


def band_of(script: Script, policy: MarkingPolicy) -> str:
    """The band in which the marker placed a script: its class, or its result."""
    if script.mark is None:
        return script.result or ""
    return str(policy.class_of(script.mark))


def _why(script: Script, chosen: bool, policy: MarkingPolicy) -> tuple[str, ...]:
    so = {
        RANDOM: chosen,
        FAIL: not script.passed,
        BOUNDARY: script.mark is not None and policy.is_borderline(script.mark),
        NEW_MARKER: script.new_marker,
    }
    return tuple(reason for reason in REASONS if so[reason])
