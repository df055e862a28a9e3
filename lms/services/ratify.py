"""Recording a board's meeting: one outcome per learner, with its reasons, all or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms import __version__
from lms.domain.assessment.release import OUTCOME, RATIFIED
from lms.domain.board import FINAL, OPEN_TO_CHAIR, Decision, problems_of
from lms.domain.policy import Actor, Target
from lms.domain.progress import Progress
from lms.domain.records import NewRecord, Record, Subject, person
from lms.domain.records import cohort as cohort_subject
from lms.errors import BadInput, Conflict
from lms.services.board_meeting import Meeting, interests_of, meeting_problems, members_on
from lms.services.board_papers import evaluated_on, latest_outcome, open_marks, stage_of
from lms.services.closing import require_open
from lms.services.cohort_work import CohortWork, cohort_work
from lms.services.decide import kept_reason
from lms.services.evaluation import Evaluated
from lms.services.notify import notify
from lms.services.problem_at import ProblemAt, past_day_problems, refuse_form
from lms.services.programmes import load, newest
from lms.services.recording import recording, writes
from lms.services.release_marks import Wanted, write_release
from lms.services.see_cohort import cohort_named
from lms.services.site import Site, fact, require
from lms.services.verdict_tree import progress_tree
from lms.store import people
from lms.store.views import heads_of
from lms.store.writer import Writer

__all__ = ["DecisionProblem", "Meeting", "kept_verdict", "outcome_facts", "ratify"]
CANNOT = "The meeting cannot be recorded."


@dataclass(frozen=True, slots=True)
class DecisionProblem:
    """Why one learner's outcome cannot be recorded."""

    person: str
    what: str

    @property
    def field(self) -> str:
        """The field of a form that it is about."""
        return f"outcome-{self.person}"

    def __str__(self) -> str:
        return self.what


@writes
def ratify(site: Site, actor: Actor, meeting: Meeting, key: str | None = None) -> str:
    """Record a meeting and its outcomes; gives the id of the meeting's record.

    An ending (complete, progress, award) is refused while anything needed is open, and clinical
    work is never condoned. So is every outcome while a mark of the learner's is held, not agreed
    or not moderated. Conflict where something was recorded about one of the learners after the
    papers were drawn; ``newer`` maps each to those records.
    """
    target = Target(programme=meeting.programme, cohort=meeting.cohort)
    require(site, actor, "record-board", target)
    cohort_named(site, meeting.programme, meeting.cohort)
    version = load(site, meeting.programme, newest(site, meeting.programme).version)
    stage_of(version, meeting.stage)
    with recording(site, actor) as writer:
        return str(
            writer.answer_once(key, ["ratify", meeting], lambda: _ratify(site, writer, meeting))
        )


def _day_problems(site: Site, meeting: Meeting) -> list[ProblemAt]:
    return past_day_problems("on", meeting.on, site.today(), "the day of the meeting")


def _ratify(site: Site, writer: Writer, meeting: Meeting) -> str:
    refuse_form(_day_problems(site, meeting), CANNOT)
    where = (meeting.programme, meeting.cohort, meeting.stage)
    named = {d.person for d in meeting.decisions}
    before = evaluated_on(site, writer.session, *where, meeting.on, named)
    evaluated = {e.progress.person: e for e in before}
    wanted = [d for d in meeting.decisions if d.person in evaluated]
    _expect_nothing_newer(site, writer, meeting, [evaluated[d.person] for d in wanted])
    for decision in wanted:
        require_open(site, evaluated[decision.person].progress.programme)
    work = cohort_work(site, *where, as_of=meeting.on, session=writer.session)
    blocked = open_marks(work)
    problems = [
        p for d in meeting.decisions for p in _problems(writer, meeting, d, evaluated, blocked)
    ]
    found: list[object] = [*_meeting_problems(site, writer, meeting, work), *problems]
    if found:
        raise BadInput(CANNOT, found)
    record = write_meeting(site, writer, meeting)
    for decision in wanted:
        writer.append_all(outcome_facts(writer, record, decision, evaluated[decision.person]))
    if meeting.release:
        _release(site, writer, meeting, work, [evaluated[d.person].progress for d in wanted])
    return record.id


def _meeting_problems(
    site: Site, writer: Writer, meeting: Meeting, work: CohortWork
) -> list[ProblemAt]:
    session = writer.session
    able = members_on(site, session, meeting.programme, meeting.cohort, meeting.on)
    names = people.people(session, [d.person for d in meeting.decisions])
    learners = {identity: who.name for identity, who in names.items()}
    interests = interests_of(site, session, able, learners)
    return meeting_problems(meeting, able, work.policy, interests, work.records)


def write_meeting(site: Site, writer: Writer, meeting: Meeting) -> Record:
    """The record of a meeting or of a chair's action, with its private texts.

    A chair in whose name somebody else records an action is told of it by mail.
    """
    subject = cohort_subject(meeting.cohort)
    interests = meeting.interests.strip()
    if meeting.is_alone and meeting.chair != writer.actor:
        _tell_chair(site, writer, meeting)
    return writer.append(
        fact(
            subject,
            "board-meeting",
            meeting.on,
            stage=meeting.stage_ref,
            chair=meeting.chair,
            by=meeting.by,
            members=meeting.present,
            earlier=meeting.earlier or None,
            interests=writer.document(subject, {"text": interests}) if interests else None,
            minutes=writer.document(subject, {"text": meeting.minutes.strip()}),
        )
    )


