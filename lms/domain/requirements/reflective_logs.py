"""Reflective logs that a tutor has accepted, in all and in each term."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from lms.domain.evidence import Evidence, Period, RequirementKind
from lms.domain.programme import Programme, Requirement, Stage
from lms.domain.records import Field, FieldType, Record
from lms.domain.requirements.settings import AT_LEAST, threshold
from lms.domain.verdicts import Counted, Finding, NotCounted, Outcome, number


def terms_of(dates: Period, terms: int) -> list[Period]:
    """A stage's terms: equal parts of its days, the last taking what is over."""
    if dates.last is None or terms < 1:
        return []
    length = ((dates.last - dates.first).days + 1) // terms
    starts = [dates.first + timedelta(days=length * n) for n in range(terms)]
    ends = [s - timedelta(days=1) for s in starts[1:]] + [dates.last]
    return [Period(first, last) for first, last in zip(starts, ends, strict=True)]


def evaluate(requirement: Requirement, evidence: Evidence) -> Finding:
    """Count accepted logs, each once, by the day it was handed in."""
    accepted, waiting = _accepted(requirement, evidence)
    needed = threshold(requirement)
    short = _short_terms(requirement, [r.on for r in accepted], evidence)
    amount = Fraction(len(accepted))
    enough = amount >= needed and not short
    lost = [t for t in short if evidence.as_of.passed(t.last)]
    outcome = Outcome.MET if enough else Outcome.NOT_YET
    if not enough and (evidence.over or lost):
        outcome = Outcome.NOT_MET
    return Finding(
        outcome,
        _reason(amount, needed, short, len(waiting)),
        code="" if enough else ("short-term" if amount >= needed else "short"),
        amount=amount,
        threshold=needed,
        unit="logs",
        counted=tuple(Counted(r.id) for r in accepted),
        not_counted=tuple(waiting),
    )


def _accepted(
    requirement: Requirement, evidence: Evidence
) -> tuple[list[Record], list[NotCounted]]:
    templates = requirement.settings.get("templates")
    accepted, others = [], []
    for log in evidence.so_far(evidence.own.of("log")):
        if not evidence.stage.log(log.get("template") or "") or not evidence.in_stage(log.on):
            continue
        if templates and log.get("template") not in templates:
            continue
        answers = evidence.so_far(evidence.own.of("log-response", log=log.id))
        decision = answers[-1].get("decision") if answers else None
        if decision == "accepted":
            accepted.append(log)
        elif decision == "returned":
            others.append(NotCounted(log.id, "returned", "Your tutor returned it with an answer."))
        else:
            others.append(NotCounted(log.id, "unread", "Your tutor has not answered it yet."))
    return accepted, others


def _short_terms(requirement: Requirement, days: list[date], evidence: Evidence) -> list[Period]:
    each = requirement.settings.get("each-term")
    if not each:
        return []
    terms = terms_of(evidence.dates, evidence.stage.terms)
    return [t for t in terms if sum(_in(t, day) for day in days) < int(each)]


def _in(term: Period, day: date) -> bool:
    return term.first <= day and (term.last is None or day <= term.last)


def _reason(amount: Fraction, needed: Fraction, short: list[Period], waiting: int) -> str:
    text = f"{number(amount)} of {number(needed)} logs accepted."
    if short:
        text += f" {len(short)} term{'s' if len(short) > 1 else ''} still short."
    if waiting:
        text += f" {waiting} handed in and not accepted."
    return text


def _check(requirement: Requirement, stage: Stage, _: Programme) -> Iterable[str]:
    for template in requirement.settings.get("templates") or ():
        if stage.log(template) is None:
            known = ", ".join(t.id for t in stage.logs) or "none"
            yield f'there is no log template "{template}" in this stage; it has {known}'


REFLECTIVE_LOGS = RequirementKind(
    name="reflective-logs",
    title="Reflective logs",
    evaluate=evaluate,
    settings=(
        AT_LEAST,
        Field("each-term", FieldType.INTEGER),
        Field("templates", FieldType.CODES),
    ),
    check=_check,
    says="Logs accepted by a tutor, in all and, where set, in every term.",
)
