"""What each attempt at a piece of work comes to, step by step, from the records of all its layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from lms.domain.assessment.agreement import agreement, same_result
from lms.domain.assessment.circumstances import accepted
from lms.domain.assessment.deadlines import Deadline, deadline_of
from lms.domain.assessment.nothing_handed_in import missed
from lms.domain.assessment.outcome import (
    AGREED,
    BOARD,
    FIRST,
    SECOND,
    THIRD,
    TWO_MARKERS,
    Result,
    Stand,
    Step,
)
from lms.domain.assessment.penalties import Penalised
from lms.domain.assessment.slips import changes_the_attempt
from lms.domain.assessment.word_counts import over_length, waits_for_count, word_count
from lms.domain.assessment.work import Work
from lms.domain.assessment.working_days import IN_TIME, Lateness, lateness
from lms.domain.clock import on_london_clock
from lms.domain.latest import by_day, last_set
from lms.domain.records import LONDON, Record

MOST_ATTEMPTS = 20
"""Nobody is given more; it bounds the search where records are odd."""


def results(work: Work) -> tuple[Result, ...]:
    """Every attempt so far, in order; the last one may still be due."""
    return work.once("results", lambda: _results(work))


def _results(work: Work) -> tuple[Result, ...]:
    found: list[Result] = []
    last = max(_attempts_named(work), default=1)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        if attempt > last and (found[-1].passed is not False or not _is_asked_for(work, attempt)):
            break
        found.append(result_of(work, attempt))
    return tuple(r for r in found if r.attempt == last or r.stand is not Stand.DUE)


def _attempts_named(work: Work) -> list[int]:
    kinds = ("submission", "mark", "slip", "misconduct")
    found = [r for kind in kinds for r in work.own.of(kind, assessment=work.assessment.id)]
    number = work.numbering
    return [n for r in work.so_far(found) if 1 <= (n := number.attempt_of(r)) <= MOST_ATTEMPTS]


def _is_asked_for(work: Work, attempt: int) -> bool:
    return deadline_of(work, attempt) is not None and attempt <= attempts_allowed(work)


def attempts_allowed(work: Work) -> int:
    """How many attempts the policy and the board's leave come to."""
    further = work.so_far(work.own.of("further-attempt", assessment=work.assessment.id))
    return work.policy.attempts + len(further)


def result_of(work: Work, attempt: int) -> Result:
    """One attempt, as of the day asked about.

    What a board has ratified is what it had before it: the result as known at its record. Only its
    own mark changes that, or a case of misconduct (8a.22, 8a.24).
    """
    return work.once(("result", attempt), lambda: _result_of(work, attempt))


def _result_of(work: Work, attempt: int) -> Result:
    work = work.judged(attempt)
    ratified = _ratified(work, attempt)
    if ratified is None:
        return _worked_out(work, attempt)
    marks = work.counting("mark", attempt)
    boards = {layer: m for m in marks if (layer := m.get("layer")) == BOARD}
    stands = replace(ratified, layers=MappingProxyType({**ratified.layers, **boards}))
    begun = _undecided(stands)
    return _misconduct(work, begun) or _decided_by_board(work, begun) or stands


def _undecided(result: Result) -> Result:
    """The same attempt before it came to a result."""
    return Result(
        result.attempt,
        Stand.HANDED_IN,
        result.submission,
        result.deadline,
        result.late,
        result.layers,
        deferred=result.deferred,
        board=result.board,
    )


def _ratified(work: Work, attempt: int) -> Result | None:
    """The result that a board had before it, by the last board that had one; None without."""
    if work.board is not None:
        return None
    outcomes = work.so_far(work.own.of("board-outcome", stage=work.stage))
    for board in reversed(by_day(outcomes)):
        then = work.as_decided(board)
        found = _worked_out(then.judged(attempt), attempt)
        if found.settled:
            return replace(found, board=board)
    return None


def _worked_out(work: Work, attempt: int) -> Result:
    """One attempt as its records lead to it."""
    deferrals = [r for r in accepted(work, attempt) if r.get("effect") == "deferral"]
    submissions = work.counting("submission", attempt)
    marks = [r for r in work.counting("mark", attempt) if _says_something(work, r)]
    slips = [r for r in work.counting("slip", attempt) if changes_the_attempt(r)]
    deadline = deadline_of(work, attempt)
    submission = last_set(submissions)
    begun = Result(
        attempt,
        Stand.DUE if submission is None else Stand.HANDED_IN,
        submission,
        deadline,
        _late(work, attempt, submissions, deadline),
        MappingProxyType({m.get("layer") or FIRST: m for m in marks}),
        deferred=len(deferrals),
    )
    decided = _misconduct(work, begun) or _decided_by_board(work, begun)
    return decided or _slipped(work, begun, slips) or _missing(work, begun) or _marked(work, begun)


