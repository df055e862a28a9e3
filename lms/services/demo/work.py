"""Assessed work of the example world: handed in, marked, failed, handed in again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from lms.domain.programme import Assessment
from lms.services.demo.course import Course
from lms.services.demo.dates import working_day
from lms.services.demo.writing import LEFT_OUT, work_text

DAYS_TO_MARK = 21
DAYS_TO_TRY_AGAIN = 35
"""From handing in to handing in once more, where the first attempt failed."""
Given = int | str
"""A mark from 0 to 100, or ``pass``, ``fail`` or ``feedback``."""

SAYS: Mapping[str, tuple[str, ...]] = {
    "strong": (
        "You hold the family, the team and yourself in view at once, and the ideas are put to work "
        "where they help and put down where they do not. The critique is your own.",
        "This is a pleasure to read. The turning point is shown, not told, and what you left out is "
        "as well chosen as what you kept. Think about publishing the method, without the family.",
    ),
    "sound": (
        "A clear account with a pattern that includes you. The next step is to let the theory argue "
        "with the practice: at present it mostly agrees with it.",
        "The hypotheses are tested and one is given up, which is the heart of it. Say more about the "
        "child's view, and about who was not invited to the conversation.",
        "Well ordered and honest. Where you write about difference, go on for one more paragraph: "
        "the reader is left to guess what it changed.",
    ),
    "weak": (
        "The story of the family is told with care, but it stays a story about them. Draw the loop "
        "with yourself and the agency in it, and link two moments to two ideas, closely. Talk to me "
        "before you begin again.",
        "There is too much summary and too little of what was said. Choose two exchanges, give the "
        "words, and work on them. The section on risk has to say what would have made you act.",
    ),
    "feedback": (
        "The observation is patient and the turns are well chosen. For the next piece, write down "
        "what you expected before you watch, so that surprise has somewhere to show.",
        "Thank you for trusting me with this. Notice how often the quiet ones in your drawing are "
        "on the edge of the page; that may be worth a conversation, here or elsewhere.",
    ),
}


def hand_in(
    course: Course,
    stage: str,
    assessment: str,
    on: date,
    *,
    attempt: int = 1,
    family: str | None = None,
) -> None:
    """Hand a piece of work in; only a few have their real text."""
    wanted = _assessment(course, stage, assessment)
    text, words = work_text(course.person, assessment)
    if not text:
        words = int((wanted.words or 1500) * (0.94 + len(course.person) % 10 / 100))
        text = LEFT_OUT.format(what=wanted.title.lower(), words=words)
    course.tell(
        "submission",
        on,
        assessment=assessment,
        attempt=attempt,
        family=family if wanted.family_code else None,
        words=words,
        texts={"document": text},
    )


def mark(
    course: Course, stage: str, assessment: str, given: Given, on: date, *, attempt: int = 1
) -> None:
    """The tutor's mark, or another marker's of sampled and double-marked work."""
    wanted = _assessment(course, stage, assessment)
    quality = _quality(given, wanted)
    said = SAYS["feedback" if given == "feedback" else quality]
    overall = said[(len(course.person) + attempt) % len(said)]
    fields: dict[str, Any] = {"mark": given} if isinstance(given, int) else {"result": given}
    course.tell(
        "mark",
        on,
        by="miriam" if wanted.markers != "single" else course.tutor,
        assessment=assessment,
        attempt=attempt,
        criteria={c.id: bands(c.bands, quality, n) for n, c in enumerate(wanted.criteria)},
        texts={"feedback": {"overall": overall, "criteria": {}}},
        **fields,
    )


def work(
    course: Course,
    stage: str,
    assessment: str,
    *given: Given | None,
    family: str | None = None,
    days_late: int = 0,
) -> None:
    """Hand a piece in about its due day and mark it three weeks later; each mark is an attempt.

    None in the place of a mark leaves that attempt waiting for a marker.
    """
    month = _assessment(course, stage, assessment).due_month or course.stage(stage).months
    on = working_day(course.due(stage, month) + timedelta(days=days_late - 5))
    for attempt, one in enumerate(given, start=1):
        hand_in(course, stage, assessment, on, attempt=attempt, family=family)
        if one is not None:
            marked = working_day(on + timedelta(days=DAYS_TO_MARK))
            mark(course, stage, assessment, one, marked, attempt=attempt)
        on = working_day(on + timedelta(days=DAYS_TO_TRY_AGAIN))


def bands(of_criterion: tuple[tuple[str, str], ...], quality: str, n: int) -> str:
    """The band of one criterion: worse for weak work, better for strong, a little uneven."""
    middle = {"weak": 0, "sound": 1, "strong": len(of_criterion) - 1}[quality]
    uneven = middle + (n % 3 == 1 and quality == "sound")
    return of_criterion[min(uneven, len(of_criterion) - 1)][0]


def _quality(given: Given, assessment: Assessment) -> str:
    if isinstance(given, str):
        return "weak" if given == "fail" else "sound"
    if given < assessment.pass_mark:
        return "weak"
    return "strong" if given >= 68 else "sound"


def _assessment(course: Course, stage: str, identity: str) -> Assessment:
    found = course.stage(stage).assessment(identity)
    if found is None:
        raise LookupError(f"{course.programme.key} has no assessment {identity}")
    return found
