"""When a mark is ratified, and until when its learner can appeal against it."""

from __future__ import annotations

from datetime import date

from lms.domain.assessment.marks_sheet import is_ratified
from lms.domain.assessment.nothing_handed_in import missed
from lms.domain.assessment.outcome import Result
from lms.domain.assessment.release import RATIFIED
from lms.domain.assessment.slips import changes_the_attempt
from lms.domain.assessment.work import Work
from lms.domain.calendar import in_words
from lms.domain.latest import latest_by_day
from lms.domain.records import Record, Refusal


def ratified_on(work: Work, result: Result) -> date | None:
    """The day on which a result was released as ratified; None while it is provisional.

    A release as ratified covers what a board had before it and was recorded before the release: the
    deciding mark, or, for an attempt without one, whatever was due by then. Without a cohort nobody releases: the board's outcome of
    the stage then stands for it.
    """
    if not result.settled:
        return None
    releases = _releases(work)
    mark = result.deciding
    if mark is not None and mark.get("after-release"):
        last = latest_by_day(releases)
        return last.on if last else None
    if not is_ratified(work, result):
        return None
    after = mark.position if mark else _last_fact(work, result)
    return next((r.on for r in releases if r.position > after and _reached(work, result, r)), None)


def _releases(work: Work) -> list[Record]:
    if not work.in_cohort:
        return work.so_far(work.own.of("board-outcome", stage=work.stage))
    found = [r for r in work.so_far(work.releases) if r.get("marks") == RATIFIED]
    named = [r for r in found if r.get("assessment") in (None, work.assessment.id)]
    mine = next((r.enrolment for r in work.own if r.enrolment), None)
    return [r for r in named if mine in (r.get("enrolments") or (mine,))]


def _last_fact(work: Work, result: Result) -> int:
    """The last record that an unmarked attempt rests on."""
    kinds = ("submission", "slip", "misconduct")
    found = [r for kind in kinds for r in work.of(kind, result.attempt)]
    about = [r.position for r in found if changes_the_attempt(r)]
    decided = work.so_far(work.own.of("misconduct-decision"))
    return max([*about, *(r.position for r in decided)], default=0)


def _reached(work: Work, result: Result, release: Record) -> bool:
    """Whether an attempt at which nothing was handed in was over when the release was made."""
    failed = missed(work, result.attempt)
    return failed is None or release.on >= failed.on


def last_day_to_appeal(work: Work, result: Result) -> date | None:
    """The last day of an appeal: so many working days after the release of the ratified mark."""
    released, within = ratified_on(work, result), _within(work, result)
    return work.days.after(released, within) if released else None


def _within(work: Work, result: Result) -> int:
    return work.judged(result.attempt).policy.appeal_within


def may_appeal(work: Work, result: Result, day: date) -> date | Refusal:
    """The last day on which an attempt's result can be appealed against, or why it cannot be."""
    if work.assessment.marking == "formative":
        return Refusal("formative", "This work is for feedback only; there is no mark to appeal.")
    last = last_day_to_appeal(work, result)
    if last is None:
        reason = "An appeal can be made once the board has met and the mark is ratified."
        return Refusal("not-ratified", reason)
    if day > last:
        reason = (
            f"An appeal could be made until {in_words(last)}, {_within(work, result)} working "
            f"days after the ratified mark was released."
        )
        return Refusal("too-late", reason)
    made = work.of("appeal", result.attempt)
    if made:
        return Refusal("appealed", "You have appealed against this mark already.", (made[0].id,))
    return last