def _says_something(work: Work, mark: Record) -> bool:
    """A mark left open is neither a pass nor a failed attempt."""
    return mark.get("mark" if work.assessment.marking == "mark" else "result") is not None


def _step(work: Work, mark: Record, name: str, because: str) -> Step:
    """A step to the mark of one layer; work that is not marked in numbers has none."""
    return Step(name, mark.get("mark") if work.assessment.marking == "mark" else None, because)


def arrived(submission: Record, deadline: Deadline) -> datetime:
    """When a submission arrived; where only its day is known, at the deadline's hour of that day."""
    said = submission.get("arrived")
    if said:
        return datetime.fromisoformat(said)
    if submission.on == deadline.day:
        return deadline.at
    wall = deadline.at.astimezone(LONDON)
    return on_london_clock(datetime.combine(submission.on, wall.time()))


def _late(
    work: Work, attempt: int, submissions: Sequence[Record], deadline: Deadline | None
) -> Lateness:
    """How late the first text of the attempt was: correcting a slip does not make it later."""
    if deadline is None or not submissions:
        return IN_TIME
    if any(r.get("effect") == "lateness" for r in accepted(work, attempt)):
        return IN_TIME
    return lateness(deadline.at, arrived(submissions[0], deadline), work.days)


def _decided_by_board(work: Work, begun: Result) -> Result | None:
    """The board's mark, whatever came before it."""
    mark = begun.layers.get(BOARD)
    if mark is None:
        return None
    step = _step(work, mark, BOARD, "Decided by the board")
    return _settled(work, begun, step, mark.get("result"), penalties=False)


def _misconduct(work: Work, begun: Result) -> Result | None:
    """Held until it is decided; then as if nothing had been, or no mark (8a.22).

    A board that gives a mark after that has taken it into account.
    """
    cases = work.of("misconduct", begun.attempt)
    decisions = {r.get("case"): r for r in work.so_far(work.own.of("misconduct-decision"))}
    if any(case.id not in decisions for case in cases):
        return replace(begun, stand=Stand.HELD)
    board = begun.layers.get(BOARD)
    zeros = [d for c in cases if (d := decisions[c.id]).get("outcome") == "zero"]
    if any(board is None or d.position > board.position for d in zeros):
        return _failed(work, begun, Step("conduct", 0, "No mark, decided on misconduct"))
    return None


def _slipped(work: Work, begun: Result, slips: Sequence[Record]) -> Result | None:
    """A slip of confidentiality: minor ones are corrected in time, major ones fail (8a.11)."""
    if any(slip.get("grade") == "major" for slip in slips):
        return _failed(work, begun, Step("slip", 0, "A person could be recognised: not passed"))
    if not slips:
        return None
    slip, text = slips[-1], begun.submission
    ends = correction_ends(work, slip)
    if text is not None and text.position > slip.position:
        in_time = _arrived_by(text, ends)
        return None if in_time else _failed(work, begun, _uncorrected(work))
    if work.as_of.passed(ends.astimezone(LONDON).date()):
        return _failed(work, begun, _uncorrected(work))
    return replace(begun, stand=Stand.RETURNED)


def correction_ends(work: Work, slip: Record) -> datetime:
    """The instant by which a minor slip must be corrected."""
    begins = datetime.fromisoformat(slip.get("at")) if slip.get("at") else slip.recorded
    return work.days.when_hours_end(begins, work.policy.correct_within)


def _arrived_by(text: Record, ends: datetime) -> bool:
    said = text.get("arrived")
    if said:
        return datetime.fromisoformat(said) <= ends
    return text.on <= ends.astimezone(LONDON).date()


def _uncorrected(work: Work) -> Step:
    hours = work.policy.correct_within
    return Step("slip", 0, f"Returned for a slip and not corrected within {hours} working hours")


def _missing(work: Work, begun: Result) -> Result | None:
    """Nothing handed in, and no longer waited for: failed with 0 (8a.9, 8a.25)."""
    if begun.submission is not None or begun.layers:
        return None
    failed = missed(work, begun.attempt)
    if failed is None:
        return None
    step = Step("not-handed-in", 0, failed.because)
    return replace(_failed(work, begun, step), stand=Stand.NOT_HANDED_IN)


