"""Assessed work of the example world: handed in or shown, marked, failed, handed in again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from lms.domain.programme import Assessment
from lms.services.demo.cast import CAST
from lms.services.demo.circumstances import tell_claim, trouble_of
from lms.services.demo.conduct import slip_of, tell_slip
from lms.services.demo.course import Course
from lms.services.demo.dates import working_day
from lms.services.demo.deadlines import AGAIN, deadline
from lms.services.demo.marking import Given, mark
from lms.services.demo.writing import NOT_WRITTEN, work_text

__all__ = ["Given", "hand_in", "mark", "work"]
DAYS_TO_MARK = 21
ASKED_BEFORE, KEPT_AFTER = timedelta(days=40), timedelta(days=60)
"""How long before a session is shown a family consents to its recording, and until how long after."""


def hand_in(
    course: Course,
    stage: str,
    assessment: str,
    on: date,
    *,
    attempt: int = 1,
    family: str | None = None,
    returned: bool = False,
) -> str:
    """Hand a piece of work in: its real text, whose words are counted, where there is one.

    ``returned`` is the text that comes back for a slip.

    Work shown in person leaves no text: the tutor records the day and the consent. Gives its id;
    none where its learner had gone by then.
    """
    wanted = _assessment(course, stage, assessment)
    family = family if wanted.family_code else None
    consent = _consent(course, on, family) if wanted.consent else None
    about: dict[str, Any] = {"assessment": assessment, "attempt": attempt}
    about |= {"family": family, "consent": consent}
    if wanted.in_person:
        return course.tell("submission", on, by=course.tutor, in_person=True, **about)
    text, words = _text(course, wanted, attempt, returned)
    return course.tell(
        "submission",
        on,
        words=words,
        statement=True,
        confirmed=0,
        texts={"document": text},
        **about,
    )


def _consent(course: Course, on: date, family: str | None) -> str | None:
    """A consent to recording that is in date when the session is shown."""
    given = working_day(max(on - ASKED_BEFORE, course.start("")))
    consent = course.tell(
        "consent",
        given,
        until=on + KEPT_AFTER,
        family=family,
        purpose="training-and-assessment",
        employer=CAST[course.person].authority,
    )
    return consent or None


def _text(course: Course, wanted: Assessment, attempt: int, returned: bool) -> tuple[str, int]:
    """What is handed in, and its words; where there is no text, the words that it is counted as."""
    written = work_text(course.person, wanted.id, attempt, returned)
    if written:
        return written.text, written.words
    words = int((wanted.words or 1000) * (0.94 + len(course.person) % 10 / 100))
    return NOT_WRITTEN.format(what=f"“{wanted.title}”", words=f"{words:,}"), words


def work(
    course: Course, stage: str, assessment: str, *given: Given | None, family: str | None = None
) -> None:
    """Hand a piece in before its deadline and mark it three weeks later; each mark is an attempt.

    None in the place of a mark leaves that attempt waiting for a marker; ``slip`` has it fail for
    one. Who was late or claimed circumstances is in the table of troubles.
    """
    wanted = _assessment(course, stage, assessment)
    last = deadline(course.story, course.intake, course.stage(stage), wanted)
    for attempt, one in enumerate(given, start=1):
        trouble = trouble_of(course, assessment, attempt)
        if trouble.claim:
            tell_claim(course, assessment, last, trouble.claim)
        on = working_day(last + (attempt - 1) * AGAIN + timedelta(days=trouble.handed_in))
        if hand_in(course, stage, assessment, on, attempt=attempt, family=family):
            _answer(course, stage, assessment, one, on, attempt)


def _answer(
    course: Course, stage: str, assessment: str, given: Given | None, on: date, attempt: int
) -> None:
    if given == "slip":
        tell_slip(course, assessment, attempt, slip_of(course.person), on + timedelta(days=6))
    elif given is not None:
        marked = working_day(on + timedelta(days=DAYS_TO_MARK))
        mark(course, stage, assessment, given, marked, attempt=attempt)


def _assessment(course: Course, stage: str, identity: str) -> Assessment:
    found = course.stage(stage).assessment(identity)
    if found is None:
        raise LookupError(f"{course.programme.key} has no assessment {identity}")
    return found
