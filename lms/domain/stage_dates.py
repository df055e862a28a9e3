"""When a stage runs for one learner: the cohort's dates, approved breaks, the board's decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lms.domain.as_of import ONE_DAY, AsOf
from lms.domain.calendar import last_day_of_period
from lms.domain.evidence import Enrolment, Period
from lms.domain.latest import by_day, last_set, unless_refused
from lms.domain.programme import Programme, Stage
from lms.domain.records import Record, Records, cohort, moment

LEAVES_OPEN = ("referred", "deferred")
"""Outcomes with which a board keeps a stage open past its last day."""


def stage_dates(
    stage: Stage,
    enrolment: Enrolment,
    programme: Programme,
    cohorts: Records,
    as_of: AsOf | None = None,
) -> Period:
    """When a stage runs for this learner, as of a day (without one, as things stand last).

    The cohort's own dates where it has them, else counted in months from enrolment. A move to
    another cohort leaves a stage alone that was over by then. Approved breaks that fall within the
    stage push its end back by their days; while the end of such a break is not known, neither is
    the stage's.
    """
    return _governing(stage, enrolment, programme, cohorts, as_of)[1]


def _governing(
    stage: Stage,
    enrolment: Enrolment,
    programme: Programme,
    cohorts: Records,
    as_of: AsOf | None,
) -> tuple[str, Period]:
    """The cohort whose dates hold for a stage, and the dates."""
    name = enrolment.moves[0].cohort if enrolment.moves else enrolment.cohort
    dates = _dates_in(name, stage, enrolment, programme, cohorts)
    for move in enrolment.moves[1:]:
        if as_of is not None and not as_of.reached(move.on):
            break
        if dates.last is None or move.on <= dates.last:
            name = move.cohort
            dates = _dates_in(name, stage, enrolment, programme, cohorts)
    return name, dates


def dates_on(
    stage: Stage,
    enrolment: Enrolment,
    programme: Programme,
    cohorts: Records,
    day: date,
    as_of: AsOf,
) -> Period:
    """When a stage ran for this learner by what was in force on a day (8a.24).

    By the cohort of that day: a move counts from when it was written down. A last day that the
    cohort brought forward later leaves what was done before that as it was.
    """
    moves = enrolment.moves
    then = replace(enrolment, moves=tuple(m for n, m in enumerate(moves) if n == 0 or m.day <= day))
    name, dates = _governing(stage, then, programme, cohorts, as_of)
    of_cohort, ref = cohorts.about(cohort(name)), f"{programme.id}/{stage.id}"
    before = [r.position for r in of_cohort if r.recorded <= moment(day - ONE_DAY)]
    since = of_cohort.in_force_since(max(before, default=0), "cohort-stage", stage=ref)
    ends = [_pushed(r.first, r.last, then.interruptions) for r in since]
    if dates.last is None or None in ends:
        return Period(dates.first, None)
    return Period(dates.first, max([dates.last, *(last for last in ends if last)]))


def _dates_in(
    name: str, stage: Stage, enrolment: Enrolment, programme: Programme, cohorts: Records
) -> Period:
    reference = f"{programme.id}/{stage.id}"
    own = last_set(cohorts.about(cohort(name)).of("cohort-stage", stage=reference))
    if own is None:
        return _counted_dates(stage, enrolment, programme)
    return Period(own.first, _pushed(own.first, own.last, enrolment.interruptions))


def _counted_dates(stage: Stage, enrolment: Enrolment, programme: Programme) -> Period:
    """The stages one after another, each as many months long as the curriculum says."""
    first: date = enrolment.started
    last: date | None = None
    for each in programme.stages_of(enrolment.admission):
        first = _after_break(first, enrolment.interruptions)
        whole = last_day_of_period(first, each.months)
        last = _pushed(first, whole, enrolment.interruptions)
        if each.id == stage.id or last is None:
            break
        first = last + ONE_DAY
    return Period(first, last)


def _after_break(day: date, breaks: Iterable[Period]) -> date:
    for each in breaks:
        if each.last is not None and each.first <= day <= each.last:
            day = each.last + ONE_DAY
    return day


def _pushed(first: date, last: date | None, breaks: Iterable[Period]) -> date | None:
    for each in breaks:
        if last is None or each.first > last:
            continue
        if each.last is None:
            return None
        begin = max(first, each.first)
        last += max(0, (each.last - begin).days + 1) * ONE_DAY
    return last


def taught_days(dates: Period, breaks: Sequence[Period]) -> list[date]:
    """The days of a stage on which the learner was not on a break; none while its end is open."""
    if dates.last is None:
        return []
    every = [dates.first + n * ONE_DAY for n in range((dates.last - dates.first).days + 1)]
    return [d for d in every if not any(b.first <= d and (b.last or d) >= d for b in breaks)]


@dataclass(frozen=True, slots=True)
class Ending:
    """The last day that counts for a stage, None while open, and whether something closed it."""

    last: date | None
    closed: bool


def ending(
    stage_ref: str, enrolment: Enrolment, own: Records, dates: Period, as_of: AsOf
) -> Ending:
    """How a stage ends, as of a day.

    It ends with its last day, or before that with the board's decision on it or by leaving. A
    board that refers or defers keeps it open until it decides again.
    """
    left = enrolment.withdrawn is not None and as_of.reached(enrolment.withdrawn)
    decisions = decisions_on(stage_ref, own, as_of)
    kept_open = [d for d in decisions if d.get("outcome") in LEAVES_OPEN]
    if kept_open and kept_open[-1] is decisions[-1]:
        return Ending(None, left)
    last = dates.last
    if kept_open and last is not None:
        last = max(last, decisions[-1].on)
    return Ending(last, left or bool(decisions))


def decisions_on(stage_ref: str, own: Records, as_of: AsOf) -> list[Record]:
    """What the board has decided about a stage, in order, the award included."""
    found = [*own.of("board-outcome", stage=stage_ref), *own.of("award", stage=stage_ref)]
    return by_day(r for r in found if as_of.reached(r.on))


def completing(stage_ref: str, records: Records, as_of: AsOf) -> Record | None:
    """The first decision by which a stage was completed: by a board, an award or prior learning."""
    return next(iter(completions(stage_ref, records, as_of)), None)


def completions(stage_ref: str, records: Records, as_of: AsOf) -> list[Record]:
    """Every decision by which a stage was completed, the first by day in front."""
    boards = [
        r
        for r in decisions_on(stage_ref, records, as_of)
        if r.kind == "award" or r.get("outcome") in ("complete", "progress")
    ]
    credits = [r for r in records.of("credit", stage=stage_ref) if as_of.reached(r.on)]
    return by_day([*boards, *unless_refused(credits)])
