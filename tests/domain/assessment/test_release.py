"""A learner sees no mark and no outcome before somebody has released it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lms.domain.assessment.moves import Move, reached
from lms.domain.assessment.policies import LEVEL_7
from lms.domain.assessment.release import goes_back_at_once, withheld
from lms.domain.programme import Assessment
from lms.domain.records import Records, Subject, cohort
from tests.domain.small import SPRING, Story, assessment, programme

DAY = date(2026, 6, 1)
SAMPLED = assessment(markers="sampled")


@pytest.fixture
def story() -> Story:
    told = Story()
    told.tell_of_cohort("deadline", DAY, assessment="essay")
    return told


def hidden(story: Story, work: Assessment = SAMPLED) -> frozenset[str]:
    version = programme(assessments=(work,))
    releases = Records(story.told).about(SPRING).of("release")
    return withheld(story.own, releases, version, version.stages, lambda _: LEVEL_7)


def mark(story: Story, **more: Any) -> str:
    return story.tell("mark", DAY, assessment="essay", mark=62, **more).id


def release(story: Story, marks: str = "provisional", **more: Any) -> None:
    story.tell_of_cohort("release", DAY, stage="small/year", marks=marks, **more)


def test_a_sampled_mark_waits_for_its_release(story: Story) -> None:
    given = mark(story)
    assert hidden(story) == {given}
    release(story)
    assert hidden(story) == frozenset()


def test_a_later_mark_waits_for_the_next_release(story: Story) -> None:
    release(story)
    later = mark(story, attempt=2)
    assert hidden(story) == {later}


def test_a_corrected_outcome_is_shown_and_no_mark_with_it(story: Story) -> None:
    given = mark(story)
    outcome = story.tell("board-outcome", DAY, stage="small/year", outcome="deferred").id
    assert hidden(story) == {given, outcome}
    release(story, "outcome")
    assert hidden(story) == {given}


def test_a_release_of_other_work_releases_nothing_here(story: Story) -> None:
    given = mark(story)
    release(story, assessment="viva")
    assert hidden(story) == {given}
    release(story, assessment="essay")
    assert hidden(story) == frozenset()


def test_a_correction_of_what_was_released_is_seen(story: Story) -> None:
    release(story)
    mark(story, after_release=True)
    assert hidden(story) == frozenset()


def test_an_outcome_waits_for_the_release_of_ratified_marks(story: Story) -> None:
    outcome = story.tell("board-outcome", DAY, stage="small/year", outcome="complete").id
    award = story.tell("award", DAY, stage="small/year").id
    release(story)
    assert hidden(story) == {outcome, award}
    release(story, "ratified")
    assert hidden(story) == frozenset()


@pytest.mark.parametrize(
    ("more", "at_once"),
    [
        ({"marking": "formative", "markers": "sampled"}, True),
        ({"markers": "single"}, True),
        ({"markers": "sampled"}, False),
        ({"markers": "double"}, False),
    ],
)
def test_what_goes_back_at_once(more: dict[str, str], at_once: bool) -> None:
    assert goes_back_at_once(assessment(**more), LEVEL_7) is at_once


def test_who_is_in_no_cohort_waits_for_nobody() -> None:
    story = Story()
    given = mark(story)
    version = programme(assessments=(SAMPLED,))
    assert withheld(story.own, None, version, version.stages, lambda _: LEVEL_7) == frozenset()
    assert hidden(story) == {given}, "a cohort of which nothing is recorded is one all the same"


def test_where_the_policy_is_not_on_the_site_only_a_release_shows_a_mark(story: Story) -> None:
    single = assessment(markers="single")
    given = mark(story)
    assert hidden(story, single) == frozenset()
    version = programme(assessments=(single,))
    assert withheld(story.own, [], version, version.stages, lambda _: None) == {given}


AUTUMN = cohort("autumn")


@pytest.mark.parametrize(("of", "before"), [(SPRING, True), (AUTUMN, False)])
@pytest.mark.parametrize("moved_on", [date(2026, 5, 1), date(2026, 6, 20)])
def test_a_release_reaches_whoever_was_known_to_be_in_the_cohort(
    story: Story, of: Subject, before: bool, moved_on: date
) -> None:
    came = Move(date(2026, 1, 5), "spring", 1)
    release(story)
    first = replace(story.told[-1], subject=of)
    moved = story.tell("cohort-move", moved_on, cohort="autumn")
    release(story)
    second = replace(story.told[-1], subject=of)
    moves = (came, Move(moved_on, "autumn", moved.position))
    found = [r.id for r in reached(moves, [first, second])]
    assert found == ([first.id] if before else [second.id]), "the day of the move is nothing to it"
    assert len(reached((), [first, second])) == 2


def test_what_is_held_is_hidden_though_it_was_released_or_goes_back_at_once(story: Story) -> None:
    first, second = mark(story), mark(story, attempt=2)
    release(story)
    case = story.tell("misconduct", DAY, assessment="essay", attempt=2)
    assert hidden(story) == hidden(story, assessment(markers="single")) == {second}
    version = programme(assessments=(SAMPLED,))
    assert withheld(story.own, None, version, version.stages, lambda _: LEVEL_7) == {second}
    story.tell("misconduct-decision", DAY, case=case.id, outcome="no-case")
    assert hidden(story) == frozenset()
    assert first not in hidden(story)
