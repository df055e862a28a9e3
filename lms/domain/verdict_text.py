"""A verdict tree in lines of plain text: what the command line shows, and a failing case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from lms.domain.progress import Progress
from lms.domain.verdicts import NotCounted, Verdict, number

OFFERED = "What the programme offers"
MOST_NAMED = 6
"""So many records are named for one reason; of more, the number is given."""


def progress_text(progress: Progress) -> str:
    """A stage and everything it rests on."""
    paused = " (paused)" if progress.paused else ""
    title = (
        f"{progress.programme.title}: {progress.stage.title}, version {progress.programme.version}"
    )
    head = f"{progress.outcome.value}{paused}: {title}, as of {progress.as_of.isoformat()}"
    asked = [line for v in progress.asked for line in verdict_lines(v, 1)]
    offered = [line for v in progress.offered for line in verdict_lines(v, 2)]
    return "\n".join([head, *asked, *([f"  {OFFERED}:", *offered] if offered else [])])


def verdict_lines(verdict: Verdict, depth: int = 0) -> Iterator[str]:
    """One verdict, why, what did not count, and all below it."""
    margin = "  " * depth
    optional = " (optional)" if verdict.optional else ""
    yield f"{margin}{verdict.outcome.value:<8}  {verdict.id}{optional}: {verdict.reason}"
    if verdict.finding.warning:
        yield f"{margin}  warning: {verdict.finding.warning}"
    for line in _not_counted(verdict.finding.not_counted):
        yield f"{margin}  {line}"
    for child in verdict.finding.children:
        yield from verdict_lines(child, depth + 1)


def _not_counted(records: Iterable[NotCounted]) -> Iterator[str]:
    """One line for each reason, with the records that it is said of."""
    reasons: dict[tuple[str, str], list[NotCounted]] = {}
    for each in records:
        reasons.setdefault((each.code, each.reason), []).append(each)
    for (code, reason), said_of in reasons.items():
        amount = sum((n.amount for n in said_of), Fraction(0))
        names = ", ".join(n.record for n in said_of[:MOST_NAMED])
        more = f" and {len(said_of) - MOST_NAMED} more" if len(said_of) > MOST_NAMED else ""
        sum_of = f" ({number(amount)} in all)" if amount else ""
        yield f"not counted, {code}: {names}{more}{sum_of}. {reason}"
