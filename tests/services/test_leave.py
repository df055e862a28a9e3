"""Leaving and moving keep all that was done, and say why."""

from __future__ import annotations

from datetime import date

import pytest

from lms.domain.evidence import Period
from lms.errors import BadInput, NotFound, NotPermitted
from lms.services.create_cohort import create_cohort
from lms.services.evaluation import enrolment_of
from lms.services.leave import withdraw
from lms.services.move_cohort import move_cohort
from lms.services.problem_at import NO_DAY
from lms.services.site import Site
from tests.fixtures.training import Training

TODAY = date(2026, 3, 2)
AUTUMN = {"first": Period(date(2026, 9, 1), date(2027, 8, 31))}


def test_a_withdrawal_has_a_day_and_a_reason_and_keeps_the_rest(
    site: Site, training: Training
) -> None:
    enrolment = training.learner("ben")
    training.hours("ben", enrolment, 60)
    withdraw(site, training.lead, enrolment, TODAY, "Moving abroad.")
    found = enrolment_of(site, enrolment)
    assert found is not None
    assert (found[0].last_day, found[0].withdrawn) == (TODAY, date(2026, 3, 3))
    assert len(found[1].of("hours")) == 1


@pytest.mark.parametrize(
    ("on", "reason", "says"),
    [
        (date(2025, 8, 30), "Gone.", "enrolment began later"),
        (TODAY, "", "reason"),
        (NO_DAY, "Gone.", "day, month and year"),
        (date(1026, 3, 2), "Gone.", "check the year"),
    ],
)
def test_a_withdrawal_that_cannot_be_is_refused(
    site: Site, training: Training, on: date, reason: str, says: str
) -> None:
    enrolment = training.learner("ben")
    with pytest.raises(BadInput) as refused:
        withdraw(site, training.lead, enrolment, on, reason)
    assert says in str(refused.value.problems)


def test_who_has_left_does_not_leave_again(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    withdraw(site, training.lead, enrolment, TODAY, "Moving abroad.")
    with pytest.raises(BadInput) as refused:
        withdraw(site, training.lead, enrolment, TODAY, "Again.")
    assert "the last day was 2 March 2026" in str(refused.value.problems)


def test_a_move_changes_the_cohort_and_not_the_version(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    autumn = create_cohort(site, training.lead, "craft", "Autumn 2026", AUTUMN)
    move_cohort(site, training.lead, enrolment, autumn, TODAY, "To join after the break.")
    found = enrolment_of(site, enrolment)
    assert found is not None
    assert (found[0].cohort, found[0].version) == (autumn, "1")


def test_a_move_goes_to_another_cohort_of_the_programme(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    with pytest.raises(NotFound):
        move_cohort(site, training.lead, enrolment, "nowhere", TODAY, "Why not.")
    with pytest.raises(BadInput) as refused:
        move_cohort(site, training.lead, enrolment, training.cohort, TODAY, "Why not.")
    assert "in that cohort already" in str(refused.value.problems)


def test_a_tutor_moves_nobody(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    tutor = site.actor(training.world.person("tess", role="tutor"))
    autumn = create_cohort(site, training.lead, "craft", "Autumn 2026", AUTUMN)
    with pytest.raises(NotPermitted):
        move_cohort(site, tutor, enrolment, autumn, TODAY, "To be nearer.")
