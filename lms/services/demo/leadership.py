"""The leadership course of the example world: one that has been confirmed, one half-way through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from lms.services.demo.attendance import attend, taught_days
from lms.services.demo.boards import Decided, meet
from lms.services.demo.cohorts import INTAKES
from lms.services.demo.course import Course, enrol
from lms.services.demo.logs import write_logs
from lms.services.demo.practice import Pattern, agency_form, signed
from lms.services.demo.story import Story
from lms.services.demo.work import work

STAGE = "leadership"
LOG_WEEKS = (4, 10, 20)
MENTORING = Pattern("mentoring", 4, "08:30", 60, "mentor")


@dataclass(frozen=True, slots=True)
class Learner:
    """What is particular about one learner; ``noted`` is on how many days' readings."""

    person: str
    missed: str = ""
    noted: int = 6
    mentored: bool = False


FIRST = (
    Learner("gideon", mentored=True),
    Learner("hilary", missed="2 5pm", noted=5),
    Learner("ignatius", missed="4"),
)
SECOND = (
    Learner("joan", mentored=True),
    Learner("kwame", missed="2am"),
    Learner("lydia", missed="1", noted=2),
    Learner("morwenna"),
)


def tell_leadership(story: Story) -> None:
    """Both intakes, and the list by which the first was confirmed."""
    first = [_course(story, learner, "leadership-1") for learner in FIRST]
    for learner in SECOND:
        _course(story, learner, "leadership-2")
    decided = {person: Decided("complete") for person in ("gideon", "ignatius")}
    on = first[0].due(STAGE, 6) + timedelta(days=26)
    meet(story, INTAKES["leadership-1"], STAGE, on, first, decided)


def _course(story: Story, learner: Learner, intake: str) -> Course:
    course = enrol(story, learner.person, INTAKES[intake])
    days = taught_days(course, STAGE, 4)
    attend(course, STAGE, "taught", days, learner.missed)
    for number, day in enumerate(days[: learner.noted], start=1):
        course.tell("reading-note", day + timedelta(days=5), day=number)
    write_logs(course, STAGE, [course.week(STAGE, week, 4) for week in LOG_WEEKS])
    work(course, STAGE, "lead.change", "pass")
    if learner.mentored:
        agency_form(course, "everett", "mentor")
        signed(course, MENTORING, (6, 13, 20), "everett")
    return course
