"""The supervision course of the example world: a year long past, one before its board, one begun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from lms.services.demo.attendance import attend, taught_days
from lms.services.demo.boards import Decided, meet
from lms.services.demo.cohorts import INTAKES
from lms.services.demo.course import Course, accept_entry, certificate, enrol
from lms.services.demo.dates import signing_day
from lms.services.demo.logs import write_logs
from lms.services.demo.practice import Pattern, Session, agency_form, log_sessions, sign_all, signed
from lms.services.demo.story import Story
from lms.services.demo.work import Given, work

YEAR = "supervision"
LOG_WEEKS = (6, 11, 17, 30)
MANAGER, OVERSEER, PEER = "line-manager", "supervisor-of-supervision", "peer"
GROUP = Pattern("supervision-given", 2, "09:30", 90, MANAGER, "group", "G1")
INDIVIDUAL = Pattern("supervision-given", 3, "11:00", 60, MANAGER, "individual", "S1")
OVERSIGHT = Pattern("supervision-received", 0, "15:00", 120, OVERSEER)
OBSERVED = Pattern("peer-observation", 1, "10:00", 60, PEER)
GROUP_WEEKS = tuple(range(4, 52, 4))
INDIVIDUAL_WEEKS = tuple(range(5, 52, 4))
OVERSIGHT_WEEKS = tuple(range(6, 52, 7))


@dataclass(frozen=True, slots=True)
class Learner:
    """What is particular about one learner; ``marks`` are of both recordings and the portfolio."""

    person: str
    manager: str
    peer: str
    missed: str = ""
    marks: tuple[Given, Given, Given] = (58, 62, 60)
    certificate: bool = True


BEFORE = (Learner("marian", "edmund", "xanthe", missed="4"),)
FIRST = (
    Learner("imogen", "barnaby", "winston", certificate=False),
    Learner("una", "edmund", "xanthe", marks=(55, 58, 58)),
    Learner("winston", "barnaby", "imogen", missed="3 8am", marks=(42, 51, 50)),
    Learner("xanthe", "edmund", "una", missed="6"),
)
SECOND = (
    Learner("bernadette", "marian", "ffion"),
    Learner("cormac", "barnaby", "delphine", missed="2 3"),
    Learner("delphine", "everett", "cormac"),
    Learner("ffion", "everett", "bernadette", missed="1pm"),
)


def tell_supervision(story: Story) -> None:
    """Three intakes; only the earliest has been before a board."""
    before = [_year(story, learner, "supervision-0") for learner in BEFORE]
    for learner in FIRST:
        _year(story, learner, "supervision-1")
    for learner in SECOND:
        _year(story, learner, "supervision-2")
    on = before[0].due(YEAR, 12) + timedelta(days=30)
    decided = {"marian": Decided("complete")}
    meet(story, INTAKES["supervision-0"], YEAR, on, before, decided)


def _year(story: Story, learner: Learner, intake: str) -> Course:
    group = INTAKES[intake]
    if learner.certificate:
        certificate(story, learner.person, "foundation", story.dates.ago(group.months_ago + 14))
    course = enrol(story, learner.person, group)
    accept_entry(course, "sup.entry.role", course.week(YEAR, 0))
    attend(course, YEAR, "taught", taught_days(course, YEAR, 4.8), learner.missed)
    days = [course.week(YEAR, week, 4) for week in LOG_WEEKS]
    write_logs(course, YEAR, days)
    for assessment, given in zip(
        ("sup.rec1", "sup.rec2", "sup.portfolio"), learner.marks, strict=True
    ):
        work(course, YEAR, assessment, given)
    _given(course, learner)
    _received(course, learner)
    return course


def _given(course: Course, learner: Learner) -> None:
    """Sessions with one group and one supervisee, each for two signatures."""
    agency_form(course, learner.manager, MANAGER)
    agency_form(course, "terence", OVERSEER)
    for sessions in (log_sessions(course, GROUP, GROUP_WEEKS), _individual(course)):
        sign_all(course, sessions, learner.manager, MANAGER)
        overseen = sessions[:-4] if course.person == "xanthe" else sessions
        sign_all(course, overseen, "terence", OVERSEER)


def _individual(course: Course) -> list[Session]:
    """One supervisee all year; Delphine's left after two sessions, so her count began again."""
    if course.person != "delphine":
        return log_sessions(course, INDIVIDUAL, INDIVIDUAL_WEEKS)
    second = Pattern("supervision-given", 3, "11:00", 60, MANAGER, "individual", "S2")
    first = log_sessions(course, INDIVIDUAL, INDIVIDUAL_WEEKS[:2])
    return [*first, *log_sessions(course, second, INDIVIDUAL_WEEKS[2:])]


def _received(course: Course, learner: Learner) -> None:
    """Supervision of supervision, and two paired observations."""
    signed(course, OVERSIGHT, OVERSIGHT_WEEKS, "terence")
    agency_form(course, learner.peer, PEER)
    observed = log_sessions(course, OBSERVED, (14, 36))
    sign_all(course, observed, learner.peer, PEER, signing_day)
