"""What a marker keeps alone: drafts of markings and a bank of comments."""

from __future__ import annotations

import pytest

from lms.domain.policy import Actor
from lms.errors import BadInput, Conflict, NotFound, NotPermitted
from lms.services.comment_bank import MOST, keep_comment, list_comments, throw_comment_away
from lms.services.mark_work import Marking, mark_work
from lms.services.marking_drafts import read_marking_draft, save_marking_draft
from tests.fixtures.marking import bands
from tests.fixtures.teaching import School


def test_a_draft_is_ones_own_and_ends_when_the_marking_is_recorded(school: School) -> None:
    work = school.work()
    kept = save_marking_draft(school.site, school.marker, work, {"overall": "So far."}, 0)
    assert read_marking_draft(school.site, school.marker, work).typed == {"overall": "So far."}
    assert read_marking_draft(school.site, school.tutor, work).revision == 0
    with pytest.raises(Conflict):
        save_marking_draft(school.site, school.marker, work, {"overall": "Other."}, 0)
    save_marking_draft(school.site, school.marker, work, {"overall": "More."}, kept.revision)
    mark_work(school.site, school.marker, work, Marking(bands(school, "Pass"), mark=55))
    assert read_marking_draft(school.site, school.marker, work).revision == 0


def test_only_who_may_mark_keeps_a_draft(school: School) -> None:
    work = school.work()
    for person in ("otto", "amara"):
        with pytest.raises(NotPermitted):
            save_marking_draft(school.site, school.actor(person), work, {}, 0)
    with pytest.raises(BadInput):
        save_marking_draft(school.site, school.marker, work, {"overall": "x" * 600_000}, 0)


def test_a_bank_of_comments_is_ones_own(school: School) -> None:
    site, mark, tess = school.site, school.marker, school.tutor
    first = keep_comment(site, mark, " Show it.\r\nTwice. ")
    assert keep_comment(site, mark, "Show it.\nTwice.") == first
    keep_comment(site, mark, "Cut it.")
    assert [c.text for c in list_comments(site, mark)] == ["Cut it.", "Show it.\nTwice."]
    assert list_comments(site, tess) == []
    with pytest.raises(NotFound):
        throw_comment_away(site, tess, first)
    throw_comment_away(site, mark, first)
    assert [c.text for c in list_comments(site, mark)] == ["Cut it."]


@pytest.mark.parametrize("text", [" ", "x" * 2001])
def test_a_comment_has_some_words_and_not_too_many(school: School, text: str) -> None:
    with pytest.raises(BadInput):
        keep_comment(school.site, school.marker, text)


def test_nobody_who_is_not_signed_in_keeps_comments(school: School) -> None:
    with pytest.raises(NotPermitted):
        keep_comment(school.site, Actor(""), "Show it.")
    assert MOST >= 100