def _marked(work: Work, begun: Result) -> Result:
    """What the markers' layers come to, before penalties."""
    layers = begun.layers
    if AGREED in layers or THIRD in layers:
        layer = AGREED if AGREED in layers else THIRD
        says = "Agreed by the markers" if layer == AGREED else "Decided by a third marker"
        mark = layers[layer]
        return _settled(work, begun, _step(work, mark, layer, says), mark.get("result"))
    if work.assessment.markers not in TWO_MARKERS:
        return _by_one(work, begun)
    if FIRST in layers and SECOND in layers:
        return _by_two(work, begun, layers[FIRST], layers[SECOND])
    return replace(begun, stand=Stand.MARKING) if layers else begun


def _by_one(work: Work, begun: Result) -> Result:
    mark = begun.layers.get(FIRST)
    if mark is None:
        return begun
    step = _step(work, mark, FIRST, "The marker's mark")
    return _settled(work, begun, step, mark.get("result"))


def _by_two(work: Work, begun: Result, first: Record, second: Record) -> Result:
    if work.assessment.marking != "mark":
        same = same_result(str(first.get("result")), str(second.get("result")))
        if same.result is None:
            return replace(begun, stand=Stand.THIRD_MARKER)
        return _settled(work, begun, Step("both", None, same.because), same.result)
    agreed = agreement(int(first.get("mark")), int(second.get("mark")), work.policy)
    if agreed.mark is None:
        needs = {"agree": Stand.TO_AGREE, "third": Stand.THIRD_MARKER}
        return replace(begun, stand=needs[agreed.needs])
    return _settled(work, begun, Step("both", agreed.mark, agreed.because), None)


def _failed(work: Work, begun: Result, step: Step) -> Result:
    """An attempt that failed without its text being judged: a mark of 0, or a fail."""
    marked = work.assessment.marking == "mark"
    step = step if marked else replace(step, mark=None)
    return replace(
        begun,
        stand=Stand.SETTLED,
        raw=0 if marked else None,
        recorded=0 if marked else None,
        result=None if marked else "fail",
        passed=False,
        steps=(step,),
    )


def _settled(
    work: Work, begun: Result, step: Step, result: str | None, penalties: bool = True
) -> Result:
    """The markers' mark with over-length, lateness and cap applied in that order (8a.10).

    It waits while somebody has to decide how many words there are.
    """
    if step.mark is None:
        return _with_result(work, begun, step, result, penalties)
    text = begun.submission
    if penalties and text and waits_for_count(work, word_count(work, text), step.mark):
        return replace(begun, stand=Stand.WORD_COUNT)
    steps = _penalised(work, begun, step) if penalties else (step,)
    recorded = steps[-1].mark
    assert recorded is not None  # noqa: S101 - every step of marked work has a mark
    return replace(
        begun,
        stand=Stand.SETTLED,
        raw=step.mark,
        recorded=recorded,
        passed=recorded >= work.assessment.pass_mark,
        steps=steps,
    )


def _with_result(
    work: Work, begun: Result, step: Step, result: str | None, penalties: bool
) -> Result:
    steps: tuple[Step, ...] = (step,)
    can_be_late = penalties and work.assessment.marking == "pass-fail"
    if can_be_late and _is_too_late(work, begun.late):
        result, steps = "fail", (*steps, Step("late", None, "Handed in too late to pass"))
    return replace(
        begun,
        stand=Stand.SETTLED,
        result=result,
        passed=result in ("pass", "feedback"),
        steps=steps,
    )


def _is_too_late(work: Work, late: Lateness) -> bool:
    rule = work.policy.late
    days = late.working_days if rule.in_working_days else late.calendar_days
    return rule.closes_after is not None and days > rule.closes_after


def _penalised(work: Work, begun: Result, step: Step) -> tuple[Step, ...]:
    assessment, policy = work.assessment, work.policy
    steps: tuple[Step, ...] = (step,)
    mark = step.mark or 0
    words = word_count(work, begun.submission).holds if begun.submission else 0
    steps, mark = _then(steps, "over-length", mark, over_length(work, mark, words))
    if begun.late.late:
        cut = policy.late.apply(mark, begun.late, assessment.pass_mark)
        steps, mark = _then(steps, "late", mark, cut)
    if policy.capped and begun.attempt > 1 and mark > assessment.pass_mark:
        at = assessment.pass_mark
        cut = Penalised(at, f"Attempt {begun.attempt}: capped at {at}")
        steps, mark = _then(steps, "cap", mark, cut)
    return steps


def _then(
    steps: tuple[Step, ...], name: str, mark: int, cut: Penalised | None
) -> tuple[tuple[Step, ...], int]:
    if cut is None:
        return steps, mark
    return (*steps, Step(name, cut.mark, cut.because)), cut.mark
