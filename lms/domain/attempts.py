"""Which attempt at a piece of assessed work comes next, or why there is none (decision 8a.9)."""

from __future__ import annotations

from lms.domain.assessment.outcome import Result, Stand
from lms.domain.assessment.results import attempts_allowed, results
from lms.domain.assessment.work import Work
from lms.domain.records import Record, Refusal

MAY_HAND_IN = (Stand.DUE, Stand.RETURNED)


def next_attempt(work: Work) -> int | Refusal:
    """The number of the attempt to be handed in next, over the records of one enrolment.

    Work that waits to be read can be taken back, never handed in over; work that passed is done;
    after the attempts that the policy allows only a board can allow another. Work that came back
    for a slip is handed in once more as the same attempt.
    """
    found = results(work)
    last = found[-1]
    if work.assessment.marking != "formative" and any(r.passed for r in found):
        return Refusal("passed", "It is passed; there is nothing more to hand in.")
    if last.stand in MAY_HAND_IN:
        return last.attempt
    if last.stand is Stand.HELD:
        return Refusal("held", "It is held until a question about it is decided.")
    if not last.settled:
        reason = (
            "It is handed in and waits to be read. Take it back first if you want to change it."
        )
        return Refusal("handed-in", reason, (last.submission.id,) if last.submission else ())
    failed = sum(r.passed is False for r in found)
    if work.assessment.marking != "formative" and failed >= attempts_allowed(work):
        reason = f"It was not passed in {failed} attempts; only a board can allow another."
        return Refusal("no-attempt-left", reason)
    return last.attempt + 1


def waiting_submission(work: Work) -> Record | None:
    """The submission that waits for a marker or a decision, if there is one."""
    return _waiting(results(work)[-1])


def _waiting(result: Result) -> Record | None:
    idle = result.settled or result.stand in MAY_HAND_IN
    return None if idle else result.submission
