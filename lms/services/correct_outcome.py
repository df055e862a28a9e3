"""Correcting what a board decided by mistake: a new outcome in place of the old, by the chair."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lms.domain.assessment.release import OUTCOME
from lms.domain.board import Decision, problems_of
from lms.domain.policy import Actor, Target
from lms.domain.records import RETRACTION, Record
from lms.errors import BadInput, NotFound
from lms.services.board_meeting import CHAIRS_ACTION, NOT_A_MEMBER, Meeting, members_on
from lms.services.board_papers import evaluated_on
from lms.services.closing import require_open
from lms.services.decide import reason_problems
from lms.services.enrolments import Learning, as_it_stands
from lms.services.evaluation import Evaluated
from lms.services.learner_record import learner_record, require_another
from lms.services.problem_at import ProblemAt
from lms.services.ratify import DecisionProblem, outcome_facts, write_meeting
from lms.services.recording import answered_before, recording, writes
from lms.services.release_marks import Wanted, write_release
from lms.services.site import Site, fact, require
from lms.store.writer import Writer

CANNOT = "This outcome cannot be corrected so."


@dataclass(frozen=True, slots=True)
class Correction:
    """What the outcome should have been, who says so as chair, and what the mistake was.

    ``decision`` names its learner and keeps its own reason, where the new outcome needs one.
    """

    decision: Decision
    chair: str
    reason: str


@writes
def correct_outcome(
    site: Site, actor: Actor, outcome: str, correction: Correction, key: str | None = None
) -> str:
    """Put another outcome in the place of one given by mistake; gives the new outcome's id.

    It holds from the day of the old one and rests on what is known now about that day; the old one
    and its verdict stay readable. The chair's action stands as a meeting of its own, and the
    learner sees the corrected outcome at once. An award falls away with the outcome it came with.
    """
    asked = ["correct-outcome", outcome, correction]
    before = answered_before(site, actor, key, asked)
    if before:
        return str(before)
    record, of = learner_record(site, actor, outcome, "correct-board-outcome", "board-outcome")
    require_another(actor, of)
    require_open(site, of.programme)
    target = Target(programme=of.programme.id, cohort=of.enrolment.cohort)
    require(site, actor, "correct-board-outcome", target)
    with recording(site, actor) as writer:
        return str(
            writer.answer_once(key, asked, lambda: _correct(site, writer, record, of, correction))
        )


def _correct(
    site: Site, writer: Writer, old: Record, before: Learning, correction: Correction
) -> str:
    of = as_it_stands(before, writer)
    stage = old.get("stage").partition("/")[2]
    evaluated = _evaluated(site, writer, of, old, stage)
    decision = replace(correction.decision, person=of.enrolment.person)
    meeting = _meeting(site, of, stage, old, correction, decision)
    found = [
        *_problems(site, writer, meeting, correction),
        *(
            DecisionProblem(decision.person, what)
            for what in problems_of(decision, evaluated.progress, old.on)
        ),
    ]
    if found:
        raise BadInput(CANNOT, found)
    for award in of.own.of("award", meeting=old.get("meeting")):
        writer.append(
            fact(of.subject, RETRACTION, award.on, enrolment=award.enrolment, replaces=award.id)
        )
    action = write_meeting(site, writer, meeting)
    outcome, *award_too = outcome_facts(writer, action, decision, evaluated)
    place = old.get("in-place-of") or old.position
    corrected = writer.append(
        replace(
            outcome,
            first=old.on,
            last=old.on,
            replaces=old.id,
            payload={**outcome.payload, "in-place-of": place},
        )
    )
    writer.append_all([replace(a, first=old.on, last=old.on) for a in award_too])
    wanted = Wanted(meeting.programme, meeting.cohort, meeting.stage, OUTCOME)
    enrolment = of.enrolment.id
    if meeting.cohort:
        write_release(site, writer, wanted, [enrolment], [(decision.person, enrolment)])
    return corrected.id


def _evaluated(site: Site, writer: Writer, of: Learning, old: Record, stage: str) -> Evaluated:
    """The verdict as of the day of the old outcome, by what is known now."""
    where = (of.programme.id, of.enrolment.cohort, stage)
    found = evaluated_on(site, writer.session, *where, old.on, {of.enrolment.person})
    mine = (e for e in found if e.progress.enrolment.id == of.enrolment.id)
    evaluated = next(mine, None)
    if evaluated is None:
        raise NotFound("This learner was not before the board on that day.")
    return evaluated


def _meeting(
    site: Site,
    of: Learning,
    stage: str,
    old: Record,
    correction: Correction,
    decision: Decision,
) -> Meeting:
    return Meeting(
        programme=of.programme.id,
        cohort=of.enrolment.cohort,
        stage=stage,
        on=site.today(),
        chair=correction.chair,
        minutes=correction.reason,
        decisions=(decision,),
        by=CHAIRS_ACTION,
        earlier=old.get("meeting") or "",
    )


def _problems(
    site: Site, writer: Writer, meeting: Meeting, correction: Correction
) -> list[ProblemAt]:
    where = (meeting.programme, meeting.cohort, meeting.on)
    able = {p.id for p in members_on(site, writer.session, *where)}
    found = []
    if correction.chair not in able:
        found.append(ProblemAt("chair", NOT_A_MEMBER))
    says = "Write what the mistake was and how it came to light."
    return [*found, *reason_problems(correction.reason, says)]
