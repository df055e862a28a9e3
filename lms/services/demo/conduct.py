"""Conduct in the example world: slips of confidentiality, two suspicions, two appeals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lms.domain.records import NewRecord
from lms.services.demo.course import Course
from lms.services.demo.dates import working_day
from lms.services.demo.story import Story

OFFICER, CHAIR = "leonora", "philip"
"""Who decides what is suspected, and who decided the appeal that has been dismissed."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is told of a slip: its grade, what happened, and the reason that never repeats it."""

    grade: str
    what: str
    reason: str


NAMED = Slip(
    "major",
    "named",
    "A client is named in the second part, where you give the words of the interview. Write the "
    "piece anew with codes from the beginning, and read it aloud once for names alone.",
)
SMALL = Slip(
    "minor",
    "one",
    "In the second paragraph a service is called by its own name, once. Say what kind of service "
    "it is instead, and hand the piece in again.",
)
SLIPS: Mapping[str, Slip] = {"callum": NAMED, "kemi": SMALL}


def slip_of(person: str) -> Slip:
    """The slip that somebody's work is told to have."""
    return SLIPS[person]


def tell_slip(course: Course, assessment: str, attempt: int, slip: Slip, on: date) -> None:
    """The tutor returns work for a slip, or fails it."""
    course.tell(
        "slip",
        on,
        by=course.tutor,
        assessment=assessment,
        attempt=attempt,
        grade=slip.grade,
        what=slip.what,
        texts={"reason": slip.reason},
    )


def tell_conduct(story: Story) -> None:
    """What was suspected and appealed against, each about work that has been told before."""
    case = story.find("submission", "fenella", "y2.a3").fact
    on = working_day(case.first + timedelta(days=6))
    suspected = _suspect(story, case, "miriam", on, LOOKS_COPIED)
    decided = working_day(on + timedelta(days=8))
    _tell(
        story,
        case,
        "misconduct-decision",
        decided,
        OFFICER,
        NOT_COPIED,
        case=suspected,
        outcome="no-case",
    )
    open_case = story.find("submission", "tamsin", "y2.a3").fact
    _suspect(story, open_case, "conrad", story.dates.ago(0, -12), READS_OTHERWISE)
    _appeals(story)


def _appeals(story: Story) -> None:
    """One dismissed a year ago, and one that waits."""
    marked = story.find("mark", "gwendolyn", "y2.a3").fact
    board = story.find("board-outcome", "gwendolyn").fact
    on = working_day(board.first + timedelta(days=8))
    appeal = _appeal(story, marked, on, "procedure", MARKED_TWICE)
    _tell(
        story,
        marked,
        "appeal-decision",
        working_day(on + timedelta(days=17)),
        CHAIR,
        {"text": DISMISSED},
        appeal=appeal,
        outcome="dismissed",
    )
    _appeal(
        story,
        story.find("mark", "farida", "fnd.case").fact,
        story.dates.ago(0, -9),
        "circumstances",
        WAS_ILL,
    )


LOOKS_COPIED = (
    "Two paragraphs on the reflecting conversation stand almost word for word in an article that "
    "is not among the references."
)
NOT_COPIED = (
    "The paragraphs are quoted from the learner's own log of the same month, which the article's "
    "handout had shaped. A reference is missing; that is for the marker. There is no case."
)
READS_OTHERWISE = (
    "The last third is written in another voice than the rest and than all earlier work, and three "
    "of its references cannot be found anywhere."
)
MARKED_TWICE = (
    "The criteria sheet that I was given before the work differs from the one that it was marked "
    "by: the weight of the third criterion had been changed."
)
DISMISSED = (
    "Both sheets were looked at. The wording of the third criterion was made plainer; what it asks "
    "and what it counts for are the same. The mark stands."
)
WAS_ILL = (
    "I was being treated for an illness in the weeks before the report was due and was not ready "
    "to say so then. A letter of the clinic is with the office."
)


def _suspect(story: Story, about: NewRecord, by: str, on: date, reason: str) -> str:
    return _tell(
        story,
        about,
        "misconduct",
        on,
        by,
        reason,
        assessment=about.get("assessment"),
        attempt=about.get("attempt"),
    )


def _appeal(story: Story, about: NewRecord, on: date, grounds: str, statement: str) -> str:
    return _tell(
        story,
        about,
        "appeal",
        on,
        about.subject.id,
        statement,
        "statement",
        assessment=about.get("assessment"),
        attempt=about.get("attempt"),
        grounds=grounds,
    )


def _tell(
    story: Story,
    about: NewRecord,
    kind: str,
    on: date,
    by: str,
    text: object,
    field: str = "reason",
    **fields: Any,
) -> str:
    """A fact in the enrolment of another one, with one private text."""
    return story.tell(
        about.subject,
        kind,
        on,
        by=by,
        enrolment=about.enrolment,
        curriculum=about.curriculum,
        texts={field: text},
        **fields,
    )
