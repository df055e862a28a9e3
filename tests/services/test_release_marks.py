"""Marks reach learners by one switch, when nothing about them is open."""

from __future__ import annotations

import pytest

from lms.domain.assessment.release import PROVISIONAL, RATIFIED
from lms.domain.board import Decision
from lms.errors import BadInput, NotPermitted
from lms.services.enrolments import learning
from lms.services.release_marks import Wanted, release_marks, see_release
from lms.services.see_marks import see_marks
from lms.services.site import Site
from lms.testing_world import Sent
from tests.fixtures.boards import Judged


def wanted(marks: str = PROVISIONAL, assessment: str = "") -> Wanted:
    return Wanted("course", "spring", "year", marks, assessment)


def shown_marks(site: Site, judged: Judged, name: str) -> list[int]:
    """The marks that a learner sees."""
    site.session().rollback()
    of = learning(site, site.actor(name), judged.enrolments[name], "read-progress")
    return [r.get("mark") for r in of.own.of("mark")]


def test_marks_wait_for_the_release(site: Site, judged: Judged, sent: Sent) -> None:
    judged.essay("ada", 64)
    judged.moderate()
    assert shown_marks(site, judged, "ada") == []
    release_marks(site, judged.lead, wanted())
    assert shown_marks(site, judged, "ada") == [64]
    (mail,) = sent
    assert mail.to == ["ada@example.org"]
    assert "64" not in mail.body.replace(judged.enrolments["ada"], "")


def test_a_set_that_no_moderator_confirmed_is_not_released(site: Site, judged: Judged) -> None:
    judged.essay("ada", 64)
    with pytest.raises(BadInput) as refused:
        release_marks(site, judged.lead, wanted())
    assert "not yet moderated" in str(refused.value.problems)
    assert judged.releases() == []


@pytest.mark.parametrize(
    ("second", "says"),
    [(None, "second marker"), (58, "agree a mark"), (80, "third marker")],
)
def test_double_marked_work_waits_for_both_markers(
    site: Site, judged: Judged, second: int | None, says: str
) -> None:
    judged.project("ada", 62, second)
    with pytest.raises(BadInput) as refused:
        release_marks(site, judged.lead, wanted())
    assert says in str(refused.value.problems)


def test_one_piece_of_work_is_released_while_another_is_open(site: Site, judged: Judged) -> None:
    judged.essay("ada", 64)
    judged.project("ada", 62, 64)
    release_marks(site, judged.lead, wanted(assessment="crs.project"))
    assert shown_marks(site, judged, "ada") == [62, 64]


def test_held_work_is_left_out_and_keeps_nobody_else_waiting(site: Site, judged: Judged) -> None:
    judged.learner("ben")
    for name in ("ada", "ben"):
        judged.essay(name, 64)
    judged.moderate()
    judged.tell("ben", "misconduct", assessment="crs.essay")
    preview = see_release(site, judged.lead, wanted())
    assert (preview.shows, preview.left_out) == (("Ada",), ("Ben",))
    release_marks(site, judged.lead, wanted())
    assert (shown_marks(site, judged, "ada"), shown_marks(site, judged, "ben")) == ([64], [])


def test_there_is_nothing_to_release_twice(site: Site, judged: Judged) -> None:
    judged.essay("ada", 64)
    judged.moderate()
    first = release_marks(site, judged.lead, wanted(), key="k")
    assert release_marks(site, judged.lead, wanted(), key="k") == first
    with pytest.raises(BadInput, match="cannot be released"):
        release_marks(site, judged.lead, wanted())
    assert len(judged.releases()) == 1


def test_ratified_marks_wait_for_the_board_on_everybody(site: Site, judged: Judged) -> None:
    judged.learner("ben")
    for name in ("ada", "ben"):
        judged.essay(name, 64)
        judged.project(name, 62, 64)
    judged.moderate()
    judged.meet(Decision("ada", "complete"), release=False)
    with pytest.raises(BadInput) as refused:
        release_marks(site, judged.lead, wanted(RATIFIED))
    (problem,) = refused.value.problems
    assert str(problem).startswith("Ben: no board has decided")
    judged.meet(Decision("ben", "complete"), release=False)
    of = learning(site, site.actor("ada"), judged.enrolments["ada"], "read-progress")
    assert of.own.of("board-outcome") == []
    release_marks(site, judged.lead, wanted(RATIFIED))
    site.session().rollback()
    of = learning(site, site.actor("ada"), judged.enrolments["ada"], "read-progress")
    assert [r.get("outcome") for r in of.own.of("board-outcome")] == ["complete"]
    page = see_marks(site, judged.lead, "course", "spring", "year")
    assert {line.status for row in page.rows for line in row.of("crs.essay")} == {"ratified"}


def test_the_board_releases_to_those_it_decided_about_and_to_nobody_else(
    site: Site, judged: Judged
) -> None:
    judged.learner("ben")
    for name in ("ada", "ben"):
        judged.essay(name, 64)
        judged.project(name, 62, 64)
    judged.moderate()
    judged.meet(Decision("ada", "complete"))
    assert shown_marks(site, judged, "ada") == [64, 62, 64]
    assert shown_marks(site, judged, "ben") == []


def test_a_marker_and_the_board_release_nothing(site: Site, judged: Judged) -> None:
    for name in ("mark", "chair"):
        with pytest.raises(NotPermitted):
            release_marks(site, site.actor(name), wanted())
