"""Deadlines and lateness in the words that a learner reads, before and after handing in."""

from __future__ import annotations

from lms.domain.assessment.circumstances import accepted
from lms.domain.assessment.deadlines import Deadline
from lms.domain.assessment.work import Work
from lms.domain.assessment.working_days import Lateness
from lms.domain.calendar import in_words
from lms.domain.records import LONDON
from lms.domain.wording import many

EXAMPLE = 60
"""The mark by which the cost of being late is shown: an ordinary one, above every pass mark."""
CORRECTION = "correction"
"""Why something is due that came back for a slip: its own clock, whatever the deadline was."""
WHY = {
    CORRECTION: " (to correct it)",
    "cohort": "",
    "board": " (set by the board)",
    "extension": " (your extension)",
    "move": " (named when you came to this cohort)",
}


def deadline_words(deadline: Deadline) -> str:
    """``Friday 3 April 2026, 12:00 (your extension)``: day, hour and what set it."""
    wall = deadline.at.astimezone(LONDON)
    return f"{wall:%A} {in_words(wall.date())}, {wall:%H:%M}{WHY[deadline.why]}"


def cost_words(work: Work, deadline: Deadline) -> str:
    """What it costs to be later than a deadline under the policy, in a sentence."""
    if deadline.why == CORRECTION:
        return "Not corrected by then, the attempt fails."
    rule = work.policy.late
    if work.assessment.marking == "formative":
        return "Late work is read all the same: it is for feedback only."
    if work.assessment.marking == "mark":
        return f"{rule.says}."
    if rule.closes_after is None:
        return "Late work can still pass."
    return f"Late work can pass for {_days(rule.closes_after, rule.in_working_days)}; then no more."


def late_words(work: Work, attempt: int, late: Lateness) -> str:
    """How late something is and what that takes off; empty where it is in time."""
    if not late.late:
        return ""
    rule = work.judged(attempt).policy.late
    count = late.working_days if rule.in_working_days else late.calendar_days
    says = f"{_days(count, rule.in_working_days)} late"
    if is_excused(work, attempt):
        return f"{says}: circumstances were accepted, so nothing is taken off."
    too_late = rule.closes_after is not None and count > rule.closes_after
    if work.assessment.marking == "formative":
        return f"{says}: it is for feedback only, so nothing is taken off."
    if work.assessment.marking == "pass-fail":
        return f"{says}: it can no longer pass." if too_late else f"{says}: it can still pass."
    if too_late:
        return f"{says}: it can no longer earn a mark."
    left = rule.apply(EXAMPLE, late, work.assessment.pass_mark).mark
    return f"{says}: {_taken_off(left)} would be taken off a mark of {EXAMPLE}."


def _taken_off(left: int) -> str:
    return many(EXAMPLE - left, "point")


def is_excused(work: Work, attempt: int) -> bool:
    """Whether accepted circumstances let the attempt be late."""
    return any(r.get("effect") == "lateness" for r in accepted(work, attempt))


def _days(count: int, working: bool) -> str:
    return many(count, "working day" if working else "day")
