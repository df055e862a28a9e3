"""Assessed work: a mark, a pass or feedback, over at most two attempts without a board (8a.9)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lms.domain.evidence import Evidence, RequirementKind
from lms.domain.programme import Assessment, Programme, Requirement, Stage
from lms.domain.records import Field, Record
from lms.domain.stage_dates import decisions_on
from lms.domain.verdicts import Counted, Finding, NotCounted, Outcome

ATTEMPTS = 2
"""Attempts before a board must decide whether there may be another (8a.9)."""


def evaluate(requirement: Requirement, evidence: Evidence) -> Finding:
    """Read the marks of one assessment."""
    assessment = evidence.stage.assessment(requirement.settings["assessment"])
    if assessment is None:
        return Finding(
            Outcome.HELD, "The curriculum version has no such assessment.", "no-assessment"
        )
    marks = marks_of(assessment.id, evidence)
    if assessment.marking == "formative":
        return _formative(assessment, marks, evidence)
    passed = [m for m in marks if passes(m, assessment)]
    if passed:
        return _passed(assessment, passed[-1], marks, evidence)
    return _not_passed(assessment, marks, evidence)


def marks_of(assessment: str, evidence: Evidence) -> list[Record]:
    """The mark in force of each attempt, first attempt first."""
    latest: dict[int, Record] = {}
    for mark in evidence.so_far(evidence.own.of("mark", assessment=assessment)):
        latest[int(mark.get("attempt") or 1)] = mark
    return [latest[attempt] for attempt in sorted(latest)]


def passes(mark: Record, assessment: Assessment) -> bool:
    """Whether a mark passes: at the pass mark, or marked a pass."""
    raw: int | None = mark.get("mark")
    if assessment.marking == "mark":
        return raw is not None and raw >= assessment.pass_mark
    return bool(mark.get("result") == "pass")


def recorded_mark(mark: Record, assessment: Assessment) -> int | None:
    """The mark that counts: a later attempt is capped at the pass mark, the raw mark kept (8a.9)."""
    raw: int | None = mark.get("mark")
    if raw is None or int(mark.get("attempt") or 1) == 1:
        return raw
    return min(raw, assessment.pass_mark)


def _formative(assessment: Assessment, marks: list[Record], evidence: Evidence) -> Finding:
    if marks:
        reason = f"Your tutor has given feedback on {assessment.title}."
        return Finding(Outcome.MET, reason, counted=(Counted(marks[-1].id),))
    return Finding(Outcome.NOT_YET, _awaiting(assessment, 1, evidence), "no-feedback")


def _passed(
    assessment: Assessment, mark: Record, marks: list[Record], evidence: Evidence
) -> Finding:
    amount = recorded_mark(mark, assessment)
    attempt = int(mark.get("attempt") or 1)
    capped = mark.get("mark") is not None and amount != mark.get("mark")
    cap = f" (capped from {mark.get('mark')}, attempt {attempt})" if capped else ""
    reason = (
        f"Passed with {amount}{cap}; {assessment.pass_mark} is needed."
        if amount is not None
        else f"Passed at attempt {attempt}."
    )
    return Finding(
        Outcome.MET,
        reason,
        amount=None if amount is None else Fraction(amount),
        threshold=_pass_mark(assessment),
        unit="marks" if amount is not None else "",
        counted=(Counted(mark.id),),
        not_counted=_failed(m for m in marks if m is not mark),
        warning="" if _ratified(evidence) else "Provisional until the board has met.",
    )


def _ratified(evidence: Evidence) -> bool:
    return bool(decisions_on(evidence.stage_ref, evidence.own, evidence.as_of))


def _not_passed(assessment: Assessment, marks: list[Record], evidence: Evidence) -> Finding:
    marks = [m for m in marks if _says_something(m)]
    attempts = len(marks)
    last = marks[-1] if marks else None
    further = evidence.so_far(evidence.own.of("further-attempt", assessment=assessment.id))
    exhausted = attempts >= ATTEMPTS + len(further)
    outcome = Outcome.NOT_MET if exhausted or evidence.closed else Outcome.NOT_YET
    raw = None if last is None else last.get("mark")
    return Finding(
        outcome,
        _failed_reason(attempts, exhausted) or _awaiting(assessment, attempts + 1, evidence),
        "failed" if exhausted else ("resubmit" if marks else "not-marked"),
        amount=None if raw is None else Fraction(raw),
        threshold=_pass_mark(assessment),
        unit="marks" if assessment.marking == "mark" else "",
        not_counted=_failed(marks),
    )


def _says_something(mark: Record) -> bool:
    """A mark that is still undecided (8a.22) is neither a pass nor a failed attempt."""
    return mark.get("mark") is not None or mark.get("result") is not None


def _failed_reason(attempts: int, exhausted: bool) -> str:
    if exhausted:
        return f"Not passed in {attempts} attempts; only a board can allow another."
    return ""


def _awaiting(assessment: Assessment, attempt: int, evidence: Evidence) -> str:
    handed_in = [
        s
        for s in evidence.so_far(evidence.own.of("submission", assessment=assessment.id))
        if int(s.get("attempt") or 1) == attempt
    ]
    if handed_in:
        return f"{assessment.title} has been handed in and is waiting to be read."
    if attempt > 1:
        return f"{assessment.title} was not passed; attempt {attempt} is to be handed in."
    return f"{assessment.title} has not been handed in yet."


def _failed(marks: Iterable[Record]) -> tuple[NotCounted, ...]:
    return tuple(NotCounted(m.id, "not-passed", "This attempt did not pass.") for m in marks)


def _pass_mark(assessment: Assessment) -> Fraction | None:
    return Fraction(assessment.pass_mark) if assessment.marking == "mark" else None


def _check(requirement: Requirement, stage: Stage, _: Programme) -> Iterable[str]:
    wanted = requirement.settings["assessment"]
    if stage.assessment(wanted) is None:
        known = ", ".join(a.id for a in stage.assessments) or "none"
        yield f'there is no assessment "{wanted}" in this stage; it has {known}'


ASSESSED_WORK = RequirementKind(
    name="assessed-work",
    title="Assessed work",
    evaluate=evaluate,
    settings=(Field("assessment", required=True),),
    check=_check,
    says="A piece of work passed, or, where it is formative, feedback given.",
)
