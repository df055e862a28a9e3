"""Practice hours of every learner beside their thresholds, with what waits for a signature."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lms.plugin import Report, ReportContext, Verdict, is_unsigned, number


def rows(context: ReportContext) -> Iterable[tuple[str, ...]]:
    """A row per learner and hours requirement."""
    for learner in context.learners:
        for verdict in learner.progress.verdicts:
            if verdict.kind == "hours":
                yield (
                    learner.name,
                    learner.progress.stage.title,
                    verdict.title,
                    *_amounts(verdict),
                )


def _amounts(verdict: Verdict) -> tuple[str, str, str]:
    finding = verdict.finding
    unsigned = sum((n.amount for n in finding.not_counted if is_unsigned(n)), Fraction(0))
    return number(finding.amount), number(finding.threshold), number(unsigned)


PRACTICE_HOURS = Report(
    id="practice-hours",
    title="Practice hours",
    columns=("Learner", "Stage", "Requirement", "Hours that count", "Needed", "Unsigned"),
    rows=rows,
    says="Hours that count, learner by learner, and those that wait for a signature.",
)