def _tell_chair(site: Site, writer: Writer, meeting: Meeting) -> None:
    where = f"/programmes/{meeting.programme}/cohorts/{meeting.cohort}/decisions"
    says = "A chair's action of a board has been recorded in your name."
    subject = "A chair's action in your name"
    notify(site, writer, meeting.chair, subject, says, where if meeting.cohort else "/")


def _release(
    site: Site, writer: Writer, meeting: Meeting, work: CohortWork, decided: Sequence[Progress]
) -> None:
    """Show the learners decided about what the board decided, and nobody else anything.

    Of a meeting that is written down late, whoever was marked after it is shown the outcome alone:
    the board did not have that mark before it.
    """
    later = _marked_since(work, meeting.on)
    for marks, to in (
        (RATIFIED, [p for p in decided if p.enrolment.id not in later]),
        (OUTCOME, [p for p in decided if p.enrolment.id in later]),
    ):
        if to:
            wanted = Wanted(meeting.programme, meeting.cohort, meeting.stage, marks)
            people = [(p.person, p.enrolment.id) for p in to]
            write_release(site, writer, wanted, [e for _, e in people], people)


def _marked_since(work: CohortWork, day: date) -> frozenset[str]:
    """The enrolments with a mark for work of the stage that was given after a day."""
    of_stage = {assessment.id for assessment in work.assessments}
    return frozenset(
        of.enrolment.id
        for of in work.learners
        if any(m.on > day and m.get("assessment") in of_stage for m in of.own.of("mark"))
    )


def _problems(
    writer: Writer,
    meeting: Meeting,
    decision: Decision,
    evaluated: Mapping[str, Evaluated],
    blocked: Mapping[str, Sequence[str]],
) -> list[DecisionProblem]:
    if decision.person not in evaluated:
        return [DecisionProblem(decision.person, "This learner is not before this board.")]
    progress = evaluated[decision.person].progress
    found = problems_of(decision, progress, meeting.on)
    earlier = latest_outcome(writer.about(person(decision.person)), progress, meeting.stage_ref)
    said = earlier.get("outcome") if earlier is not None else None
    if said in FINAL:
        found.append("An earlier board has decided this already.")
    elif meeting.is_alone and said not in (None, *OPEN_TO_CHAIR):
        found.append("The board left nothing open here; it decides this when it meets.")
    found += blocked.get(progress.enrolment.id, ())
    return [DecisionProblem(decision.person, what) for what in found]


def _expect_nothing_newer(
    site: Site, writer: Writer, meeting: Meeting, evaluated: Sequence[Evaluated]
) -> None:
    if meeting.seen is None:
        return
    heads = heads_of(writer.session, {s for e in evaluated for s in e.reads})
    moved = [Subject.parse(s) for s, position in heads.items() if position > meeting.seen]
    records = site.ledger.about(writer.session, moved)
    newer = {
        e.progress.person: found
        for e in evaluated
        if (found := _newer(e, moved, records, meeting.seen)) is not None
    }
    if newer:
        raise Conflict(
            "Something was recorded about learners after you opened the papers. "
            "Look at what is new, then decide.",
            newer,
        )


def _newer(
    evaluated: Evaluated, moved: Sequence[Subject], records: Sequence[Record], seen: int
) -> tuple[Record, ...] | None:
    """What is new about a learner, or about those whose standing counts for the learner.

    Another meeting of the same cohort is nothing new about anybody. What was only taken back
    leaves nothing to show, and is a reason to look all the same: then the answer is empty.
    """
    read = [s for s in moved if str(s) in evaluated.reads]
    new = tuple(r for r in records if r.subject in read and r.position > seen)
    said = tuple(r for r in new if r.kind not in ("board-meeting", "release"))
    return None if not read or (new and not said) else said


def outcome_facts(
    writer: Writer, meeting: Record, decision: Decision, evaluated: Evaluated
) -> list[NewRecord]:
    """A learner's outcome, and the award where it is one; both name the verdict they rest on."""
    progress = evaluated.progress
    verdict = writer.document(person(decision.person), kept_verdict(evaluated))
    shared = {"stage": meeting.get("stage"), "meeting": meeting.id, "verdict": verdict}
    is_award = decision.outcome == "award"
    outcome = _fact(
        progress,
        "board-outcome",
        meeting.on,
        outcome="complete" if is_award else decision.outcome,
        condition=decision.condition or None,
        condition_by=decision.condition_by,
        reassess_by=decision.reassess_by,
        reason=kept_reason(writer, decision.person, decision.reason),
        **shared,
    )
    return [outcome, _fact(progress, "award", meeting.on, **shared)] if is_award else [outcome]


def _fact(progress: Progress, kind: str, on: date, **fields: Any) -> NewRecord:
    enrolment = progress.enrolment
    return fact(
        person(enrolment.person),
        kind,
        on,
        enrolment=enrolment.id,
        curriculum=enrolment.key,
        **fields,
    )


def kept_verdict(evaluated: Evaluated) -> dict[str, object]:
    """The verdict tree that a decision rests on, with the versions of rules and code it came from."""
    return {
        **progress_tree(evaluated.progress),
        "curriculum": evaluated.progress.programme.key,
        "digest": evaluated.progress.programme.digest,
        "code_version": __version__,
        "reads": dict(evaluated.reads),
    }
