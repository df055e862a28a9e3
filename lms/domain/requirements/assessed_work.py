"""Assessed work: a mark, a pass or feedback, over as many attempts as the policy allows (8a.9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from lms.domain.assessment.outcome import Result, Stand
from lms.domain.assessment.results import attempts_allowed, results
from lms.domain.evidence import Evidence, NotInUse, RequirementKind
from lms.domain.programme import Assessment, Programme, Requirement, Stage
from lms.domain.records import Field
from lms.domain.stage_dates import decisions_on
from lms.domain.verdicts import Counted, Finding, NotCounted, Outcome
from lms.domain.wording import many


def evaluate(requirement: Requirement, evidence: Evidence) -> Finding:
    """Read what the attempts at one assessment have come to."""
    assessment = evidence.stage.assessment(requirement.settings["assessment"])
    if assessment is None:
        reason = "The curriculum version has no such assessment."
        return Finding(Outcome.HELD, reason, "no-assessment")
    work = evidence.work(assessment)
    if work is None:
        reason = "The marking policy that decides this is not loaded; a person must look."
        return Finding(Outcome.HELD, reason, "no-policy", fault=True)
    found = results(work)
    passed = [r for r in found if r.passed]
    if passed:
        return _passed(assessment, passed[-1], found, evidence)
    if any(r.stand is Stand.HELD for r in found):
        reason = f"{assessment.title} is held until a question about it is decided."
        return Finding(Outcome.HELD, reason, "held")
    if assessment.marking == "formative":
        return Finding(Outcome.NOT_YET, _awaiting(assessment, found[-1]), "no-feedback")
    return _not_passed(assessment, found, attempts_allowed(work), evidence)


def results_of(assessment: str, evidence: Evidence) -> tuple[Result, ...]:
    """The attempts at an assessment of the stage; none where the stage has no such assessment.

    Raises NotInUse where the marking policy is not loaded: what cannot be read must not look as if
    nothing had been handed in. Let it pass, and the verdict is held.
    """
    found = evidence.stage.assessment(assessment)
    work = evidence.work(found) if found else None
    if found and work is None:
        raise NotInUse("The marking policy that decides this")
    return results(work) if work else ()


def _passed(
    assessment: Assessment, best: Result, every: Sequence[Result], evidence: Evidence
) -> Finding:
    deciding = best.deciding
    counted = (Counted(deciding.id),) if deciding else ()
    if assessment.marking == "formative":
        reason = f"Feedback has been given on {assessment.title}."
        return Finding(Outcome.MET, reason, counted=counted)
    reason = (
        f"Passed with {best.recorded}{_lowered(best)}; {assessment.pass_mark} is needed."
        if best.recorded is not None
        else f"Passed at attempt {best.attempt}."
    )
    return Finding(
        Outcome.MET,
        reason,
        amount=None if best.recorded is None else Fraction(best.recorded),
        threshold=_pass_mark(assessment),
        unit="marks" if best.recorded is not None else "",
        counted=counted,
        not_counted=_failed(every),
        warning="" if _ratified(evidence) else "Provisional until the board has met.",
    )


def _lowered(result: Result) -> str:
    """What penalties and the cap took off, if anything."""
    if result.raw == result.recorded:
        return ""
    only_cap = [s.name for s in result.steps if s.name in ("late", "over-length")] == []
    if only_cap:
        return f" (capped from {result.raw}, attempt {result.attempt})"
    return f" ({'; '.join(s.because for s in result.steps[1:])})"


def _ratified(evidence: Evidence) -> bool:
    return bool(decisions_on(evidence.stage_ref, evidence.own, evidence.as_of))


def _not_passed(
    assessment: Assessment, found: Sequence[Result], allowed: int, evidence: Evidence
) -> Finding:
    tried = [r for r in found if r.passed is False]
    last = tried[-1] if tried else None
    exhausted = len(tried) >= allowed
    outcome = Outcome.NOT_MET if exhausted or evidence.closed else Outcome.NOT_YET
    mark = None if last is None else last.recorded
    return Finding(
        outcome,
        f"Not passed in {many(len(tried), 'attempt')}; only a board can allow another."
        if exhausted
        else _awaiting(assessment, _next(found)),
        "failed" if exhausted else ("resubmit" if tried else "not-marked"),
        amount=None if mark is None else Fraction(mark),
        threshold=_pass_mark(assessment),
        unit="marks" if assessment.marking == "mark" else "",
        not_counted=_failed(found),
    )


def _next(found: Sequence[Result]) -> Result:
    """The attempt that is awaited: the last one unless it failed."""
    last = found[-1]
    return Result(last.attempt + 1, Stand.DUE) if last.passed is False else last


def _awaiting(assessment: Assessment, result: Result) -> str:
    title, attempt = assessment.title, result.attempt
    if result.stand is Stand.RETURNED:
        return f"{title} came back because somebody could be recognised; correct it in time."
    if result.stand is Stand.WORD_COUNT:
        return f"{title} waits for a decision on its word count."
    if result.stand is not Stand.DUE:
        return f"{title} has been handed in and is waiting to be read."
    if result.deferred:
        return f"{title} is deferred: attempt {attempt} is still to be handed in."
    if attempt > 1:
        return f"{title} was not passed; attempt {attempt} is to be handed in."
    return f"{title} has not been handed in yet."


def _failed(found: Iterable[Result]) -> tuple[NotCounted, ...]:
    return tuple(
        NotCounted(mark.id, "not-passed", "This attempt did not pass.")
        for result in found
        if result.passed is False and (mark := result.deciding or result.submission)
    )


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
