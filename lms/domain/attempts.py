"""Which attempt at a piece of assessed work comes next, or why there is none (decision 8a.9)."""

from __future__ import annotations

from lms.domain.programme import Assessment
from lms.domain.records import Record, Records, Refusal
from lms.domain.requirements.assessed_work import ATTEMPTS, passes


def attempt_of(record: Record) -> int:
    """The attempt that a submission or a mark belongs to."""
    return int(record.get("attempt") or 1)


def next_attempt(assessment: Assessment, own: Records) -> int | Refusal:
    """The number of the attempt to be handed in next, over the records of one enrolment.

    Work that waits to be read can be taken back, never handed in over; work that passed is done;
    after two failed attempts only a board can allow another.
    """
    marks = {attempt_of(m): m for m in own.of("mark", assessment=assessment.id)}
    waiting = waiting_submission(assessment.id, own)
    if waiting is not None:
        reason = (
            "It is handed in and waits to be read. Take it back first if you want to change it."
        )
        return Refusal("handed-in", reason, (waiting.id,))
    if assessment.marking != "formative" and any(passes(m, assessment) for m in marks.values()):
        return Refusal("passed", "It is passed; there is nothing more to hand in.")
    allowed = ATTEMPTS + len(own.of("further-attempt", assessment=assessment.id))
    if assessment.marking != "formative" and len(marks) >= allowed:
        reason = f"It was not passed in {len(marks)} attempts; only a board can allow another."
        return Refusal("no-attempt-left", reason)
    return max(marks, default=0) + 1


def waiting_submission(assessment: str, own: Records) -> Record | None:
    """The submission that nobody has marked yet, if there is one."""
    marked = {attempt_of(m) for m in own.of("mark", assessment=assessment)}
    handed_in = own.of("submission", assessment=assessment)
    return next((s for s in reversed(handed_in) if attempt_of(s) not in marked), None)
