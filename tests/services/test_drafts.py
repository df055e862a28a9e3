"""Drafts are one's own, survive everything but being thrown away, and never overwrite one another."""

from __future__ import annotations

import pytest

from lms.errors import BadInput, Conflict, NotFound, NotPermitted
from lms.services.drafts import (
    LARGEST_DRAFT,
    OwnDraft,
    discard_draft,
    drafts_begun,
    read_draft,
    save_draft,
)
from lms.services.pieces import LOG, WORK, Written, read_written
from tests.fixtures.learning import Course, log_text


def read(course: Course, kind: str = LOG, item: str = "pat.log") -> OwnDraft:
    course.site.session().rollback()
    return read_draft(course.site, course.amara, course.enrolment, kind, item)


def save(course: Course, written: Written, seen: int) -> OwnDraft:
    return save_draft(course.site, course.amara, course.piece(), written, seen)


def test_a_draft_is_empty_until_it_is_saved(course: Course) -> None:
    draft = read(course)
    assert (draft.revision, draft.written.empty, draft.saved) == (0, True, None)


def test_a_saved_draft_is_there_again_with_its_revision(course: Course) -> None:
    save(course, log_text(), 0)
    assert save(course, log_text("More."), 1).revision == 2
    assert read(course).written == log_text("More.")
    assert list(drafts_begun(course.site, course.amara)) == [f"log:{course.enrolment}:pat.log"]


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_a_text_from_another_device_is_never_overwritten(course: Course, seen: int) -> None:
    save(course, log_text(), 0)
    save(course, log_text("From the telephone."), 1)
    with pytest.raises(Conflict) as conflict:
        save(course, log_text("From the desk."), seen)
    newer = conflict.value.newer
    assert isinstance(newer, OwnDraft)
    assert (newer.revision, newer.written) == (2, log_text("From the telephone."))
    assert read(course).written == log_text("From the telephone.")


def test_a_draft_that_is_gone_says_so(course: Course) -> None:
    save(course, log_text(), 0)
    discard_draft(course.site, course.amara, course.enrolment, LOG, "pat.log")
    with pytest.raises(Conflict, match="gone"):
        save(course, log_text("Too late."), 1)


def test_a_draft_too_long_even_for_a_draft_is_refused(course: Course) -> None:
    with pytest.raises(BadInput, match="too long"):
        save(course, log_text("a" * (LARGEST_DRAFT + 1)), 0)


def test_nobody_else_reads_or_writes_a_draft(course: Course) -> None:
    save(course, log_text(), 0)
    course.site.session().rollback()
    tutor = course.site.actor(course.world.person("tess", role="tutor"))
    with pytest.raises(NotPermitted):
        read_draft(course.site, tutor, course.enrolment, LOG, "pat.log")


@pytest.mark.parametrize(("kind", "item"), [(LOG, "pat.case"), (WORK, "pat.log"), ("report", "x")])
def test_there_is_no_draft_of_what_the_version_does_not_have(
    course: Course, kind: str, item: str
) -> None:
    with pytest.raises(NotFound):
        read(course, kind, item)


def test_what_comes_in_has_exactly_the_parts_of_the_template(course: Course) -> None:
    given = {"what-happened": "a\r\nb\x00", "unknown": "x", "what-does-it-tell-you": None}
    written = read_written(course.piece(), given, "F1")
    assert dict(written.texts) == {"what-happened": "a\nb", "what-does-it-tell-you": ""}
    assert written.family == ""


def test_half_a_character_is_replaced_so_that_it_can_be_stored(course: Course) -> None:
    written = read_written(course.piece(), {"what-happened": "broken \ud83d here"})
    save(course, written, 0)
    assert read(course).written.texts["what-happened"] == "broken ? here"


def test_a_save_writes_no_record(course: Course) -> None:
    position, _ = course.site.ledger.head(course.site.session())
    save(course, log_text(), 0)
    course.site.session().rollback()
    assert course.site.ledger.head(course.site.session())[0] == position
