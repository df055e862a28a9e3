"""What an assessment board may decide about a learner on a stage, and what it may never do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from lms.domain.as_of import AsOf
from lms.domain.assessment.marks_sheet import is_ratified, outcomes_of_board
from lms.domain.assessment.outcome import BOARD, Result
from lms.domain.assessment.results import results
from lms.domain.assessment.work import Work, is_after
from lms.domain.programme import Requirement, Stage
from lms.domain.progress import Progress, is_needed
from lms.domain.records import Record
from lms.domain.verdicts import Verdict
from lms.domain.wording import capital, parted

ENDINGS = ("complete", "progress", "award")
"""Outcomes that end a stage well: they need everything settled."""
CONDITIONAL = "progress-with-condition"
WITHOUT_ENDING = ("referred", "deferred", "failed")
FINAL = ("complete", "progress")
"""After one of these the board does not meet about the learner on this stage again."""
OPEN_TO_CHAIR = ("referred", "deferred")
"""Outcomes that leave open what a chair may then decide between meetings; so does none at all."""
CLINICAL_CATEGORIES = ("clinic", "agency")
CLINICAL_REPORTERS = ("live-supervisor",)


@dataclass(frozen=True, slots=True)
class Decision:
    """One learner's outcome as the board gives it; ``condition`` is a requirement's id.

    ``reassess_by`` is the day by which a referred learner hands failed work in again.
    """

    person: str
    outcome: str
    reason: str = ""
    condition: str = ""
    condition_by: date | None = None
    reassess_by: date | None = None


def ending_of(stage: Stage) -> str:
    """The outcome that ends a stage well: what its board requirement names, else complete."""
    named = (
        r.settings.get("outcome")
        for top in stage.requirements
        for r in top.walk()
        if r.kind == "board"
    )
    return "award" if stage.award else str(next(named, "complete"))


def outcomes_of(stage: Stage) -> tuple[str, ...]:
    """The outcomes that a board may choose from on a stage, best first."""
    ending = ending_of(stage)
    conditional = (CONDITIONAL,) if ending == "progress" else ()
    return (ending, *conditional, *WITHOUT_ENDING)


def unsettled(progress: Progress) -> tuple[Verdict, ...]:
    """What still keeps the stage open, the board's own requirement apart."""
    return tuple(v for v in progress.open if v.kind != "board")


def is_clinical(requirement: Requirement) -> bool:
    """Whether it is clinical work, which nobody condones or waives (domain table 8.3)."""
    settings = requirement.settings
    if requirement.kind in ("hours", "sessions"):
        return settings.get("category") in CLINICAL_CATEGORIES
    return requirement.kind == "report" and settings.get("by") in CLINICAL_REPORTERS


def has_clinical_part(requirement: Requirement) -> bool:
    """Whether it is clinical work or is made of some."""
    return any(is_clinical(part) for part in requirement.walk())


def problems_of(decision: Decision, progress: Progress, met_on: date) -> list[str]:
    """Why the board may not decide so, in sentences; none if it may."""
    allowed = outcomes_of(progress.stage)
    if decision.outcome not in allowed:
        return [f'"{decision.outcome}" is not open here; choose {", ".join(allowed)}.']
    if decision.outcome in ENDINGS:
        return _ending_problems(decision, progress)
    found = [
        *_condition_problems(decision, progress, met_on),
        *_reassessment_problems(decision, met_on),
    ]
    if not decision.reason.strip():
        found.append("Write the reason for this outcome.")
    return found


def _reassessment_problems(decision: Decision, met_on: date) -> list[str]:
    if decision.reassess_by is None:
        return []
    if decision.outcome != "referred":
        return [
            "Only a referred learner has a day for reassessment; give a deferral its extension."
        ]
    if decision.reassess_by <= met_on:
        return ["Give a day for reassessment that comes after the meeting."]
    return []


def _ending_problems(decision: Decision, progress: Progress) -> list[str]:
    if progress.enrolment.gone_by(progress.as_of):
        return ["This learner has withdrawn."]
    open_ = unsettled(progress)
    if not open_:
        return []
    titles = "; ".join(f"{v.title} ({parted(v.outcome.value)})" for v in open_)
    clinical = [v.title for v in open_ if _is_clinical_here(v, progress.stage)]
    never = f" Clinical work is never condoned: {'; '.join(clinical)}." if clinical else ""
    said = parted(decision.outcome)
    return [f"“{capital(said)}” needs everything settled. Still open: {titles}.{never}"]


def board_decided(work: Work, attempt: int, claim: Record | None = None) -> bool:
    """Whether it is too late for circumstances: the board has met about this attempt (8a.9).

    Without a claim, it is about one that would be made now. A board that referred or deferred
    leaves what comes after it open: what it had before it, it has decided.
    """
    outcomes = outcomes_of_board(work)
    if not outcomes:
        return False
    last = outcomes[-1]
    if last.get("outcome") not in OPEN_TO_CHAIR or (claim and is_after(last, claim)):
        return True
    then = results(replace(work, as_of=AsOf(last.on)))
    return any(r.attempt == attempt and r.settled for r in then)


def has_decided(work: Work, result: Result) -> bool:
    """Whether a board has decided about an attempt as it stands.

    It gave the mark itself, met since the attempt came to its result, or closed the stage after
    the text was handed in. What a board referred or deferred goes on.
    """
    outcomes, text = outcomes_of_board(work), result.submission
    closing = [o for o in outcomes if o.get("outcome") not in OPEN_TO_CHAIR]
    return (
        BOARD in result.layers
        or is_ratified(work, result)
        or (text is not None and any(is_after(o, text) for o in closing))
    )


def _is_clinical_here(verdict: Verdict, stage: Stage) -> bool:
    requirement = stage.requirement(verdict.id)
    return requirement is not None and has_clinical_part(requirement)


def _condition_problems(decision: Decision, progress: Progress, met_on: date) -> list[str]:
    if decision.outcome != CONDITIONAL:
        return []
    found = []
    open_ = {v.id for v in unsettled(progress) if is_needed(v)}
    if decision.condition not in open_:
        found.append("Choose the open requirement that is the condition.")
    if decision.condition_by is None or decision.condition_by <= met_on:
        found.append("Give the day, after the meeting, by which the condition must be met.")
    return found
