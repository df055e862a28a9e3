"""An appeal waits for the ratified mark, and its time is counted in working days from the release."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from lms.domain.assessment.appeals import may_appeal, ratified_on
from lms.domain.assessment.moves import Move
from lms.domain.assessment.outcome import Result
from lms.domain.assessment.policies import LEVEL_7
from lms.domain.assessment.results import results
from lms.domain.assessment.work import Work
from lms.domain.records import Refusal
from tests.domain.facts import Facts, enrolled
from tests.domain.small import Story, assessment

DAY = date(2026, 6, 1)
"""A Monday."""


@pytest.fixture
def story() -> Story:
    return Story()


def stands(story: Story, on: date = DAY, **of: Any) -> tuple[Work, Result]:
    work = story.work(assessment(**of), on, LEVEL_7)
    return work, results(work)[-1]


def marked(story: Story, mark: int = 62, **more: Any) -> None:
    if not more.get("replaces"):
        story.tell("submission", DAY, assessment="essay", attempt=1)
    story.tell("mark", DAY, assessment="essay", attempt=1, mark=mark, **more)


def release(story: Story, on: date = DAY, marks: str = "ratified", **more: Any) -> None:
    if marks == "ratified":
        story.tell("board-outcome", on, stage="small/year", outcome="referred")
    story.tell_of_cohort("release", on, stage="small/year", marks=marks, **more)


def code(story: Story, on: date = DAY) -> str | date:
    found = may_appeal(*stands(story, on), on)
    return found.code if isinstance(found, Refusal) else found


def test_a_mark_is_provisional_until_a_release_as_ratified_covers_it(story: Story) -> None:
    marked(story)
    assert ratified_on(*stands(story)) is None
    release(story, marks="provisional")
    assert ratified_on(*stands(story)) is None
    release(story, assessment="viva")
    assert ratified_on(*stands(story)) is None
    release(story)
    assert ratified_on(*stands(story)) == DAY


def test_a_release_that_names_others_ratifies_nothing_here(story: Story) -> None:
    marked(story)
    release(story, enrolments=("another",))
    assert ratified_on(*stands(story)) is None
    release(story, enrolments=("another", story.enrolment))
    assert ratified_on(*stands(story)) == DAY


def test_a_mark_given_after_the_release_is_provisional_again(story: Story) -> None:
    release(story)
    marked(story)
    assert ratified_on(*stands(story)) is None


def test_a_change_of_a_ratified_mark_is_ratified(story: Story) -> None:
    marked(story)
    release(story)
    changed = {"layer": "board", "after-release": True, "reason": "d.s"}
    story.tell("mark", DAY, assessment="essay", attempt=1, mark=65, **changed)
    assert ratified_on(*stands(story)) == DAY


def test_without_a_cohort_the_boards_outcome_ratifies() -> None:
    story = Story()
    marked(story)
    story.tell("board-outcome", DAY, stage="small/year", outcome="complete")
    work, result = stands(story)
    assert ratified_on(work, result) is None
    assert ratified_on(replace(work, moves=(Move(DAY, "", 1),)), result) == DAY


def test_an_appeal_is_made_within_fifteen_working_days_of_the_release(story: Story) -> None:
    assert code(story) == "not-ratified"
    marked(story)
    assert code(story) == "not-ratified"
    release(story)
    last = DAY + timedelta(days=21)
    assert code(story) == last
    assert code(story, last) == last
    assert code(story, last + timedelta(days=1)) == "too-late"


def test_an_appeal_is_made_once(story: Story) -> None:
    marked(story)
    release(story)
    story.tell("appeal", DAY, assessment="essay", attempt=1, grounds="bias")
    assert code(story) == "appealed"


def test_feedback_cannot_be_appealed_against(story: Story) -> None:
    work, result = stands(story, marking="formative")
    found = may_appeal(work, result, DAY)
    assert isinstance(found, Refusal)
    assert found.code == "formative"


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        ("circumstances", {"asks": "lateness"}, "open-claim"),
        ("appeal", {"grounds": "bias"}, "appealed"),
    ],
)
def test_no_door_takes_the_same_thing_twice(
    story: Story, kind: str, fields: dict[str, str], code: str
) -> None:
    facts = Facts()
    enrolled(facts)
    given = {"assessment": "essay", **fields}
    assert facts.refusal(kind, "2025-06-01", **given) is None
    first = facts.add(kind, "2025-06-01", **given)
    refusal = facts.refusal(kind, "2025-06-02", **given)
    assert refusal is not None
    assert refusal.code == code
    assert facts.refusal(kind, "2025-06-02", attempt=2, **given) is None
    if kind == "circumstances":
        facts.add(
            "circumstances-decision",
            "2025-06-03",
            assessment="essay",
            claim=first.id,
            decision="refused",
            reason="d.s",
        )
        assert facts.refusal(kind, "2025-06-04", **given) is None


def test_an_extension_names_the_day_it_asks_for() -> None:
    facts = Facts()
    enrolled(facts)
    refusal = facts.refusal("circumstances", "2025-06-01", assessment="essay", asks="extension")
    assert refusal is not None
    assert refusal.code == "no-day"


def test_a_release_without_a_board_before_it_ratifies_nothing(story: Story) -> None:
    marked(story)
    story.tell_of_cohort("release", DAY, stage="small/year", marks="ratified")
    assert ratified_on(*stands(story)) is None
