"""A learner reads when work is due, what being late costs and how late it is, in words."""

from __future__ import annotations

from datetime import date

import pytest

from lms.domain.assessment.due import when_due
from lms.domain.assessment.late_words import cost_words, late_words
from lms.domain.assessment.policies import LEVEL_7, LEVEL_7_C, LEVEL_7_D
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.assessment.work import Work
from lms.domain.assessment.working_days import IN_TIME, Lateness
from lms.domain.programme import Assessment
from tests.domain.small import Story, assessment

DUE = date(2026, 5, 15)
ESSAY = assessment()


@pytest.fixture
def story() -> Story:
    told = Story()
    told.tell_of_cohort("deadline", DUE, assessment="essay")
    return told


def work(
    story: Story, of: Assessment = ESSAY, policy: MarkingPolicy = LEVEL_7, on: date = DUE
) -> Work:
    return story.work(of, on, policy)


def costs(of: Work) -> str:
    deadline = when_due(of, 1).deadline
    assert deadline
    return cost_words(of, deadline)


def test_a_deadline_is_a_day_and_an_hour_by_londons_clock(story: Story) -> None:
    assert when_due(work(story), 1).says == "due by Friday 15 May 2026, 12:00"
    assert when_due(work(story), 2).says == ""


def test_an_extension_is_named_as_one(story: Story) -> None:
    more = {"decision": "accepted", "effect": "extension", "extended-to": date(2026, 5, 22)}
    story.tell("circumstances-decision", DUE, assessment="essay", attempt=1, **more)
    assert when_due(work(story), 1).says == "due by Friday 22 May 2026, 12:00 (your extension)"


@pytest.mark.parametrize(
    ("policy", "late", "says"),
    [
        (LEVEL_7, IN_TIME, ""),
        (LEVEL_7, Lateness(1, 1), "1 working day late: 3 points would be taken off a mark of 60."),
        (LEVEL_7, Lateness(2, 4), "2 working days late: 6 points would be taken off a mark of 60."),
        (LEVEL_7, Lateness(6, 8), "6 working days late: it can no longer earn a mark."),
        (LEVEL_7_C, Lateness(2, 4), "4 days late: 40 points would be taken off a mark of 60."),
        (LEVEL_7_D, Lateness(2, 4), "4 days late: 10 points would be taken off a mark of 60."),
    ],
)
def test_lateness_says_what_it_costs(
    story: Story, policy: MarkingPolicy, late: Lateness, says: str
) -> None:
    assert late_words(work(story, policy=policy), 1, late) == says


def test_accepted_lateness_costs_nothing(story: Story) -> None:
    more = {"decision": "accepted", "effect": "lateness"}
    story.tell("circumstances-decision", DUE, assessment="essay", attempt=1, **more)
    assert late_words(work(story), 1, Lateness(2, 4)).endswith("nothing is taken off.")


def test_work_without_marks_says_whether_it_can_still_pass(story: Story) -> None:
    of = assessment(marking="pass-fail")
    assert (
        late_words(work(story, of), 1, Lateness(5, 7)) == "5 working days late: it can still pass."
    )
    assert late_words(work(story, of), 1, Lateness(6, 8)).endswith("it can no longer pass.")
    assert "for 5 working days" in costs(work(story, of))
    formative = assessment(marking="formative")
    assert "feedback only" in late_words(work(story, formative), 1, Lateness(6, 8))


def test_the_cost_is_that_of_the_policy(story: Story) -> None:
    assert costs(work(story)).startswith("Times 0.95")
