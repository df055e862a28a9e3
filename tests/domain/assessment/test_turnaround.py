"""Feedback turnaround in working days, and marking policies in words."""

from __future__ import annotations

from datetime import date

import pytest

from lms.domain.as_of import AsOf
from lms.domain.assessment.outcome import Result, Stand
from lms.domain.assessment.policies import CORE_POLICIES, LEVEL_7, LEVEL_7_ANONYMOUS
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.assessment.policy_words import in_words
from lms.domain.assessment.release import is_released
from lms.domain.assessment.turnaround import Turnaround, share_in_time, turnaround
from lms.domain.assessment.work import Work
from lms.domain.assessment.working_days import WorkingDays
from lms.domain.programme import Assessment
from lms.domain.records import NO_RECORDS
from tests.domain.facts import Facts

EASTER = WorkingDays(frozenset({date(2026, 4, 3), date(2026, 4, 6)}))
ESSAY = Assessment("e", "Essay", "essay", "mark", "")


def of(returned: date | None, as_of: date, handed_in: date = date(2026, 3, 20)) -> Turnaround:
    work = Work(ESSAY, "p/s", LEVEL_7, EASTER, NO_RECORDS, NO_RECORDS, AsOf(as_of))
    text = Facts().add("submission", handed_in.isoformat(), assessment="e")
    found = turnaround(work, Result(1, Stand.HANDED_IN, text), returned)
    assert found is not None
    return found


def test_bank_holidays_are_no_working_days() -> None:
    """Twenty working days from 20 March 2026, Good Friday and Easter Monday left out."""
    assert of(None, date(2026, 4, 1)).due == date(2026, 4, 21)


@pytest.mark.parametrize(
    ("returned", "as_of", "late", "waiting"),
    [
        (date(2026, 4, 21), date(2026, 5, 1), False, False),
        (date(2026, 4, 22), date(2026, 5, 1), True, False),
        (None, date(2026, 4, 21), False, True),
        (None, date(2026, 4, 22), True, False),
    ],
)
def test_the_last_day_is_in_time(
    returned: date | None, as_of: date, late: bool, waiting: bool
) -> None:
    found = of(returned, as_of)
    assert (found.late, found.waiting) == (late, waiting)


def test_the_share_leaves_out_what_may_still_be_in_time() -> None:
    some = [
        of(date(2026, 4, 1), date(2026, 4, 21)),
        of(None, date(2026, 4, 21)),
        of(None, date(2026, 4, 21), handed_in=date(2026, 2, 2)),
    ]
    share = share_in_time(some)
    assert (share.in_time, share.of, share.percent) == (1, 2, 50)
    assert share_in_time([]).percent == 100


def test_nothing_handed_in_has_no_turnaround() -> None:
    work = Work(ESSAY, "p/s", LEVEL_7, EASTER, NO_RECORDS, NO_RECORDS, AsOf(date(2026, 4, 1)))
    assert turnaround(work, Result(1, Stand.DUE), None) is None


@pytest.mark.parametrize("policy", CORE_POLICIES, ids=lambda p: p.key)
def test_every_setting_of_a_policy_is_said_in_words(policy: MarkingPolicy) -> None:
    said = {setting.title: setting.says for setting in in_words(policy)}
    assert said["Late work"] == policy.late.says
    assert str(policy.quorum) in said["Board"]
    assert all(said.values())


def test_a_policy_says_from_which_cohort_names_are_left_out() -> None:
    said = {setting.title: setting.says for setting in in_words(LEVEL_7_ANONYMOUS)}
    assert said["Names"] == "marked without names in cohorts of 12 and more"


def test_a_release_that_names_enrolments_shows_theirs_alone() -> None:
    facts = Facts()
    mark = facts.add("mark", "2026-03-01", enrolment="one", assessment="e", mark=60)
    stage = {"stage": "p/s", "marks": "provisional"}
    theirs = facts.add("release", "2026-03-02", enrolments=["one"], **stage)
    others = facts.add("release", "2026-03-02", enrolments=["two"], **stage)
    everybody = facts.add("release", "2026-03-02", **stage)
    assert [is_released(mark, [r]) for r in (theirs, others, everybody)] == [True, False, True]
