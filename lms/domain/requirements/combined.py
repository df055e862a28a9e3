"""Requirements made of others: all of them, any of them, at least so many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import product

from lms.domain.evidence import Evidence, RequirementKind
from lms.domain.programme import Programme, Requirement, Stage
from lms.domain.records import Field, FieldType
from lms.domain.verdicts import Finding, Outcome, Verdict, number
from lms.domain.wording import many

Needs = Callable[[Requirement, Sequence[Verdict]], int]
MOST_HELD = 12
"""More held children than this are not tried one way and the other: the whole is simply held."""


def combine(children: Sequence[Verdict], needed: int) -> Outcome:
    """What ``needed`` of the children come to.

    Each held child is tried as met and as not met; if the result differs, the whole is held.
    """
    held = [i for i, child in enumerate(children) if child.outcome is Outcome.HELD]
    if len(held) > MOST_HELD:
        return Outcome.HELD
    results = {
        _plain(_with(children, dict(zip(held, choice, strict=True))), needed)
        for choice in product((Outcome.MET, Outcome.NOT_MET), repeat=len(held))
    }
    return results.pop() if len(results) == 1 else Outcome.HELD


def _with(children: Sequence[Verdict], chosen: dict[int, Outcome]) -> list[Outcome]:
    return [chosen.get(i, child.outcome) for i, child in enumerate(children)]


def _plain(outcomes: Sequence[Outcome], needed: int) -> Outcome:
    settled = sum(o.settles for o in outcomes)
    lost = sum(o is Outcome.NOT_MET for o in outcomes)
    if settled >= needed:
        return Outcome.MET
    return Outcome.NOT_MET if len(outcomes) - lost < needed else Outcome.NOT_YET


def _evaluate(requirement: Requirement, evidence: Evidence, needs: Needs) -> Finding:
    children = tuple(evidence.evaluate(child, evidence) for child in requirement.of)
    needed = needs(requirement, children)
    outcome = combine(children, needed)
    asked, asked_for = _asked(children, needed)
    settled = sum(child.outcome.settles for child in asked)
    return Finding(
        outcome,
        _reason(asked, asked_for) + _offered(children, asked),
        "" if outcome is Outcome.MET else "parts-open",
        amount=Fraction(settled),
        threshold=Fraction(asked_for),
        unit="parts",
        warning="; ".join(c.finding.warning for c in children if c.finding.warning),
        children=children,
    )


def _asked(children: Sequence[Verdict], needed: int) -> tuple[Sequence[Verdict], int]:
    """The parts that a learner settles, and how many of those it takes.

    What the version offers has its say in the outcome and is nobody's to settle, so it is in no
    figure; where there is nothing else, it is what is counted.
    """
    asked = [child for child in children if not child.offered]
    given = sum(child.outcome.settles for child in children if child.offered)
    return (asked, min(max(needed - given, 0), len(asked))) if asked else (children, needed)


def _offered(children: Sequence[Verdict], asked: Sequence[Verdict]) -> str:
    titles = [child.title for child in children if child not in asked]
    return f" Offered by the programme: {'; '.join(titles)}." if titles else ""


def _reason(children: Sequence[Verdict], needed: int) -> str:
    """How many parts are met, and which: ``1 of 3 parts met, 2 needed. Met: A. Open: B; C.``"""
    met = [child.title for child in children if child.outcome.settles]
    open_ = [child.title for child in children if not child.outcome.settles]
    said = [f"{len(met)} of {many(len(children), 'part')} met, {needed} needed."]
    named = (("Met", met), ("Open", open_))
    said += [f"{name}: {'; '.join(titles)}." for name, titles in named if titles]
    return " ".join(said)


def evaluate_all(requirement: Requirement, evidence: Evidence) -> Finding:
    """Every part is needed."""
    return _evaluate(requirement, evidence, lambda _, children: len(children))


def evaluate_any(requirement: Requirement, evidence: Evidence) -> Finding:
    """One part is enough."""
    return _evaluate(requirement, evidence, lambda _, __: 1)


def evaluate_at_least(requirement: Requirement, evidence: Evidence) -> Finding:
    """So many parts are enough."""
    return _evaluate(requirement, evidence, lambda r, _: int(r.settings["n"]))


def _enough_parts(requirement: Requirement, _: Stage, __: Programme) -> Iterable[str]:
    if not requirement.of:
        yield '"of" needs at least one requirement'
    if int(requirement.settings.get("n", 1)) > len(requirement.of):
        yield f"only {number(Fraction(len(requirement.of)))} parts are given, fewer than n"


ALL_OF = RequirementKind(
    "all-of", "All of", evaluate_all, check=_enough_parts, says="Every part is met."
)
ANY_OF = RequirementKind(
    "any-of", "Any of", evaluate_any, check=_enough_parts, says="One part is met."
)
AT_LEAST_N = RequirementKind(
    "at-least-n",
    "At least so many of",
    evaluate_at_least,
    settings=(Field("n", FieldType.INTEGER, required=True),),
    check=_enough_parts,
    says="So many parts are met.",
)
