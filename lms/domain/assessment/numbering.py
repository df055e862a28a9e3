"""Which attempt a record belongs to, where circumstances accepted later made an attempt another.

Circumstances that are accepted after an attempt failed make it deferred. A next attempt that had
been begun by then becomes it: what had the number 2 counts as attempt 1 from then on (8a.25).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lms.domain.records import Record, Records


@dataclass(frozen=True, slots=True)
class Accepted:
    """Circumstances accepted for an attempt: ``voids`` what it had, and takes the next ``over``."""

    attempt: int
    position: int
    voids: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Numbering:
    """The decisions that change which attempt a record counts for, in ledger order."""

    decisions: tuple[Accepted, ...]

    def attempt_of(self, record: Record) -> int:
        """The attempt that a record belongs to now."""
        number = written_attempt(record)
        for decision in self.decisions:
            taken = decision.over and record.position < decision.position
            number -= taken and number > decision.attempt
        return number

    def counts(self, record: Record) -> bool:
        """Whether a text, a mark or a slip still counts: a deferral leaves out what came before."""
        number = written_attempt(record)
        for decision in self.decisions:
            if record.position > decision.position:
                continue
            if decision.voids and number == decision.attempt:
                return False
            number -= decision.over and number > decision.attempt
        return True


AS_WRITTEN = Numbering(())


def written_attempt(record: Record) -> int:
    """The attempt that a record names itself."""
    attempt: int = record.get("attempt") or 1
    return attempt


def numbering(
    own: Records, assessment: str, happened: Callable[[Record], bool] = lambda _: True
) -> Numbering:
    """How the attempts at a piece of work are numbered, from the records of one enrolment."""
    decisions = own.of("circumstances-decision", assessment=assessment, decision="accepted")
    if not decisions:
        return AS_WRITTEN
    found: list[Accepted] = []
    for record in decisions:
        if happened(record):
            found.append(_accepted(own, record, Numbering(tuple(found))))
    return Numbering(tuple(d for d in found if d.voids or d.over))


def attempt_in(own: Records, record: Record) -> int:
    """The attempt that a record counts for, among the records of its enrolment."""
    return numbering(own, str(record.get("assessment"))).attempt_of(record)


def text_before(own: Records, record: Record) -> str:
    """The id of the text of the same attempt that a record came after; empty where there is none."""
    attempt = attempt_in(own, record)
    texts = own.of("submission", assessment=record.get("assessment"))
    same = [t for t in texts if t.position < record.position and attempt_in(own, t) == attempt]
    return same[-1].id if same else ""


def _accepted(own: Records, decision: Record, so_far: Numbering) -> Accepted:
    attempt, voids = so_far.attempt_of(decision), decision.get("effect") == "deferral"
    begun = _numbers_begun(own, decision, so_far)
    over = attempt + 1 in begun and (voids or attempt not in begun)
    return Accepted(attempt, decision.position, voids, over)


def _numbers_begun(own: Records, decision: Record, so_far: Numbering) -> set[int]:
    """The attempts for which something had been handed in or marked when a decision was made."""
    assessment = decision.get("assessment")
    found = [r for kind in ("submission", "mark") for r in own.of(kind, assessment=assessment)]
    return {
        so_far.attempt_of(r) for r in found if r.position < decision.position and so_far.counts(r)
    }
