"""Years 3 and 4 of the example world: an intake at its award, one in Year 4, one in Year 3."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from lms.domain.assessment import outcome
from lms.domain.records import cohort
from lms.services.demo.attendance import attend, taught_days
from lms.services.demo.boards import MEMBERS, Decided, meet
from lms.services.demo.cohorts import INTAKES
from lms.services.demo.course import LEAD, Course, certificate, enrol, leave
from lms.services.demo.logs import write_logs
from lms.services.demo.marking import MARKER, layer
from lms.services.demo.practice import Pattern, agency_form, signed
from lms.services.demo.qualifying_hours import tell_hours
from lms.services.demo.story import Story
from lms.services.demo.work import Given, hand_in, work

THREE, FOUR = "year-3", "year-4"
ENTRY = ("y3.entry.ppq", "y3.entry.suitability", "y3.entry.manager")
LOG_WEEKS = {THREE: (6, 22, 39), FOUR: (8, 21, 30)}
CONSULTATION = Pattern("ppd", 0, "16:00", 60, "provider")
LEFT_THE_ROOM = (
    "One member has declared an interest in a learner, and left the room while that learner was "
    "spoken about. Nobody else declared one."
)
REPORT = "live-supervisor-annual-report"


@dataclass(frozen=True, slots=True)
class Learner:
    """What is particular about one learner; ``logs_left`` are the places of logs not written."""

    person: str
    missed: str = ""
    theory: tuple[Given | None, ...] = (61,)
    dissertation: tuple[Given | None, ...] = (64,)
    tape: Given | None = "feedback"
    logs_left: tuple[int, ...] = ()
    months: int | None = None


BEFORE = (
    Learner("amara", missed="7", theory=(69,), dissertation=(72,)),
    Learner("idris", missed="3 15pm", dissertation=(58,)),
    Learner("jocasta", missed="2", theory=(55,), dissertation=()),
)
FIRST = (
    Learner("keziah", missed="5 12am", theory=(66,)),
    Learner("lorcan", theory=(63,)),
    Learner("maryam", missed="9", theory=(70,), months=12),
    Learner("niamh", missed="4", theory=(58,)),
    Learner("oscar", theory=(47, 61), missed="10"),
)
SECOND = (
    Learner("petra", missed="6", tape=None),
    Learner("quincy", missed="3pm", theory=(52,)),
    Learner("rosalind", missed="2 4 8pm", logs_left=(0,), theory=(49,)),
    Learner("stefan", theory=(60,)),
    Learner("tobias", missed="1 7", theory=(57,)),
)


def tell_qualifying(story: Story) -> None:
    """Three intakes, with the boards on Year 3 and on the award."""
    before = _intake(story, "qualifying-0", BEFORE)
    first = _intake(story, "qualifying-1", FIRST)
    _intake(story, "qualifying-2", SECOND)
    _year_3_board(story, before, {})
    _year_3_board(story, first, {"keziah": _short_of_direct_hours(first)})
    _award_board(story, before)
    maryam = next(course for course in first if course.person == "maryam")
    _has_a_baby(maryam)


def _intake(story: Story, intake: str, learners: Iterable[Learner]) -> list[Course]:
    return [_years(story, learner, intake) for learner in learners]


def _years(story: Story, learner: Learner, intake: str) -> Course:
    group = INTAKES[intake]
    certificate(story, learner.person, "intermediate", story.dates.ago(group.months_ago + 8))
    last = None
    if learner.months is not None:
        last = group.start(story, FOUR) - timedelta(days=1)
    course = enrol(story, learner.person, group, ENTRY, last)
    for stage in (THREE, FOUR):
        weeks_apart = 2.4 if stage == THREE else 2.7
        missed = learner.missed if stage == THREE else ""
        attend(course, stage, "taught", taught_days(course, stage, weeks_apart), missed)
        days = [course.week(stage, week, 4) for week in LOG_WEEKS[stage]]
        write_logs(course, stage, days, learner.logs_left if stage == THREE else ())
        _report(course, stage)
    _year_3_work(course, learner)
    _year_4_work(course, learner)
    agency_form(course, "flora", "provider")
    signed(course, CONSULTATION, (9, 20, 33, 45), "flora")
    tell_hours(course)
    return course


def _report(course: Course, stage: str) -> None:
    course.tell(
        "report",
        course.week(stage, 50),
        by=course.tutor,
        report=REPORT,
        by_="yolanda",
        outcome="satisfactory",
    )


def _year_3_work(course: Course, learner: Learner) -> None:
    work(course, THREE, "y3.theory", *learner.theory, family="F1")
    work(course, THREE, "y3.tape", learner.tape, family="F2")
    work(course, THREE, "y3.research", 62)


def _year_4_work(course: Course, learner: Learner) -> None:
    work(course, FOUR, "y4.tape", "pass", family="F3")
    work(course, FOUR, "y4.case", 65, family="F4")
    work(course, FOUR, "y4.portfolio", "pass")
    work(course, FOUR, "y4.dissertation", *learner.dissertation)


def _year_3_board(story: Story, courses: list[Course], others: Mapping[str, Decided]) -> None:
    on = courses[0].due(THREE, 12) + timedelta(days=25)
    decided = {course.person: Decided("progress") for course in courses} | dict(others)
    meet(story, courses[0].intake, THREE, on, courses, decided)


def _award_board(story: Story, courses: list[Course]) -> None:
    """Two awards; Jocasta, who handed no dissertation in, is given a new day and has met it."""
    decided = {person: Decided("award") for person in ("amara", "idris")}
    decided["jocasta"] = Decided(
        "referred",
        "The dissertation was not handed in, and nothing was declared. It may be once more.",
        reassess_by=story.dates.ago(1, 5),
    )
    on = story.dates.ago(4, 24)
    everybody = (*MEMBERS, "terence")
    group = INTAKES["qualifying-0"]
    meet(story, group, FOUR, on, courses, decided, members=everybody, interests=LEFT_THE_ROOM)
    jocasta = next(course for course in courses if course.person == "jocasta")
    dissertation = next(a for a in jocasta.stage(FOUR).assessments if a.id == "y4.dissertation")
    hand_in(jocasta, FOUR, dissertation.id, story.dates.ago(1, 2), attempt=2)
    layer(jocasta, dissertation, outcome.FIRST, MARKER, 57, story.dates.ago(0, -9), attempt=2)


def _short_of_direct_hours(courses: list[Course]) -> Decided:
    """Seventeen and a half hours in the room where twenty are needed (domain case 14)."""
    return Decided(
        "progress-with-condition",
        "Clinic hours are complete, but only 17.5 were in the room. Extra slots are agreed.",
        "y3.direct",
        courses[0].due(FOUR, 10),
    )


def _has_a_baby(course: Course) -> None:
    """A year's break after Year 3, agreed beforehand, and Year 4 with the intake after her own."""
    begins = course.start(FOUR)
    reason = "Maternity leave; Year 4 with the next intake, and the version of enrolment stays."
    leave(
        course,
        "interruption",
        begins,
        reason,
        known=begins - timedelta(days=50),
        until=begins + timedelta(days=364),
    )
    moved = begins + timedelta(days=40)
    leave(course, "cohort-move", moved, "Agreed with the break.", cohort="qualifying-2")
    course.story.tell(
        cohort("qualifying-2"),
        "release",
        moved + timedelta(days=1),
        by=LEAD,
        stage=f"{course.programme.id}/{THREE}",
        marks="ratified",
        enrolments=(course.enrolment,),
    )
