"""Attempts are counted, waiting work is not handed in twice, and a board alone allows a third."""

from __future__ import annotations

from datetime import date

import pytest

from lms.domain.attempts import next_attempt
from lms.domain.programme import Assessment
from lms.domain.records import Refusal
from tests.domain.small import Story, assessment

ESSAY = assessment()
DAY = date(2026, 5, 1)


@pytest.fixture
def story() -> Story:
    return Story()


def hand_in(story: Story, attempt: int = 1) -> None:
    story.tell("submission", DAY, assessment="essay", attempt=attempt)


def mark(story: Story, mark: int | None, attempt: int = 1, result: str | None = None) -> None:
    story.tell("mark", DAY, assessment="essay", attempt=attempt, mark=mark, result=result)


def code(story: Story, work: Assessment = ESSAY) -> str | int:
    found = next_attempt(story.work(work, DAY))
    return found.code if isinstance(found, Refusal) else found


def test_the_first_attempt_comes_first(story: Story) -> None:
    assert code(story) == 1


def test_work_that_waits_to_be_read_is_not_handed_in_again(story: Story) -> None:
    hand_in(story)
    assert code(story) == "handed-in"


def test_after_a_fail_the_second_attempt_comes(story: Story) -> None:
    hand_in(story)
    mark(story, 46)
    assert code(story) == 2


def test_passed_work_is_done(story: Story) -> None:
    hand_in(story)
    mark(story, 50)
    assert code(story) == "passed"


def test_after_two_fails_only_a_board_allows_another(story: Story) -> None:
    for attempt in (1, 2):
        hand_in(story, attempt)
        mark(story, 40, attempt)
    assert code(story) == "no-attempt-left"
    story.tell("further-attempt", DAY, assessment="essay")
    assert code(story) == 3


def test_formative_work_may_be_handed_in_again_after_feedback(story: Story) -> None:
    formative = assessment(marking="formative")
    for attempt in (1, 2, 3):
        assert code(story, formative) == attempt
        hand_in(story, attempt)
        mark(story, None, attempt, "feedback")
