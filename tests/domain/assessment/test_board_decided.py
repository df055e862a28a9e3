"""What a board has decided: not what came after it, even where its outcome is corrected later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lms.domain.assessment.marks_sheet import is_ratified
from lms.domain.assessment.outcome import Result, Stand
from lms.domain.assessment.results import results
from lms.domain.board import board_decided, has_decided
from tests.domain.small import Story, assessment

ESSAY = assessment()
MET, CORRECTED = date(2026, 3, 20), date(2026, 6, 1)


@pytest.fixture
def referred() -> Story:
    """Failed, referred by a board in March, handed in again in May and marked."""
    story = Story()
    attempt(story, 1, date(2026, 3, 2), 41)
    story.tell("board-outcome", MET, stage="small/year", outcome="referred")
    attempt(story, 2, date(2026, 5, 4), 58)
    return story


def attempt(story: Story, number: int, on: date, mark: int) -> None:
    fields = {"assessment": "essay", "attempt": number}
    story.tell("submission", on, **fields)
    story.tell("mark", on, mark=mark, layer="first", **fields)


def correct(story: Story) -> None:
    """What the board decided in March is put right in June."""
    old = next(r for r in story.told if r.kind == "board-outcome")
    place = {"in-place-of": old.position}
    new = story.tell("board-outcome", MET, stage="small/year", outcome="deferred", **place)
    story.told[-1] = replace(new, replaces=old.id)


def second(story: Story) -> tuple[Result, bool, bool]:
    work = story.work(ESSAY, CORRECTED)
    result = results(work)[-1]
    return result, is_ratified(work, result), has_decided(work, result)


def test_a_board_has_not_ratified_what_was_marked_after_it(referred: Story) -> None:
    result, ratified, decided = second(referred)
    assert (result.attempt, result.recorded) == (2, 50)
    assert (ratified, decided) == (False, False)


def test_a_corrected_outcome_is_still_that_of_its_meeting(referred: Story) -> None:
    correct(referred)
    assert second(referred)[1:] == (False, False)
    referred.tell("board-outcome", CORRECTED, stage="small/year", outcome="progress")
    assert second(referred)[1:] == (True, True)


def test_a_board_that_met_before_a_last_day_has_not_ratified_that_nothing_came() -> None:
    story = Story()
    attempt(story, 1, date(2026, 3, 2), 41)
    fields = {"stage": "small/year", "outcome": "referred", "reassess_by": date(2026, 5, 4)}
    story.tell("board-outcome", MET, **fields)
    result, ratified, _ = second(story)
    assert (result.attempt, result.stand) == (2, Stand.NOT_HANDED_IN)
    assert not ratified
    story.tell("board-outcome", CORRECTED, stage="small/year", outcome="failed")
    assert second(story)[1]


def test_what_was_done_later_on_the_day_of_a_meeting_stays_open_when_its_outcome_is_corrected() -> (
    None
):
    story = Story()
    attempt(story, 1, date(2026, 3, 2), 41)
    story.tell("board-outcome", MET, stage="small/year", outcome="referred")
    attempt(story, 2, MET, 58)
    correct(story)
    assert second(story)[1:] == (False, False)


def test_a_failure_that_came_to_light_after_a_board_is_not_ratified_by_it() -> None:
    story = Story()
    handed_in = {"assessment": "essay", "attempt": 1}
    story.tell("submission", date(2026, 3, 2), **handed_in)
    story.tell("board-outcome", MET, stage="small/year", outcome="referred")
    story.tell("slip", date(2026, 4, 1), grade="major", what="named", **handed_in)
    result, ratified, decided = second(story)
    assert (result.recorded, ratified, decided) == (0, False, False)


def test_a_claim_made_after_a_board_stays_open_when_its_outcome_is_corrected(
    referred: Story,
) -> None:
    claim = referred.tell("circumstances", date(2026, 5, 5), assessment="essay", attempt=2)
    correct(referred)
    assert not board_decided(referred.work(ESSAY, CORRECTED), 2, claim)
    early = replace(claim, first=date(2026, 3, 1), position=2)
    assert board_decided(referred.work(ESSAY, CORRECTED), 2, early)
