"""A progress as plain data with stable names: what a decision keeps and what programs read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from lms.domain.progress import Progress
from lms.domain.verdicts import Verdict, number

Tree = Mapping[str, Any]


def progress_tree(progress: Progress, known_at: datetime | None = None) -> dict[str, Any]:
    """A stage's verdicts with the records that counted, those that did not, and why."""
    return {
        "person": progress.person,
        "programme": progress.programme.id,
        "stage": progress.stage.id,
        "version": progress.programme.version,
        "enrolment": progress.enrolment.id,
        "as_of": progress.as_of.isoformat(),
        "known_at": known_at.isoformat() if known_at else None,
        "verdict": progress.outcome.value,
        "paused": progress.paused,
        "requirements": [verdict_tree(v) for v in progress.verdicts],
        "next": [{"id": v.id, "title": v.title, "help": v.help} for v in progress.open],
    }


def verdict_tree(verdict: Verdict) -> dict[str, Any]:
    """One verdict and those below it."""
    finding = verdict.finding
    return {
        "id": verdict.id,
        "title": verdict.title,
        "kind": verdict.kind,
        "part": verdict.part,
        "optional": verdict.optional,
        "offered": verdict.offered,
        "verdict": verdict.outcome.value,
        "amount": _number(finding.amount),
        "threshold": _number(finding.threshold),
        "unit": finding.unit,
        "reason": finding.reason,
        "code": finding.code,
        "warning": finding.warning,
        "counted": [{"record": c.record, "amount": _number(c.amount)} for c in finding.counted],
        "not_counted": [
            {"record": n.record, "code": n.code, "reason": n.reason, "amount": _number(n.amount)}
            for n in finding.not_counted
        ],
        "basis": {"sure": verdict.basis.sure, "says": verdict.basis.says},
        "requirements": [verdict_tree(child) for child in finding.children],
    }


def _number(amount: Fraction | None) -> float | None:
    """An amount to two decimals, as pages show it."""
    return None if amount is None else float(number(amount))


def walk(requirements: Iterable[Tree]) -> Iterable[Tree]:
    """Every verdict of a tree, those below the first level included."""
    for requirement in requirements:
        yield requirement
        yield from walk(requirement.get("requirements", ()))
