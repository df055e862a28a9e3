"""Who marks what in the example world, and who must not: allocations and interests declared."""

from __future__ import annotations

from datetime import timedelta

from lms.services.demo.course import LEAD
from lms.services.demo.dates import working_day
from lms.services.demo.marking import INTEREST, MARKER, SECOND_MARKER
from lms.services.demo.story import Story

ALLOCATED = (
    ("jocasta", "y4.dissertation", 2, "first", MARKER),
    ("jocasta", "y4.dissertation", 2, "second", SECOND_MARKER),
    ("deborah", "fnd.case", 2, "first", MARKER),
    ("ruth", "y2.a3", 2, "first", MARKER),
    ("samir", "y2.a3", 1, "first", MARKER),
)
"""Whose work was given to whom: the learner, the work, the attempt, the part and the marker."""
ON_THE_BOARD = ("rowena", "amara")
"""A member of the board, and the learner in whom she has an interest."""
BEFORE = 13
"""Months before today at which both interests were declared."""


def tell_allocations(story: Story) -> None:
    """Each allocation two days after the work came in, and two interests."""
    for who, assessment, attempt, role, marker in ALLOCATED:
        handed_in = story.find("submission", who, assessment, attempt).fact
        story.tell(
            who,
            "allocation",
            working_day(handed_in.first + timedelta(days=2)),
            by=LEAD,
            enrolment=handed_in.enrolment,
            curriculum=handed_in.curriculum,
            assessment=assessment,
            attempt=attempt,
            role=role,
            marker=marker,
        )
    for (who, learner), reason in (
        (INTEREST, "We shared an office for six years and are friends."),
        (ON_THE_BOARD, "I was her tutor on another provider's course."),
    ):
        story.tell(
            who,
            "interest",
            story.dates.ago(BEFORE),
            by=who,
            with_=learner,
            texts={"reason": {"text": reason}},
        )
