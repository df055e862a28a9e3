"""Marks of the example world: each marker's layer, what two of them agree, what a third decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lms.domain.assessment.outcome import AGREED, FIRST, SECOND, THIRD, TWO_MARKERS
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.programme import Assessment
from lms.services.demo.course import Course
from lms.services.demo.dates import working_day
from lms.services.demo.writing import Answer, work_text

Given = int | str
"""A mark from 0 to 100, or ``pass``, ``fail`` or ``feedback``."""
MARKER, SECOND_MARKER, OTHER_MARKER = "miriam", "anselm", "cressida"
INTEREST = ("anselm", "idris")
"""A marker, and the learner in whom he has declared an interest: somebody else marks in his place."""
BETWEEN_MARKERS = 4
"""Days from the first mark to the second, and from that to what settles the two."""
APART = 2
"""By how much most pairs of markers differ from the mark that they come to."""
SCALE = {"weak": (1, 2, 1), "sound": (4, 4, 3), "strong": (5, 5, 6)}
"""Ratings from 0 to 6 that the items of a rated session are given in turn."""


@dataclass(frozen=True, slots=True)
class TwoMarks:
    """Two markers' marks that are no average: ``how`` is agreed or third, with the reason."""

    first: int
    second: int
    how: str
    reason: str


TWO_MARKS: Mapping[tuple[str, str], TwoMarks] = {
    ("idris", "y4.dissertation"): TwoMarks(
        62,
        56,
        AGREED,
        "One of us weighed the method and the other the findings. Read again together, the analysis "
        "does not carry what is concluded from it; we agree on 58.",
    ),
    ("amara", "y4.dissertation"): TwoMarks(
        64,
        78,
        THIRD,
        "Read before either mark was seen. Original and well argued; the limits are named late.",
    ),
}

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


def mark(
    course: Course, stage: str, assessment: str, given: Given, on: date, *, attempt: int = 1
) -> None:
    """What a piece of work comes to: one marker's mark, or the layers of two and what settles them."""
    wanted = course.stage(stage).assessment(assessment)
    if wanted is None:
        raise LookupError(f"{course.programme.key} has no assessment {assessment}")
    if wanted.markers not in TWO_MARKERS:
        by = course.tutor if wanted.markers == "single" else MARKER
        layer(course, wanted, FIRST, by, given, on, attempt)
        return
    second = OTHER_MARKER if course.person == INTEREST[1] else SECOND_MARKER
    policy = course.story.marking.policies[course.programme.marking_policy]
    two = TWO_MARKS.get((course.person, assessment))
    high, low = (two.first, two.second) if two else _two(given, policy)
    seconded = working_day(on + timedelta(days=BETWEEN_MARKERS))
    layer(course, wanted, FIRST, MARKER, high, on, attempt)
    layer(course, wanted, SECOND, second, low, seconded, attempt)
    if two:
        settled = working_day(seconded + timedelta(days=BETWEEN_MARKERS))
        by = OTHER_MARKER if two.how == THIRD else MARKER
        layer(course, wanted, two.how, by, given, settled, attempt, two.reason)


def _two(given: Given, policy: MarkingPolicy) -> tuple[Given, Given]:
    """Two marks whose average is the one wanted, on one side of every boundary."""
    if isinstance(given, str):
        return given, given
    same = policy.class_of(given + APART) == policy.class_of(given - APART)
    return (given + APART, given - APART) if same else (given, given)


def layer(
    course: Course,
    wanted: Assessment,
    name: str,
    by: str,
    given: Given,
    on: date,
    attempt: int = 1,
    reason: str = "",
) -> str:
    """One marker's layer, with bands and feedback; gives its id."""
    quality = _quality(given, wanted)
    written = work_text(course.person, wanted.id, attempt)
    answer = written.answer if written and name == FIRST else None
    usual = "feedback" if given == "feedback" else quality
    answer = answer or _usual(course, usual, attempt + (name != FIRST))
    fields: dict[str, Any] = {"mark": given} if isinstance(given, int) else {"result": given}
    texts: dict[str, Any] = {"feedback": answer.feedback(wanted.criteria)}
    if reason:
        texts["reason"] = {"text": reason}
    return course.afterwards.tell(
        "mark",
        on,
        by=by,
        assessment=wanted.id,
        attempt=attempt,
        layer=name,
        criteria=_bands(wanted, quality, name != FIRST) | answer.bands(wanted.criteria),
        texts=texts,
        **fields,
    )


def _usual(course: Course, quality: str, attempt: int) -> Answer:
    """What the markers of this world say about work that nobody here has read."""
    said = SAYS[quality]
    return Answer(said[(len(course.person) + attempt) % len(said)], {})


def _bands(wanted: Assessment, quality: str, other: bool) -> dict[str, str]:
    """The band of every criterion, or the rating of every item; ``other`` is a second pair of eyes."""
    if wanted.scale:
        ratings = SCALE[quality]
        return {c.id: str(ratings[(n + other) % 3]) for n, c in enumerate(wanted.criteria)}
    return {c.id: _band(c.bands, quality, n) for n, c in enumerate(wanted.criteria)}


def _band(of_criterion: tuple[tuple[str, str], ...], quality: str, n: int) -> str:
    """The band of one criterion: worse for weak work, better for strong, a little uneven."""
    names = [name for name, _ in of_criterion]
    sound = names.index("Pass") if "Pass" in names else 1
    middle = {"weak": 0, "sound": sound, "strong": len(names) - 1}[quality]
    uneven = middle + (n % 3 == 1 and quality == "sound")
    return names[min(uneven, len(names) - 1)]


def _quality(given: Given, assessment: Assessment) -> str:
    if isinstance(given, str):
        return "weak" if given == "fail" else "sound"
    if given < assessment.pass_mark:
        return "weak"
    return "strong" if given >= 68 else "sound"
