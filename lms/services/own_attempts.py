"""One's own attempts at a piece of work: how each stands, how its mark came about, what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lms.domain.assessment.appeals import may_appeal, ratified_on
from lms.domain.assessment.due import WhenDue, when_due
from lms.domain.assessment.late_words import cost_words, deadline_words, late_words
from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.outcome import Result, Stand, Step
from lms.domain.assessment.results import correction_ends, result_of, results
from lms.domain.assessment.slips import changes_the_attempt
from lms.domain.assessment.work import Work
from lms.domain.assessment.working_days import lateness
from lms.domain.calendar import in_words
from lms.domain.records import LONDON, Record, Refusal
from lms.services.feedback import Feedback, Passage, passages
from lms.services.feedback_points import (
    Answers,
    Point,
    anchored_in,
    answers_of,
    feedbacks_of,
    is_closed,
    marks_of,
    points_of,
    to_answer,
)
from lms.services.site import Site
from lms.store.documents import content_of, text_in

PROVISIONAL = "provisional until the board has met"
SAYS = {
    Stand.DUE: "Not handed in yet",
    Stand.NOT_HANDED_IN: "Nothing was handed in",
    Stand.RETURNED: "Returned to you to be corrected",
    Stand.WORD_COUNT: "Its word count waits for a decision",
    Stand.HELD: "Held until a question about it is decided",
}
COLOURS = {
    Stand.DUE: "blue",
    Stand.NOT_HANDED_IN: "red",
    Stand.RETURNED: "orange",
    Stand.WORD_COUNT: "yellow",
    Stand.HELD: "yellow",
}


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One attempt: how it stands in words and a colour, its submission, its result in words.

    ``standing`` is empty while there is no result, then ``provisional …`` or ``ratified …``.
    """

    attempt: int
    says: str
    colour: str
    record: str
    result: str
    standing: str
    due: str
    late: str
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Returned:
    """Work that came back for a slip: what its reader says, and the instant to correct it by."""

    reason: str
    ends: datetime


@dataclass(frozen=True, slots=True)
class OwnAttempt:
    """An attempt with its text, feedback and the way to its mark.

    ``points`` are the feedback; ``passages`` the text, cut where comments stand; ``answers`` are
    what one wrote to ``answered``, the points made about the attempt before. ``before`` is the
    submission to compare with. ``appeal_until`` is the last day of an appeal, ``no_appeal`` says
    why none can be made.
    """

    line: AttemptLine
    steps: tuple[str, ...]
    points: tuple[Point, ...]
    passages: tuple[Passage, ...]
    answered: tuple[Point, ...]
    answers: Answers
    returned: Returned | None
    before: str
    appeal_until: date | None
    no_appeal: str


def attempt_lines(work: Work) -> tuple[AttemptLine, ...]:
    """Every attempt so far, the first one first."""
    return tuple(_line(work, result) for result in results(work))


def _line(work: Work, result: Result) -> AttemptLine:
    says, colour = _says(result)
    return AttemptLine(
        attempt=result.attempt,
        says=says,
        colour=colour,
        record=result.submission.id if result.submission else "",
        result=result_words(result),
        standing=_standing(work, result),
        due=deadline_words(result.deadline) if result.deadline else "",
        late=late_words(work, result.attempt, result.late),
        passed=result.passed,
    )


def _says(result: Result) -> tuple[str, str]:
    if result.stand is Stand.SETTLED:
        if result.result == "feedback":
            return "Feedback given", "green"
        return ("Passed", "green") if result.passed else ("Not passed", "red")
    return SAYS.get(result.stand, "Being marked"), COLOURS.get(result.stand, "grey")


def result_words(result: Result) -> str:
    """What an attempt came to: ``Passed with 58``; empty while nothing is settled."""
    if not result.settled:
        return ""
    if result.result == "feedback":
        return "Feedback"
    passed = "Passed" if result.passed else "Not passed"
    if result.recorded is None:
        return passed
    given = "" if result.raw == result.recorded else f" (the markers gave {result.raw})"
    return f"{passed} with {result.recorded}{given}"


def _standing(work: Work, result: Result) -> str:
    if not result.settled or result.result == "feedback":
        return ""
    ratified = ratified_on(work, result)
    return f"ratified, {in_words(ratified)}" if ratified else PROVISIONAL


def own_attempt(site: Site, work: Work, submission: Record, text: str) -> OwnAttempt:
    """One attempt of one's own with all that was said about it; ``text`` is what was handed in."""
    session, attempt = site.session(), attempt_in(work.own, submission)
    result = result_of(work, attempt)
    line = _line(work, result)
    given = _given(session, work, result)
    closed = is_closed(work.own, work.assessment, attempt)
    appeal = may_appeal(work, result, work.as_of.day)
    return OwnAttempt(
        line=line,
        steps=tuple(map(step_words, result.steps)),
        points=points_of(work.assessment, given, closed),
        passages=passages(text, anchored_in(given)),
        answered=to_answer(session, work.own, work.assessment, attempt),
        answers=answers_of(content_of(session, submission.get("answers"))),
        returned=_returned(site, work, result),
        before=_before(work, submission),
        appeal_until=None if isinstance(appeal, Refusal) else appeal,
        no_appeal=appeal.reason if isinstance(appeal, Refusal) else "",
    )


def _given(session: Session, work: Work, result: Result) -> tuple[tuple[Record, Feedback], ...]:
    """What markers said about an attempt; nothing while it is held, returned or still marked."""
    if not result.settled:
        return ()
    return feedbacks_of(session, marks_of(work.own, work.assessment.id, result.attempt))


def step_words(step: Step) -> str:
    """One step to a mark as a sentence: what it is, and the mark that it leaves."""
    if step.mark is None or step.name == "cap":
        return step.because
    if step.name in ("late", "over-length"):
        return f"{step.because}, which leaves {step.mark}"
    return f"{step.because}: {step.mark}"


def _returned(site: Site, work: Work, result: Result) -> Returned | None:
    slips = [s for s in work.of("slip", result.attempt) if changes_the_attempt(s)]
    if result.stand is not Stand.RETURNED or not slips:
        return None
    reason = text_in(content_of(site.session(), slips[-1].get("reason")))
    return Returned(reason, correction_ends(work, slips[-1]).astimezone(LONDON))


def _before(work: Work, submission: Record) -> str:
    """The submission before this one, of this attempt or an earlier one."""
    found = work.own.of("submission", assessment=work.assessment.id)
    earlier = [r for r in found if r.position < submission.position]
    return earlier[-1].id if earlier else ""


@dataclass(frozen=True, slots=True)
class Due:
    """When the next attempt is due, in words, and what it costs to be later than that."""

    says: str
    costs: str
    late: str


def due_now(site: Site, work: Work, attempt: int, when: WhenDue | None = None) -> Due | None:
    """What holds if the attempt were handed in at this instant; None where no deadline binds."""
    deadline = (when or when_due(work, attempt)).deadline
    if deadline is None:
        return None
    late = lateness(deadline.at, site.now(), work.days)
    begun = work.of("submission", attempt)
    words = "" if begun else late_words(work, attempt, late)
    return Due(deadline_words(deadline), cost_words(work, deadline), words)
