"""Taking a move to another cohort back, so that everything is as it was before it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from lms.domain.policy import Actor, Target
from lms.domain.records import RETRACTION, Record, Records, Refusal
from lms.domain.records import cohort as cohort_subject
from lms.domain.refusals.of_moves import resting_on
from lms.errors import Refused
from lms.services.decide import kept_reason, reason_problems
from lms.services.enrolments import Learning, as_it_stands, cohort_records
from lms.services.learner_record import learner_record, require_another
from lms.services.notify import notify
from lms.services.people import name_of
from lms.services.problem_at import refuse_form
from lms.services.recording import answered_before, recording, writes
from lms.services.see_cohort import cohort_named
from lms.services.site import Site, fact, require
from lms.store.writer import Writer

CANNOT = "The move cannot be taken back."


@dataclass(frozen=True, slots=True)
class TakeBackPage:
    """A move that could be taken back; ``stands`` are sentences on what stands against it."""

    of: Learning
    name: str
    move: Record
    left: str
    into: str
    stands: tuple[str, ...]


def see_move_to_take_back(site: Site, actor: Actor, record: str) -> TakeBackPage:
    """The move, and what rests on it since."""
    move, of = learner_record(site, actor, record, "move-learner", "cohort-move")
    named = (_left(of, move), str(move.get("cohort")))
    left, into = (cohort_named(site, of.programme.id, c).name if c else "none" for c in named)
    return TakeBackPage(
        of=of,
        name=name_of(site.session(), of.enrolment.person),
        move=move,
        left=left,
        into=into,
        stands=tuple(resting_on(of.enrolment, of.own, move, cohort_records(site, of))),
    )


@writes
def take_back_move(
    site: Site, actor: Actor, record: str, reason: str, key: str | None = None
) -> str:
    """Take a move back with a reason; gives the id of the record that does.

    Refused where something since rests on it: a later move, a board, work handed in, a register
    taken or marks released in the new cohort, or a sample drawn there. The learner is told.
    """
    asked = ["take-back-move", record, reason]
    before = answered_before(site, actor, key, asked)
    if before:
        return str(before)
    move, of = learner_record(site, actor, record, "move-learner", "cohort-move")
    require_another(actor, of)
    require(site, actor, "move-learner", Target(programme=of.programme.id, cohort=_left(of, move)))
    problems = reason_problems(reason, "Write why the move is taken back.")
    with recording(site, actor) as writer:

        def act() -> str:
            refuse_form(problems, CANNOT)
            return _take_back(site, writer, of, move, reason)

        return str(writer.answer_once(key, asked, act))


def _left(of: Learning, move: Record) -> str:
    """The cohort that the learner comes back to."""
    pairs = pairwise(of.enrolment.moves)
    return next((m.cohort for m, after in pairs if after.position == move.position), "")


def _take_back(site: Site, writer: Writer, before: Learning, move: Record, reason: str) -> str:
    of = as_it_stands(before, writer)
    names = sorted(of.enrolment.cohorts)
    cohorts = Records.together(writer.about(cohort_subject(name)) for name in names)
    found = resting_on(of.enrolment, of.own, move, cohorts)
    if found or of.records.by_id(move.id) is None:
        reason = " ".join(found or ["It was taken back already."])
        raise Refused(Refusal("rests-on-it", reason, (move.id,)))
    named = kept_reason(writer, of.enrolment.person, reason)
    taken = writer.append(
        fact(
            of.subject,
            RETRACTION,
            site.today(),
            enrolment=of.enrolment.id,
            replaces=move.id,
            reason=named,
        )
    )
    says = "Your move to another cohort was taken back. Everything is as it was before it."
    where = f"/learning/{of.enrolment.id}/"
    notify(site, writer, of.enrolment.person, "A move was taken back", says, where)
    return taken.id
