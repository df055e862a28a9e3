"""Declaring an interest in somebody by name never tells which code is whose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from lms.errors import NotPermitted, Refused
from lms.services.allocate_marking import allocate, distribute_marking
from lms.services.declare_interest import declare_interest, find_learners, take_back_interest
from lms.services.draw_sample import draw_sample
from lms.services.marking_queue import marking_queue
from lms.services.read_script import read_script
from lms.services.read_work import read_work
from lms.services.see_allocation import see_allocation
from lms.testing_world import Sent
from tests.fixtures.marking import Marked
from tests.fixtures.moderating import SPRING, Seminar

Hand = Callable[..., Marked]


@pytest.fixture
def pair(marked: Hand) -> Marked:
    """Essays of Ben and of Amara; Mina marks them without being told whose they are, Lea leads."""
    essay = marked("single")
    essay.school.work("Something else repeats. " * 20)
    essay.school.world.person("lea", "programme-lead", programme="course")
    return essay


def amaras(essay: Marked) -> str:
    (work,) = essay.school.own("submission")
    return work.id


def queue(essay: Marked, person: str = "mina") -> list[str]:
    essay.school.site.session().rollback()
    return sorted(one.record for one in marking_queue(essay.school.site, essay.actor(person)))


def declare(essay: Marked, person: str = "mina", learner: str = "ben") -> str:
    return declare_interest(essay.school.site, essay.actor(person), learner, "My cousin.")


def answer(essay: Marked, work: str) -> str:
    with pytest.raises(NotPermitted) as refused:
        read_work(essay.school.site, essay.actor("mina"), work)
    return str(refused.value)


def test_where_no_name_is_told_all_of_the_cohort_leaves_the_queue_alike(pair: Marked) -> None:
    assert queue(pair) == sorted([pair.work, amaras(pair)])
    record = declare(pair)
    assert queue(pair) == []
    assert answer(pair, pair.work) == answer(pair, amaras(pair))
    take_back_interest(pair.school.site, pair.actor("mina"), record)
    assert queue(pair) == sorted([pair.work, amaras(pair)])


def test_what_the_lead_shares_out_since_is_open_and_never_the_one(pair: Marked) -> None:
    site = pair.school.site
    lead = pair.actor("lea")
    distribute_marking(site, lead, *SPRING, ["mina"])
    assert len(queue(pair)) == 2
    declare(pair)
    assert see_allocation(site, pair.actor("lea"), *SPRING).waiting == ("Mina",)
    assert queue(pair) == []
    distribute_marking(site, pair.actor("lea"), *SPRING, ["mina", "theo"])
    assert (queue(pair), queue(pair, "theo")) == ([amaras(pair)], [pair.work])
    assert see_allocation(site, pair.actor("lea"), *SPRING).waiting == ()


def test_one_piece_given_to_its_marker_again_is_open(pair: Marked) -> None:
    site, lead = pair.school.site, pair.actor("lea")
    given = allocate(site, lead, amaras(pair), "first", "mina")
    assert allocate(site, pair.actor("lea"), amaras(pair), "first", "mina") == given
    declare(pair)
    assert queue(pair) == []
    assert allocate(site, pair.actor("lea"), amaras(pair), "first", "mina") != given
    assert queue(pair) == [amaras(pair)]
    with pytest.raises(Refused):
        allocate(site, pair.actor("lea"), pair.work, "first", "mina")


def test_what_is_marked_already_stays_its_markers(pair: Marked) -> None:
    pair.mark("mina", 62)
    declare(pair)
    assert pair.mark("mina", 64)
    assert answer(pair, amaras(pair)).startswith("An interest in a learner of this cohort")


def test_who_is_told_the_names_loses_the_one_and_no_other(pair: Marked) -> None:
    declare(pair, "tess")
    assert queue(pair, "tess") == [amaras(pair)]
    with pytest.raises(NotPermitted, match="An interest in this learner is declared"):
        read_work(pair.school.site, pair.actor("tess"), pair.work)


def test_the_lead_is_asked_to_share_the_work_out_again(pair: Marked, sent: Sent) -> None:
    before = len(sent)
    declare(pair)
    (mail,) = list(sent)[before:]
    assert mail.to == ["lea@example.org"]
    assert "Ben" not in mail.body
    assert "/programmes/course/cohorts/spring/marking/" in mail.body


def test_no_script_of_a_set_alone_stays_closed_to_a_moderator(seminar: Seminar) -> None:
    scripts = seminar.scripts(65, 66)
    draw_sample(seminar.site, seminar.actor("mo"), *SPRING)
    for script in scripts:
        assert read_script(seminar.site, seminar.actor("mo"), script).text
    seminar.world.record("mo", "interest", date(2026, 3, 1), **{"with": "l01"})
    for script in scripts:
        with pytest.raises(Refused):
            read_script(seminar.site, seminar.actor("mo"), script)


@pytest.mark.parametrize("person", ["mo", "ext"])
def test_whoever_moderates_or_examines_finds_learners_by_name_and_the_lead_is_told(
    seminar: Seminar, sent: Sent, person: str
) -> None:
    seminar.scripts(64, 58)
    actor = seminar.actor(person)
    assert find_learners(seminar.site, actor, "l01") != ()
    declare_interest(seminar.site, actor, "l01", "My cousin.")
    (mail,) = [m for m in sent if m.to == ["lead@example.org"]]
    assert "somebody else judges" in str(mail.body)
    assert "cousin" not in str(mail.body)
    assert "l01" not in str(mail.body).casefold()


def test_nobody_finds_the_learners_of_a_cohort_that_is_none_of_theirs(seminar: Seminar) -> None:
    seminar.scripts(64)
    seminar.world.person("olly", "moderator", programme="elsewhere")
    assert find_learners(seminar.site, seminar.actor("olly"), "l01") == ()
