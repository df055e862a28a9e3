"""The foundation year of the example world: one intake that has ended, one half-way through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lms.services.demo.attendance import attend, declare, taught_days
from lms.services.demo.boards import Decided, meet
from lms.services.demo.circumstances import Claim, tell_claim
from lms.services.demo.cohorts import INTAKES
from lms.services.demo.conduct import slip_of, tell_slip
from lms.services.demo.course import Course, credit, enrol, leave
from lms.services.demo.dates import working_day
from lms.services.demo.deadlines import deadline
from lms.services.demo.logs import begin_log, write_logs
from lms.services.demo.practice import Pattern, agency_form, log_sessions, sign_all, study
from lms.services.demo.story import Story
from lms.services.demo.work import Given, hand_in, mark, work

YEAR = "foundation"
LOG_WEEKS = (3, 8, 14, 19, 24, 30, 37, 43)
COACHING = Pattern("coaching", 3, "10:00", 120, "coach")


@dataclass(frozen=True, slots=True)
class Learner:
    """What is particular about one learner's year; days missed are written as in attendance."""

    person: str
    missed: str = ""
    groups_missed: str = ""
    case: tuple[Given | None, ...] = (61,)
    interview: tuple[Given, ...] = ("pass",)
    logs_left: tuple[int, ...] = ()
    entry: tuple[str, ...] = ("fnd.entry.ppq", "fnd.entry.practice")
    months: int | None = None
    coached: bool = False
    idle: bool = False


FIRST = (
    Learner("aisha", missed="4pm", case=(63,), coached=True),
    Learner("callum", case=(71,), interview=("slip", "pass"), groups_missed="2"),
    Learner("deborah", missed="7", case=(44,)),
    Learner("ewan", case=(46, 62)),
    Learner("farida", missed="3 6 9am", case=(57,)),
    Learner("gareth", missed="2 5", months=7),
    Learner("hana", case=(66,), logs_left=(3, 4)),
    Learner("imogen", missed="11", case=(58,)),
)
SECOND = (
    Learner("rhona", missed="3pm", coached=True),
    Learner("jerome", missed="2"),
    Learner("kemi", missed="1 3 5am", logs_left=(4,)),
    Learner("leila"),
    Learner("marek", groups_missed="1"),
    Learner("nadia", missed="4am", entry=("fnd.entry.practice",)),
    Learner("owen", missed="5", idle=True),
    Learner("priya", months=4),
)


NO_CHILDCARE = (
    "Our nursery has closed for repairs and I have nobody for the little one until the month after "
    "next. I ask for three more weeks for the interview."
)


def tell_foundation(story: Story) -> None:
    """Both intakes, and the board of the first."""
    first = [_year(story, learner, "foundation-1") for learner in FIRST]
    second = [_year(story, learner, "foundation-2") for learner in SECOND]
    _first_board(story, first)
    _of_the_first(story, {c.person: c for c in first})
    _of_the_second(story, {c.person: c for c in second})


def _year(story: Story, learner: Learner, intake: str) -> Course:
    group = INTAKES[intake]
    last = None
    if learner.months is not None:
        last = story.dates.ago(group.months_ago - learner.months)
    course = enrol(story, learner.person, group, learner.entry, last)
    if not learner.idle:
        declare(course, "fnd.ethics-code", course.week(YEAR, 0, 2))
    attend(course, YEAR, "taught", taught_days(course, YEAR, 4), learner.missed)
    groups = [course.week(YEAR, 3 + 4 * n, 3) for n in range(10)]
    attend(course, YEAR, "tutor-group", groups, learner.groups_missed)
    if not learner.idle:
        _own_work(course, learner)
    return course


def _own_work(course: Course, learner: Learner) -> None:
    study(course, YEAR, 660)
    days = [course.week(YEAR, week, 4) for week in LOG_WEEKS]
    write_logs(course, YEAR, days, learner.logs_left)
    work(course, YEAR, "fnd.genogram", "feedback")
    work(course, YEAR, "fnd.interview", *learner.interview)
    work(course, YEAR, "fnd.case", *learner.case, family="F1")
    if learner.coached:
        agency_form(course, "dinah", "coach")
        sessions = log_sessions(course, COACHING, (10, 22))
        sign_all(course, sessions, "dinah", "coach")


def _first_board(story: Story, courses: list[Course]) -> None:
    outcomes = {
        person: Decided("complete") for person in ("aisha", "callum", "ewan", "farida", "imogen")
    }
    group = INTAKES["foundation-1"]
    on = courses[0].due(YEAR, 12) + timedelta(days=37)
    outcomes["deborah"] = Decided(
        "referred",
        "The case report was marked 44 and may be handed in once more within ten weeks.",
        reassess_by=on + timedelta(weeks=10),
    )
    outcomes["hana"] = Decided(
        "referred", "One log was accepted in the second term where two are needed."
    )
    meet(story, group, YEAR, on, courses, outcomes)


def _of_the_first(story: Story, courses: Mapping[str, Course]) -> None:
    courses["farida"].tell(
        "catch-up",
        courses["farida"].week(YEAR, 42),
        by=courses["farida"].tutor,
        requirement="fnd.attend",
        texts={
            "reason": {
                "text": "Wrote up the vignette of Day 9 and led its exercise in the tutor group."
            }
        },
    )
    hand_in(courses["deborah"], YEAR, "fnd.case", story.dates.ago(0, -8), attempt=2, family="F1")
    gareth = courses["gareth"]
    leave(gareth, "withdrawal", story.dates.ago(7), "Took a post outside children's services.")


def _of_the_second(story: Story, courses: Mapping[str, Course]) -> None:
    credit(
        courses["nadia"],
        courses["nadia"].week(YEAR, 1),
        "credited-with-condition",
        "Ten years of youth work and a diploma; to read one chosen text on statutory social work.",
        requirement="fnd.entry.ppq",
    )
    begin_log(courses["rhona"], YEAR, story.dates.ago(0, -2), "rhona-draft")
    _corrected(courses["kemi"], "fnd.interview", story.dates.ago(0, -34))
    _asks_for_time(story, courses["leila"])
    leave(
        courses["priya"],
        "interruption",
        story.dates.ago(2),
        "Sick leave; the return is agreed with occupational health.",
        until=story.dates.ago(-4),
    )


def _corrected(course: Course, assessment: str, on: date) -> None:
    """Handed in, returned for a small slip, corrected the next working day, and passed.

    A slip that is still open cannot be told: its 48 hours run on the site's own clock.
    """
    back = working_day(on + timedelta(days=6))
    hand_in(course, YEAR, assessment, on, returned=True)
    tell_slip(course, assessment, 1, slip_of(course.person), back)
    again = working_day(back + timedelta(days=1))
    hand_in(course, YEAR, assessment, again)
    mark(course, YEAR, assessment, "pass", working_day(again + timedelta(days=14)))


def _asks_for_time(story: Story, course: Course) -> None:
    """A claim that waits for the programme lead."""
    assessment = "fnd.interview"
    stage = course.stage(YEAR)
    wanted = next(a for a in stage.assessments if a.id == assessment)
    last = deadline(story, course.intake, stage, wanted)
    declared = (story.dates.ago(0, -3) - last).days
    tell_claim(course, assessment, last, Claim("extension", declared, NO_CHILDCARE, until=21))
