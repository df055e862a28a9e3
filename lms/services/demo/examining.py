"""The external examiner of the example world: two comments to boards, and one script asked for."""

from __future__ import annotations

from datetime import date, timedelta

from lms.domain.records import cohort
from lms.services.demo.dates import working_day
from lms.services.demo.staff import EXAMINER
from lms.services.demo.story import Story

YEAR_TWO = "family-therapy/year-2"
TO_THE_LAST_BOARD = (
    "The marking of the case studies is fair and the feedback is among the most useful that I read. "
    "I ask the board to look at how differently the fourth criterion is understood."
)
TO_THE_NEXT_BOARD = (
    "I read every case study of the first sample. I agree with the marks, those on either side of "
    "fifty included, and with the referral."
)
WHY = "I have read little work marked by two people and would like to see how their comments meet."


def tell_examining(story: Story) -> None:
    """What she wrote to the board of a year ago and to the one to come, and what she asked for."""
    board = story.find("board-outcome", "gwendolyn").fact
    _comment(story, "year-2-0", board.first - timedelta(days=12), TO_THE_LAST_BOARD)
    _comment(story, "year-2-1", story.dates.ago(0, -4), TO_THE_NEXT_BOARD)
    script = story.find("submission", "idris", "y4.case").fact
    story.tell(
        cohort("qualifying-0"),
        "script-asked-for",
        working_day(script.first + timedelta(days=50)),
        by=EXAMINER,
        assessment="y4.case",
        submission=script.id,
        texts={"reason": {"text": WHY}},
    )


def _comment(story: Story, group: str, on: date, comment: str) -> None:
    story.tell(
        cohort(group),
        "external-comment",
        on,
        by=EXAMINER,
        stage=YEAR_TWO,
        texts={"comment": {"text": comment}},
    )
