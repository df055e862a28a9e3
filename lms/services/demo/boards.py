"""Assessment boards of the example world: when they met, and what they decided about whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lms.domain.board import ENDINGS, Decision, problems_of
from lms.domain.progress import Progress
from lms.domain.records import NewRecord, cohort
from lms.errors import BadInput
from lms.services.demo.cohorts import Intake
from lms.services.demo.course import LEAD, Course
from lms.services.demo.story import Story
from lms.services.evaluation import progress_of_people
from lms.services.ratify import kept_verdict
from lms.services.site import Site
from lms.store.writer import Writer

CHAIR = "philip"
MEMBERS = (CHAIR, "hector", "rowena")
"""Those who sit on every board: as many as the policies' quorum, and none teaches, employs or supervises a learner."""
INTERESTS = "Nobody present declared an interest in a learner before the board."
MINUTES = (
    "The board saw every learner's verdicts and the external examiner's sample. Marks were "
    "confirmed as they stood. Nobody present had taught or employed a learner before the board."
)


@dataclass(frozen=True, slots=True)
class Decided:
    """One learner's outcome, with its reason where one is needed, and its condition if any.

    ``reassess_by`` is the day by which a referred learner hands failed work in again.
    """

    outcome: str
    reason: str = ""
    condition: str | None = None
    condition_by: date | None = None
    reassess_by: date | None = None


def meet(
    story: Story,
    intake: Intake,
    stage: str,
    on: date,
    courses: Sequence[Course],
    decided: Mapping[str, Decided],
    *,
    members: tuple[str, ...] = MEMBERS,
    interests: str = INTERESTS,
) -> None:
    """A meeting about one stage of a cohort, whose learners see its outcomes and marks at once.

    Whoever is not in ``decided`` was not before it.
    """
    reference = f"{intake.programme}/{stage}"
    meeting = story.tell(
        cohort(intake.id),
        "board-meeting",
        on,
        by=LEAD,
        stage=reference,
        chair=CHAIR,
        members=members,
        texts={"minutes": {"text": MINUTES}, "interests": {"text": interests}},
    )
    before = [course for course in courses if course.person in decided]
    for course in before:
        _decide(course.afterwards, reference, on, meeting, decided[course.person])
    story.tell(
        cohort(intake.id),
        "release",
        on,
        by=LEAD,
        stage=reference,
        marks="ratified",
        enrolments=tuple(course.enrolment for course in before),
    )


def _decide(course: Course, stage: str, on: date, meeting: str, decided: Decided) -> None:
    is_award = decided.outcome == "award"
    course.tell(
        "board-outcome",
        on,
        by=LEAD,
        stage=stage,
        outcome="complete" if is_award else decided.outcome,
        meeting=meeting,
        condition=decided.condition,
        condition_by=decided.condition_by,
        reassess_by=decided.reassess_by,
        texts={"reason": {"text": decided.reason}} if decided.reason else {},
    )
    if is_award:
        course.tell("award", on, by=LEAD, stage=stage, meeting=meeting)


def rested_on(site: Site, writer: Writer, outcome: NewRecord) -> str:
    """The verdict tree that a board's outcome rests on, kept as a document, as ratifying keeps it.

    BadInput where a board could not have decided so: the example world may not contradict the rules.
    """
    learner = outcome.subject.id
    found = progress_of_people(site, [learner], outcome.first, session=writer.session)[learner]
    evaluated = next(
        e
        for e in found
        if e.progress.enrolment.id == outcome.enrolment
        and f"{e.progress.programme.id}/{e.progress.stage.id}" == outcome.get("stage")
    )
    if outcome.kind == "board-outcome":
        _check(evaluated.progress, outcome)
    return writer.document(outcome.subject, kept_verdict(evaluated))


def _check(progress: Progress, outcome: NewRecord) -> None:
    ended = progress.stage.award and outcome.get("outcome") == "complete"
    said = "award" if ended else outcome.get("outcome")
    decision = Decision(
        outcome.subject.id,
        said,
        "written" if said not in ENDINGS else "",
        outcome.get("condition") or "",
        outcome.get("condition-by"),
        outcome.get("reassess-by"),
    )
    problems = problems_of(decision, progress, outcome.first)
    if problems:
        raise BadInput(f"{outcome.subject} cannot be given “{said}”.", problems)
