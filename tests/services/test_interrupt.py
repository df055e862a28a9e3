"""A break begins today or later, ends when the learner is back, and is never made up afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lms.errors import BadInput, Refused
from lms.services.evaluation import progress_of
from lms.services.interrupt import come_back, interrupt
from lms.services.problem_at import NO_DAY
from lms.services.site import Site
from lms.testing import Clock
from tests.fixtures.training import Training

TODAY = date(2026, 3, 2)
LATER = date(2026, 8, 31)


def breaks(site: Site) -> list[tuple[date, date | None]]:
    return [(r.first, r.last) for r in site.about_me("ben").of("interruption")]


def test_a_break_from_today_pauses_the_learner(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    interrupt(site, training.lead, enrolment, TODAY, LATER, "Parental leave.")
    assert breaks(site) == [(TODAY, LATER)]
    assert progress_of(site, "ben", TODAY)[0].paused
    assert not progress_of(site, "ben", LATER + timedelta(days=1))[0].paused


@pytest.mark.parametrize(
    ("first", "last", "reason", "says"),
    [
        (TODAY - timedelta(days=1), LATER, "Illness.", "back-dated"),
        (TODAY, TODAY - timedelta(days=1), "Illness.", "before its first"),
        (TODAY, LATER, " ", "reason"),
        (NO_DAY, LATER, "Illness.", "Give the first day"),
        (TODAY, NO_DAY, "Illness.", "Give the last day"),
        (TODAY, date(2999, 1, 1), "Illness.", "check the year"),
    ],
)
def test_a_break_that_cannot_be_is_refused(
    site: Site, training: Training, first: date, last: date, reason: str, says: str
) -> None:
    enrolment = training.learner("ben")
    with pytest.raises(BadInput) as refused:
        interrupt(site, training.lead, enrolment, first, last, reason)
    assert says in str(refused.value.problems)
    assert breaks(site) == []


def test_a_break_asked_for_again_with_its_key_after_midnight_is_the_same(
    site: Site, training: Training, clock: Clock
) -> None:
    enrolment = training.learner("ben")
    first = interrupt(site, training.lead, enrolment, TODAY, LATER, "Parental leave.", "key")
    clock.forward(hours=24)
    assert (
        interrupt(site, training.lead, enrolment, TODAY, LATER, "Parental leave.", "key") == first
    )
    assert len(breaks(site)) == 1


def test_breaks_do_not_overlap(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    interrupt(site, training.lead, enrolment, TODAY, LATER, "Parental leave.")
    with pytest.raises(Refused, match="overlaps"):
        interrupt(site, training.lead, enrolment, LATER, LATER, "Again.")


def test_coming_back_early_ends_the_break_the_day_before(
    site: Site, training: Training, clock: Clock
) -> None:
    enrolment = training.learner("ben")
    interrupt(site, training.lead, enrolment, TODAY, LATER, "Parental leave.")
    clock.set(date(2026, 6, 1))
    come_back(site, training.lead, enrolment, date(2026, 6, 8))
    assert breaks(site) == [(TODAY, date(2026, 6, 7))]


def test_a_break_that_never_begins_is_taken_back(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    interrupt(site, training.lead, enrolment, LATER, LATER, "Leave.")
    come_back(site, training.lead, enrolment, LATER)
    assert breaks(site) == []


def test_nobody_comes_back_who_was_not_away(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    with pytest.raises(BadInput) as refused:
        come_back(site, training.lead, enrolment, TODAY)
    assert "No break" in str(refused.value.problems)


def test_a_day_of_return_that_is_no_day_is_said_to_be_so(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    with pytest.raises(BadInput) as refused:
        come_back(site, training.lead, enrolment, NO_DAY)
    assert "Give the first day back" in str(refused.value.problems)


def test_a_longer_break_is_a_break_of_its_own(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    interrupt(site, training.lead, enrolment, TODAY, LATER, "Parental leave.")
    with pytest.raises(BadInput) as refused:
        come_back(site, training.lead, enrolment, LATER + timedelta(days=30))
    assert "record another break" in str(refused.value.problems)


def test_who_has_left_cannot_pause(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    training.world.record("ben", "withdrawal", TODAY, enrolment=enrolment)
    with pytest.raises(BadInput) as refused:
        interrupt(site, training.lead, enrolment, TODAY, LATER, "Leave.")
    assert "has withdrawn" in str(refused.value.problems)
