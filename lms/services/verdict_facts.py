"""A verdict with the facts it rests on, each in a few words: what counted, what did not and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lms.domain.record_state import may_still_count
from lms.domain.verdicts import Verdict, number
from lms.services.awaited_signatures import reason_with_names
from lms.services.describe_records import Described, describe
from lms.services.enrolments import Learning
from lms.services.site import Site


@dataclass(frozen=True, slots=True)
class Fact:
    """A record behind a verdict, in a few words; ``reason`` says why it did not count.

    ``waits`` says that it may still count, once somebody has signed, confirmed or answered.
    """

    record: str
    kind: str
    on: date | None
    says: str
    amount: str
    reason: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """A verdict with the facts it rests on, and those of the requirements it is made of."""

    verdict: Verdict
    counted: tuple[Fact, ...]
    not_counted: tuple[Fact, ...]
    parts: tuple[Explained, ...]


def explain(
    site: Site, of: Learning, verdict: Verdict, awaited: Mapping[str, str] | None = None
) -> Explained:
    """A verdict about an enrolment, and those below it, with their facts.

    ``awaited`` says by name whose signature entries wait for, where the reader may know it.
    """
    named = [c.record for each in verdict.walk() for c in each.finding.counted]
    named += [n.record for each in verdict.walk() for n in each.finding.not_counted]
    kinds = {name: found.kind for name in named if (found := of.records.by_id(name))}
    return _explained(verdict, describe(site, of, named), kinds, awaited or {})


def _explained(
    verdict: Verdict,
    says: Mapping[str, Described],
    kinds: Mapping[str, str],
    awaited: Mapping[str, str],
) -> Explained:
    def fact(record: str, amount: str, reason: str = "", waits: bool = False) -> Fact:
        said = says[record]
        return Fact(record, kinds.get(record, ""), said.on, said.says, amount, reason, waits)

    finding = verdict.finding
    return Explained(
        verdict,
        tuple(fact(c.record, number(c.amount)) for c in finding.counted),
        tuple(
            fact(
                n.record,
                number(n.amount) if n.amount else "",
                reason_with_names(n, awaited),
                may_still_count(n),
            )
            for n in finding.not_counted
        ),
        tuple(_explained(child, says, kinds, awaited) for child in finding.children),
    )
