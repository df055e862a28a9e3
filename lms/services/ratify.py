"""Recording a board's meeting: one outcome per learner, with its reasons, all or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms import __version__
from lms.domain.board import FINAL, Decision, problems_of
from lms.domain.policy import Actor, Target
from lms.domain.progress import Progress
from lms.domain.records import NewRecord, Record, Subject, person
from lms.domain.records import cohort as cohort_subject
from lms.errors import BadInput, Conflict
from lms.services.board_papers import chairs, evaluated_on, latest_outcome, stage_of
from lms.services.closing import require_open
from lms.services.decide import kept_reason, reason_problems
from lms.services.evaluation import Evaluated
from lms.services.problem_at import ProblemAt, past_day_problems, refuse_form
from lms.services.programmes import load, newest
from lms.services.recording import recording
from lms.services.see_cohort import cohort_named
from lms.services.site import Site, fact, require
from lms.services.verdict_tree import progress_tree
from lms.store.ledger import Writer
from lms.store.views import heads_of

CANNOT = "The meeting cannot be recorded."


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a board decided; ``seen`` is the last position that its papers showed."""

    programme: str
    cohort: str
    stage: str
    on: date
    chair: str
    minutes: str
    decisions: tuple[Decision, ...]
    seen: int | None = None

    @property
    def stage_ref(self) -> str:
        """The stage as records name it."""
        return f"{self.programme}/{self.stage}"


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


def ratify(site: Site, actor: Actor, meeting: Meeting, key: str | None = None) -> str:
    """Record a meeting and its outcomes; gives the id of the meeting's record.

    An ending (complete, progress, award) is refused while anything needed is open, and clinical
    work is never condoned. Conflict where something was recorded about one of the learners after
    the papers were drawn; ``newer`` maps each to those records.
    """
    target = Target(programme=meeting.programme, cohort=meeting.cohort)
    require(site, actor, "record-board", target)
    cohort_named(site, meeting.programme, meeting.cohort)
    version = load(site, meeting.programme, newest(site, meeting.programme).version)
    stage_of(version, meeting.stage)
    with recording(site, actor) as writer:
        return str(
            writer.answer_once(
                key, ["ratify", str(meeting)], lambda: _ratify(site, writer, meeting)
            )
        )


def _day_problems(site: Site, meeting: Meeting) -> list[ProblemAt]:
    return past_day_problems("on", meeting.on, site.today(), "the day of the meeting")


def _meeting_problems(site: Site, meeting: Meeting) -> list[ProblemAt]:
    found = []
    able = {p.id for p in chairs(site, meeting.programme, meeting.cohort, meeting.on)}
    if meeting.chair not in able:
        says = "Choose a chair who held the board role on the day of the meeting."
        found.append(ProblemAt("chair", says))
    if not meeting.decisions:
        says = "Choose an outcome for at least one learner."
        found.append(ProblemAt("decisions", says))
    says = "Write the minutes, or where they are kept."
    return [*found, *reason_problems(meeting.minutes, says, "minutes")]


def _ratify(site: Site, writer: Writer, meeting: Meeting) -> str:
    refuse_form(_day_problems(site, meeting), CANNOT)
    evaluated = {
        e.progress.person: e
        for e in evaluated_on(
            site, writer.session, meeting.programme, meeting.cohort, meeting.stage, meeting.on
        )
    }
    wanted = [d for d in meeting.decisions if d.person in evaluated]
    _expect_nothing_newer(site, writer, meeting, [evaluated[d.person] for d in wanted])
    problems = [p for d in meeting.decisions for p in _problems(writer, meeting, d, evaluated)]
    found: list[object] = [*_meeting_problems(site, meeting), *problems]
    if found:
        raise BadInput(CANNOT, found)
    for decision in wanted:
        require_open(site, evaluated[decision.person].progress.programme)
    minutes = writer.document(cohort_subject(meeting.cohort), {"text": meeting.minutes.strip()})
    record = writer.append(
        fact(
            cohort_subject(meeting.cohort),
            "board-meeting",
            meeting.on,
            stage=meeting.stage_ref,
            chair=meeting.chair,
            minutes=minutes,
        )
    )
    for decision in wanted:
        writer.append_all(_outcome(writer, record, decision, evaluated[decision.person]))
    return record.id


def _problems(
    writer: Writer, meeting: Meeting, decision: Decision, evaluated: Mapping[str, Evaluated]
) -> list[DecisionProblem]:
    if decision.person not in evaluated:
        return [DecisionProblem(decision.person, "This learner is not before this board.")]
    progress = evaluated[decision.person].progress
    found = problems_of(decision, progress, meeting.on)
    earlier = latest_outcome(writer.about(person(decision.person)), progress, meeting.stage_ref)
    if earlier is not None and earlier.get("outcome") in FINAL:
        found.append("An earlier board has decided this already.")
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
    said = tuple(r for r in new if r.kind != "board-meeting")
    return None if not read or (new and not said) else said


def _outcome(
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
