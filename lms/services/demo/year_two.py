"""Year 2 of the example world: an intake long done, one before its board, one under way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from lms.services.demo.attendance import attend, taught_days
from lms.services.demo.boards import Decided, meet
from lms.services.demo.cohorts import INTAKES
from lms.services.demo.course import Course, certificate, credit, enrol
from lms.services.demo.logs import write_logs
from lms.services.demo.practice import study
from lms.services.demo.story import Story
from lms.services.demo.work import Given, work
from lms.services.demo.year_two_hours import tell_hours

YEAR = "year-2"
LOG_WEEKS = (5, 12, 18, 25, 33, 42)
SUPERVISORS = {"northwold": "alma", "harrowmere": "cecily", "estbury": "ffion"}
"""Each systemically qualified: Alma by an intermediate certificate, the others by the register."""


@dataclass(frozen=True, slots=True)
class Learner:
    """What is particular about one learner's year.

    ``foundation`` says how the entry check stands: ``certificate``, ``thin`` (one that does not
    show enough) or ``none``.
    """

    person: str
    authority: str
    missed: str = ""
    case: tuple[Given | None, ...] = (62,)
    observation: Given | None = "feedback"
    families: tuple[str, str, str] = ("F1", "F2", "F3")
    foundation: str = "certificate"


BEFORE = (
    Learner("fenella", "northwold", missed="6"),
    Learner("gwendolyn", "harrowmere", missed="3 10pm", case=(68,)),
)
FIRST = (
    Learner("quentin", "northwold", missed="8", case=(67,)),
    Learner("ruth", "northwold", missed="2", case=(46, 48)),
    Learner("samir", "northwold", missed="5 11", case=(59,)),
    Learner("tamsin", "harrowmere", missed="4 9 13am", case=(55,)),
    Learner("uma", "harrowmere", missed="1pm", case=(64,)),
    Learner("victor", "harrowmere", case=(60,), families=("F1", "F2", "F2")),
)
SECOND = (
    Learner("esme", "northwold", missed="4am"),
    Learner("yusuf", "harrowmere", missed="3 5"),
    Learner("zainab", "northwold"),
    Learner("adaeze", "northwold", missed="2 4pm", foundation="thin"),
    Learner("bryn", "harrowmere", foundation="none"),
    Learner("chloe", "estbury"),
    Learner("dmitri", "estbury", missed="5pm", observation=None),
)


def tell_year_two(story: Story) -> None:
    """Three intakes, with the board and the judgements of the first."""
    certificate(story, "alma", "intermediate", story.dates.ago(70))
    before = _intake(story, "year-2-0", BEFORE)
    _intake(story, "year-2-1", FIRST)
    _earlier_board(story, before)
    latest = _intake(story, "year-2-2", SECOND)
    _foundation_credited(next(course for course in latest if course.person == "bryn"))


def _intake(story: Story, intake: str, learners: Iterable[Learner]) -> list[Course]:
    return [_year(story, learner, intake) for learner in learners]


def _year(story: Story, learner: Learner, intake: str) -> Course:
    group = INTAKES[intake]
    if learner.foundation != "none":
        on = story.dates.ago(group.months_ago + 9)
        certificate(story, learner.person, "foundation", on, learner.foundation != "thin")
    course = enrol(story, learner.person, group, ("y2.entry.setting",))
    attend(course, YEAR, "taught", taught_days(course, YEAR, 3), learner.missed)
    study(course, YEAR, 495, before=(16, 2))
    days = [course.week(YEAR, week, 4) for week in LOG_WEEKS]
    write_logs(course, YEAR, days)
    _assignments(course, learner)
    _recording(course, learner.authority)
    tell_hours(course, SUPERVISORS[learner.authority])
    return course


def _assignments(course: Course, learner: Learner) -> None:
    first, second, third = learner.families
    work(course, YEAR, "y2.a1", learner.observation, family=first)
    work(course, YEAR, "y2.a2", "pass", family=second)
    work(course, YEAR, "y2.a3", *learner.case, family=third)
    work(course, YEAR, "y2.rlog-essay", "pass")
    course.tell(
        "report",
        course.week(YEAR, 50),
        by=course.tutor,
        report="agency-supervisor",
        by_=SUPERVISORS[learner.authority],
        outcome="satisfactory",
    )


def _recording(course: Course, employer: str) -> None:
    """A family's consent to be recorded, for a named time, and the day it was watched."""
    given = course.week(YEAR, 12)
    consent = course.tell(
        "consent",
        given,
        until=course.week(YEAR, 46),
        family="F2",
        purpose="training-and-viva",
        employer=employer,
    )
    course.tell("recording-watched", course.week(YEAR, 15), by=course.tutor, consent=consent)


def _earlier_board(story: Story, courses: list[Course]) -> None:
    """Both completed; the tutors then judged one suitable to go on, and the other not yet."""
    on = courses[0].due(YEAR, 12) + timedelta(days=33)
    decided = {course.person: Decided("complete") for course in courses}
    meet(story, courses[0].intake, YEAR, on, courses, decided)
    for course, outcome in zip(courses, ("suitable", "not-yet"), strict=True):
        course.tell(
            "judgement",
            on + timedelta(days=14),
            by=course.tutor,
            requirement="y2.suitability",
            outcome=outcome,
            texts={"reason": {"text": "From the year's work as a whole, talked over together."}},
        )


def _foundation_credited(course: Course) -> None:
    """Prior learning decided: no certificate, but teaching, reading and practice to show."""
    reason = (
        "Two short courses with their hours, a portfolio of practice, and a conversation with two "
        "tutors. The gap on power and difference was closed by a piece of 1,500 words."
    )
    on = course.start("") - timedelta(days=15)
    credit(course, on, "credited", reason, stage="foundation/foundation")
