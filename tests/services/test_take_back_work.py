"""Work can be taken back until somebody opens it, and nothing in that tells of a hidden mark."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lms.domain.records import cohort
from lms.errors import Refused
from lms.services.pieces import WORK
from lms.services.read_own import OwnWriting, read_own
from lms.services.read_work import read_work
from lms.services.withdraw_writing import withdraw_writing
from tests.fixtures.moderating import Seminar


@pytest.fixture
def handed(seminar: Seminar) -> tuple[str, str]:
    """An essay whose mark waits for a release: the enrolment and the submission."""
    keeps = {"programme": "course", "policy": "level-7@1"}
    seminar.world.record(cohort("spring"), "cohort-policy", date(2026, 1, 5), **keeps)
    enrolment = seminar.learner("l01")
    return enrolment, seminar.hand_in("l01", enrolment)


def shown(seminar: Seminar, handed: tuple[str, str]) -> OwnWriting:
    seminar.site.session().rollback()
    return read_own(seminar.site, seminar.actor("l01"), *handed)


def take_back(seminar: Seminar, handed: tuple[str, str]) -> None:
    enrolment, record = handed
    where = (enrolment, WORK, "crs.essay", record)
    withdraw_writing(seminar.site, seminar.actor("l01"), *where)


def test_work_that_nobody_has_opened_can_be_taken_back(
    seminar: Seminar, handed: tuple[str, str]
) -> None:
    assert shown(seminar, handed).may_withdraw
    take_back(seminar, handed)
    seminar.site.session().rollback()
    assert seminar.site.about_me("l01").of("submission") == []


def test_work_that_a_marker_has_opened_stays_and_is_not_offered(
    seminar: Seminar, handed: tuple[str, str]
) -> None:
    read_work(seminar.site, seminar.actor("mark"), handed[1])
    assert not shown(seminar, handed).may_withdraw
    with pytest.raises(Refused, match="opened or answered"):
        take_back(seminar, handed)


def test_the_writers_own_reading_leaves_it_open(seminar: Seminar, handed: tuple[str, str]) -> None:
    shown(seminar, handed)
    assert shown(seminar, handed).may_withdraw


def test_a_hidden_mark_is_told_neither_by_the_offer_nor_by_what_is_said(
    seminar: Seminar, handed: tuple[str, str]
) -> None:
    read_work(seminar.site, seminar.actor("mark"), handed[1])
    opened = shown(seminar, handed)
    seminar.mark("l01", handed[0], 65)
    marked = shown(seminar, handed)
    assert replace(marked, of=opened.of) == opened
    with pytest.raises(Refused, match="opened or answered"):
        take_back(seminar, handed)


def test_a_mark_given_by_somebody_who_never_opened_it_closes_it_in_the_same_words(
    seminar: Seminar, handed: tuple[str, str]
) -> None:
    seminar.mark("l01", handed[0], 65)
    assert not shown(seminar, handed).may_withdraw
    with pytest.raises(Refused, match="opened or answered"):
        take_back(seminar, handed)
