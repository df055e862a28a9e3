"""What a learner is told before assessed work is handed in: the deadline, the points to answer."""

from __future__ import annotations

from dataclasses import dataclass

from lms.domain.assessment.consents import consents_on
from lms.domain.attempts import next_attempt
from lms.domain.policy import Actor
from lms.domain.programme import Assessment
from lms.domain.records import Record, Refusal
from lms.errors import NotFound, Refused
from lms.services.assessed import find_work_of
from lms.services.feedback_points import Point, to_answer
from lms.services.own_attempts import Due, due_now
from lms.services.pieces import WORK, Piece, piece
from lms.services.quarantine import SAYS, is_quarantined
from lms.services.recording import recording, writes
from lms.services.site import Site
from lms.services.withdraw_writing import begin_with


@dataclass(frozen=True, slots=True)
class Ahead:
    """The attempt that comes next: when it is due, and which points of feedback it can answer.

    ``consents`` are those that a recorded session can name; ``last`` is the submission to begin
    with. All is empty for a log.
    """

    attempt: int | None = None
    due: Due | None = None
    points: tuple[Point, ...] = ()
    consents: tuple[Record, ...] = ()
    last: str = ""


def ahead_of(site: Site, of: Piece) -> Ahead:
    """What holds for the next attempt at a piece; the piece was asked for with the right to write it."""
    own = of.learning
    work = find_work_of(site, own, of.item) if isinstance(of.item, Assessment) else None
    attempt = next_attempt(work) if work else None
    if work is None or not isinstance(attempt, int):
        return Ahead()
    last = _last(of)
    return Ahead(
        attempt=attempt,
        due=due_now(site, work, attempt),
        points=to_answer(site.session(), own.own, work.assessment, attempt),
        consents=consents_on(site.today(), own.enrolment.id, own.records)
        if of.asks_consent
        else (),
        last=last.id if last and not is_quarantined(own, last) else "",
    )


def _last(of: Piece) -> Record | None:
    found = of.learning.own.of(WORK, assessment=of.id)
    return next((r for r in reversed(found) if r.get("document")), None)


@writes
def begin_again(site: Site, actor: Actor, enrolment: str, item: str) -> Piece:
    """Begin a draft with what was handed in last; a draft that has been begun stays as it is.

    Refused where that text is under quarantine: it is written anew.
    """
    of = piece(site, actor, enrolment, WORK, item)
    last = _last(of)
    if last is None:
        raise NotFound("There is nothing handed in to begin with.")
    if is_quarantined(of.learning, last):
        raise Refused(Refusal("quarantined", SAYS, (last.id,)))
    with recording(site, actor) as writer:
        begin_with(site, writer, of, last)
    return of
