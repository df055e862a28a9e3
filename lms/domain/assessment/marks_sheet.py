"""One screen of a cohort's marks: what each attempt of each learner comes to, and what is odd about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lms.domain.assessment.outcome import Result, Stand
from lms.domain.assessment.release import goes_back_at_once, is_released
from lms.domain.assessment.results import attempts_allowed, results
from lms.domain.assessment.slips import changes_the_attempt, to_reconsider
from lms.domain.assessment.turnaround import Turnaround, turnaround
from lms.domain.assessment.work import Work, is_after
from lms.domain.latest import by_day
from lms.domain.programme import Assessment
from lms.domain.records import Record

FLAGS: Mapping[str, str] = {
    "missing": "Missing",
    "late": "Late",
    "referred": "Referred",
    "no-attempt-left": "No attempt left",
    "deferred": "Deferred",
    "borderline": "Borderline",
    "held": "Held",
    "open": "Markers not agreed",
    "word-count": "Word count to decide",
    "appealed": "Appeal open",
    "slip": "Slip to reconsider",
}
"""What a line can be picked out by, each with the word that people use."""
UNSETTLED: Mapping[Stand, str] = {
    Stand.HELD: "is held until a question about it is decided",
    Stand.TO_AGREE: "waits for its markers to agree a mark",
    Stand.THIRD_MARKER: "waits for a third marker",
    Stand.WORD_COUNT: "waits for a decision on its word count",
    Stand.MARKING: "waits for its second marker",
}
"""The stands in which nothing is released or ratified, each as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """One attempt at one piece of work.

    ``flags`` are keys of FLAGS. ``ratified``: a board has decided the stage since. ``shown`` is
    the day from which the learner sees the mark, None while it does not. ``moderation`` says where
    the set stands that the script belongs to, "" where it belongs to none.
    """

    person: str
    enrolment: str
    assessment: Assessment
    result: Result
    flags: tuple[str, ...]
    ratified: bool
    shown: date | None
    moderation: str
    turnaround: Turnaround | None

    @property
    def status(self) -> str:
        """``unsettled``, ``provisional`` until a board has decided, then ``ratified``."""
        if not self.result.settled:
            return "unsettled"
        return "ratified" if self.ratified else "provisional"


def lines_of(
    work: Work, person: str, enrolment: str, moderation: Mapping[str, str]
) -> tuple[Line, ...]:
    """Every attempt of one learner at one piece of work; ``moderation`` is by submission."""
    found = results(work)
    return tuple(_line(work, r, found, person, enrolment, moderation) for r in found)


def _line(
    work: Work,
    result: Result,
    every: Sequence[Result],
    person: str,
    enrolment: str,
    moderation: Mapping[str, str],
) -> Line:
    shown = shown_since(work, result)
    submission, flags = result.submission, _flags(work, result, every)
    return Line(
        person=person,
        enrolment=enrolment,
        assessment=work.assessment,
        result=result,
        flags=tuple(flag for flag in FLAGS if flag in flags),
        ratified=is_ratified(work, result),
        shown=shown,
        moderation=moderation.get(submission.id, "") if submission else "",
        turnaround=turnaround(work, result, shown),
    )


def _flags(work: Work, result: Result, every: Sequence[Result]) -> set[str]:
    tests = {
        "missing": is_missing(work, result),
        "late": result.late.late,
        "referred": result.passed is False and result is every[-1],
        "no-attempt-left": result is every[-1] and _is_exhausted(work, every),
        "deferred": bool(result.deferred) and result.stand is Stand.DUE,
        "borderline": result.recorded is not None
        and result.settled
        and work.judged(result.attempt).policy.is_borderline(result.recorded),
        "held": result.stand is Stand.HELD,
        "open": result.stand in (Stand.TO_AGREE, Stand.THIRD_MARKER),
        "word-count": result.stand is Stand.WORD_COUNT,
        "appealed": bool(open_appeals(work, result.attempt)),
        "slip": bool(slips_to_reconsider(work, result.attempt)),
    }
    return {flag for flag, is_so in tests.items() if is_so}


def is_missing(work: Work, result: Result) -> bool:
    """Whether its deadline has passed and nothing was handed in."""
    due = result.stand is Stand.DUE and result.deadline is not None
    passed = due and result.deadline is not None and work.as_of.passed(result.deadline.day)
    return passed or result.stand is Stand.NOT_HANDED_IN


def _is_exhausted(work: Work, every: Iterable[Result]) -> bool:
    """Whether every attempt that policy and board allow has failed."""
    found = list(every)
    failed = [r for r in found if r.passed is False]
    return not any(r.passed for r in found) and len(failed) >= attempts_allowed(work)


def attempts_used_up(work: Work) -> bool:
    """Whether the learner needs the board's leave for another attempt (8a.9)."""
    return _is_exhausted(work, results(work))


def open_appeals(work: Work, attempt: int) -> list[Record]:
    """The appeals about an attempt that nobody has decided."""
    appeals = work.of("appeal", attempt)
    if not appeals:
        return []
    decided = {r.get("appeal") for r in work.so_far(work.own.of("appeal-decision"))}
    return [r for r in appeals if r.id not in decided]


def slips_to_reconsider(work: Work, attempt: int) -> list[Record]:
    """The slips about an attempt that came to light after a board and wait for one."""
    slips = work.of("slip", attempt)
    if not slips:
        return []
    own = work.once("so far", lambda: work.own.only(lambda r: work.as_of.reached(r.on)))
    return to_reconsider(own, work.stage, slips)


def outcomes_of_board(work: Work) -> list[Record]:
    """What boards have decided about the stage of this work, in the order of their meetings."""
    return by_day(work.so_far(work.own.of("board-outcome", stage=work.stage)))


def is_ratified(work: Work, result: Result) -> bool:
    """Whether a board has decided the stage since the attempt came to its result."""
    if not result.settled:
        return False
    behind = _behind(work, result)
    if not behind:
        return result.board is not None
    return any(_had_before_it(o, behind) for o in outcomes_of_board(work))


def _had_before_it(outcome: Record, behind: Sequence[Record]) -> bool:
    return all(is_after(outcome, one) for one in behind)


def _behind(work: Work, result: Result) -> list[Record]:
    """The records on which a result rests: the deciding mark, or the text and what befell it."""
    if result.deciding:
        return [result.deciding]
    slips = [s for s in work.of("slip", result.attempt) if changes_the_attempt(s)]
    cases = {c.id for c in work.of("misconduct", result.attempt)}
    decided = work.so_far(work.own.of("misconduct-decision"))
    return [
        *result.layers.values(),
        *([result.submission] if result.submission else []),
        *slips,
        *(d for d in decided if d.get("case") in cases),
    ]


def shown_since(work: Work, result: Result) -> date | None:
    """The day from which the learner sees what an attempt came to; None while it does not."""
    mark = result.deciding
    if mark is None or not result.settled:
        return None
    policy = work.judged(result.attempt).policy
    if mark.get("after-release") or goes_back_at_once(work.assessment, policy):
        return mark.on
    return next((r.on for r in work.so_far(work.releases) if is_released(mark, [r])), None)


def why_unsettled(title: str, result: Result) -> str | None:
    """Why an attempt can be neither released nor ratified, as a sentence; None where it can."""
    says = UNSETTLED.get(result.stand)
    return f"{title} {says}." if says else None
