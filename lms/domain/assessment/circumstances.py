"""What was asked for and decided about circumstances, for one attempt at a piece of work (8a.9)."""

from __future__ import annotations

from datetime import date

from lms.domain.assessment.work import Work
from lms.domain.records import Record


def accepted(work: Work, attempt: int) -> list[Record]:
    """The decisions that accept circumstances for an attempt, in ledger order."""
    decisions = work.of("circumstances-decision", attempt)
    return [r for r in decisions if r.get("decision") == "accepted"]


def undecided(work: Work, attempt: int, before: date) -> list[Record]:
    """The claims about an attempt that were made before a day and that nobody has decided."""
    decisions = work.of("circumstances-decision", attempt)
    named = {d.get("claim") for d in decisions}
    at_large = [d.position for d in decisions if not d.get("claim")]
    last = max(at_large, default=0)
    claims = work.of("circumstances", attempt)
    return [c for c in claims if c.on < before and c.id not in named and c.position > last]


def excused(work: Work, attempt: int) -> bool:
    """Whether circumstances were accepted without a new day by which it must be handed in."""
    return any(not r.get("extended-to") for r in accepted(work, attempt))


def set_aside_at(work: Work, attempt: int) -> int:
    """Where the ledger has what set the cohort's deadline of then aside, 0 where nothing did.

    That is a deferral that named no day, and a decision by which what was begun as this attempt
    became the one before it: this one is then still to come.
    """
    deferrals = [r for r in accepted(work, attempt) if r.get("effect") == "deferral"]
    open_ = [r.position for r in deferrals if not r.get("extended-to")]
    over = [d.position for d in work.numbering.decisions if d.over and d.attempt < attempt]
    return max([*open_, *over], default=0)
