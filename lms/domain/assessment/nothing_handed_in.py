"""When an attempt fails because nothing was handed in: from which day, and by which deadline (8a.25)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lms.domain.as_of import ONE_DAY
from lms.domain.assessment.circumstances import excused, undecided
from lms.domain.assessment.due_days import Deadline, while_awaited
from lms.domain.assessment.moves import Move
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.assessment.work import Work
from lms.domain.assessment.working_days import WorkingDays
from lms.domain.calendar import in_words
from lms.domain.latest import by_day
from lms.domain.records import Record

LEFT_OPEN = ("deferred", "progress-with-condition")
"""Outcomes by which a board lets work that was not handed in still be done (our choice)."""


@dataclass(frozen=True, slots=True)
class Missed:
    """The first day on which an attempt is failed, and the deadline, None where there was none."""

    on: date
    deadline: Deadline | None

    @property
    def because(self) -> str:
        if self.deadline is None:
            return "Nothing was handed in before the board decided"
        return f"Nothing was handed in by {in_words(self.deadline.day)}"


def missed(work: Work, attempt: int) -> Missed | None:
    """Whether an attempt has failed by the day asked about because nothing was handed in.

    One that had failed before its learner moved to another cohort stays failed.
    """
    if work.assessment.marking == "formative" or work.begun(attempt) or _is_not_needed(work):
        return None
    for stay, following in _stays(work):
        known = following.position if following else None
        deadline = while_awaited(work, attempt, stay, known)
        fails = _failing_day(work, attempt, deadline, stay)
        in_time = fails is not None and (following is None or fails <= following.day)
        if fails is not None and in_time and work.as_of.reached(fails):
            return Missed(fails, deadline)
    return None


def _stays(work: Work) -> Iterator[tuple[Move | None, Move | None]]:
    """The learner's cohorts so far, each with the next one."""
    stays: list[Move | None] = [*work.stays] or [None]
    yield from zip(stays, [*stays[1:], None], strict=True)


def last_day(policy: MarkingPolicy, days: WorkingDays, deadline: Deadline) -> date | None:
    """The last day on which late work could still earn something; None where there is no such day."""
    rule = policy.late
    if rule.closes_after is None:
        return None
    if rule.in_working_days:
        return days.after(deadline.day, rule.closes_after)
    return deadline.day + timedelta(days=rule.closes_after)


def _failing_day(
    work: Work, attempt: int, deadline: Deadline | None, stay: Move | None
) -> date | None:
    """The first day on which the attempt is failed, whether it lies ahead or not."""
    since = deadline.day + ONE_DAY if deadline else stay.day if stay else date.min
    decided = [b.on for b in _boards(work) if b.on >= since]
    if deadline is None:
        day = decided[0] if decided and attempt == 1 else None
        due = day
    else:
        due, policy = deadline.day, work.policy_in(stay)
        closes = last_day(policy, work.days, deadline)
        day = closes + ONE_DAY if closes else _without_last_day(work, policy, due, decided)
    if day is None or due is None or _is_away(work, due) or excused(work, attempt):
        return None
    return None if undecided(work, attempt, day) else day


def _without_last_day(work: Work, policy: MarkingPolicy, due: date, decided: list[date]) -> date:
    """When a board decides the stage, and in any case so many working days after the deadline."""
    return min([work.days.after(due, policy.closes_after), *decided])


def _boards(work: Work) -> list[Record]:
    """The boards that decided the stage, in order; those that left it open are not among them."""
    outcomes = work.so_far(work.own.of("board-outcome", stage=work.stage))
    return by_day(o for o in outcomes if o.get("outcome") not in LEFT_OPEN)


def _is_away(work: Work, day: date) -> bool:
    """Whether the learner was on an approved break on a day, or not enrolled on it."""
    breaks = any(r.covers(day) for r in work.own.of("interruption"))
    return breaks or any(r.on <= day for r in work.own.of("withdrawal"))


def _is_not_needed(work: Work) -> bool:
    """Whether the work was credited or waived, so that nobody waits for it."""
    credits = work.so_far([*work.own.of("credit"), *work.own.of("waiver")])
    given = [r for r in credits if r.get("outcome") != "refused"]
    return any(
        r.get("requirement") in work.requirements or r.get("stage") == work.stage for r in given
    )
