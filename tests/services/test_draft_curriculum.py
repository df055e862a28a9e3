"""Drafts of a curriculum: shared by its tutors, previewed with every problem, never lost."""

from __future__ import annotations

import pytest

from lms.errors import BadInput, Conflict, NotFound, NotPermitted
from lms.services.draft_curriculum import NewFile, begin_file, discard_draft, save_draft
from lms.services.list_curricula import list_curricula, read_version
from lms.services.preview_curriculum import compare, preview_file
from lms.services.working_copy import working_copy
from lms.store.curriculum_drafts import FileDraft
from tests.fixtures.teaching import MODULE, School, course_files

PATH = "year/modules/01-two-days.md"
CHANGED = MODULE.replace("A pattern is what repeats", "A pattern is what comes back")


@pytest.fixture
def school(school: School) -> School:
    """The school, whose tutors have the programme and not only a cohort."""
    for tutor in ("tess", "otto"):
        school.world.role(tutor, "tutor", programme="course")
    return school


def tess(school: School, text: str = CHANGED, seen: int = 0) -> FileDraft:
    return save_draft(school.site, school.actor("tess"), "course", PATH, text, seen)


def test_a_draft_is_laid_over_the_published_file(school: School) -> None:
    assert tess(school).revision == 1
    copy = working_copy(school.site, school.actor("otto"), "course")
    assert copy.text(PATH) == CHANGED
    assert (copy.state(PATH), copy.state("programme.md")) == ("changed", "published")
    assert copy.drafts[PATH].saved_by == "tess"


def test_a_draft_like_the_published_text_is_no_change(school: School) -> None:
    tess(school, MODULE)
    assert working_copy(school.site, school.actor("tess"), "course").drafts == {}


def test_a_text_put_back_and_changed_again_is_saved(school: School) -> None:
    tess(school)
    tess(school, MODULE, 1)
    copy = working_copy(school.site, school.actor("tess"), "course")
    assert (copy.state(PATH), copy.revisions[PATH]) == ("published", 2)
    assert tess(school, CHANGED, copy.revisions[PATH]).revision == 3


def test_line_ends_of_a_browser_make_no_difference(school: School) -> None:
    assert tess(school, CHANGED.replace("\n", "\r\n")).text == CHANGED


def test_two_tutors_who_save_over_each_other_see_both_texts(school: School) -> None:
    tess(school)
    with pytest.raises(Conflict) as conflict:
        save_draft(school.site, school.actor("otto"), "course", PATH, MODULE + "\nMine.\n", 0)
    theirs = conflict.value.newer
    assert isinstance(theirs, FileDraft)
    assert (theirs.text, theirs.revision, theirs.saved_by) == (CHANGED, 1, "tess")
    save_draft(school.site, school.actor("otto"), "course", PATH, "Merged.\n", theirs.revision)
    assert working_copy(school.site, school.actor("tess"), "course").text(PATH) == "Merged.\n"


def test_a_discarded_draft_leaves_the_published_text(school: School) -> None:
    tess(school)
    discard_draft(school.site, school.actor("tess"), "course", PATH)
    assert working_copy(school.site, school.actor("tess"), "course").text(PATH) == MODULE
    with pytest.raises(NotFound):
        discard_draft(school.site, school.actor("tess"), "course", PATH)


def test_a_preview_shows_the_text_and_its_problems_by_line(school: School) -> None:
    broken = MODULE.replace("| 120 | Talking", "| 90 | Talking")
    shown = preview_file(
        school.site, school.actor("tess"), "course", PATH, broken, lambda target: f"/at/{target}"
    )
    assert shown.title == "The two days"
    assert 'href="/at/year/assessments/essay.md"' in str(shown.html)
    assert 'href="/at/glossary:genogram"' in str(shown.html)
    (problem,) = shown.problems
    assert "90" in problem.what
    assert broken.splitlines()[problem.line - 1].startswith(("|", "## The session"))


def test_a_preview_saves_nothing(school: School) -> None:
    preview_file(school.site, school.actor("tess"), "course", PATH, "---", str)
    assert working_copy(school.site, school.actor("tess"), "course").drafts == {}


def test_a_text_without_settings_is_laid_out_all_the_same(school: School) -> None:
    shown = preview_file(school.site, school.actor("tess"), "course", PATH, "**Only** this.", str)
    assert "<strong>Only</strong>" in str(shown.html)
    assert shown.problems


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("modules", "year/modules/02-a-third-day.md"),
        ("assessments", "year/assessments/a-third-day.md"),
        ("logs", "year/logs/a-third-day.md"),
        ("cases", "cases/a-third-day.md"),
    ],
)
def test_a_new_file_begins_with_its_settings_and_headings(
    school: School, kind: str, path: str
) -> None:
    new = NewFile("year", kind, 'A "third" day')
    assert begin_file(school.site, school.actor("tess"), "course", new) == path
    copy = working_copy(school.site, school.actor("tess"), "course")
    assert copy.state(path) == "new"
    shown = preview_file(school.site, school.actor("tess"), "course", path, copy.text(path), str)
    assert not [p for p in shown.problems if "front matter" in p.what], shown.problems


def test_a_new_module_gets_an_id_like_its_neighbours(school: School) -> None:
    new = NewFile("year", "modules", "More")
    path = begin_file(school.site, school.actor("tess"), "course", new)
    assert "id: crs.m02\n" in working_copy(school.site, school.actor("tess"), "course").text(path)


def test_two_files_of_one_title_are_two_files(school: School) -> None:
    new = NewFile("year", "logs", "Day")
    paths = [begin_file(school.site, school.actor("tess"), "course", new) for _ in range(2)]
    assert paths == ["year/logs/day-2.md", "year/logs/day-3.md"]


def test_a_file_needs_a_kind_a_stage_and_a_title(school: School) -> None:
    with pytest.raises(BadInput) as fault:
        begin_file(school.site, school.actor("tess"), "course", NewFile("", "", "…"))
    fields = [getattr(p, "field", "") for p in fault.value.problems]
    assert fields == ["kind", "folder", "title"]


def test_a_path_that_is_not_there_cannot_be_saved(school: School) -> None:
    with pytest.raises(NotFound):
        save_draft(school.site, school.actor("tess"), "course", "../secret.md", "x", 0)


def test_a_tutor_of_a_cohort_alone_and_a_learner_change_nothing(school: School) -> None:
    school.world.person("cohort-tutor", "tutor", programme="course", cohort="spring")
    for who in ("cohort-tutor", "amara", "mark"):
        with pytest.raises(NotPermitted):
            save_draft(school.site, school.actor(who), "course", PATH, CHANGED, 0)


def test_the_list_tells_versions_and_learners(school: School) -> None:
    school.publish(course_files("2026.2", percent=50))
    (curriculum,) = list_curricula(school.site, school.actor("tess"))
    assert [(v.version.version, v.learners) for v in curriculum.versions] == [
        ("2026.2", 0),
        ("2026.1", 1),
    ]


def test_an_old_version_can_be_read(school: School) -> None:
    school.publish(course_files("2026.2", percent=50))
    shown = read_version(school.site, school.actor("tess"), "course", "2026.1")
    assert shown.files == course_files()
    with pytest.raises(NotFound):
        read_version(school.site, school.actor("tess"), "course", "2025.1")


def test_a_comparison_shows_changes_with_a_little_around_them() -> None:
    before = "\n".join(f"line {n}" for n in range(1, 31))
    after = before.replace("line 15", "LINE 15")
    changes = compare(before, after)
    assert [(c.kind, c.text) for c in changes if c.kind in ("added", "removed")] == [
        ("removed", "line 15"),
        ("added", "LINE 15"),
    ]
    assert len(changes) == 9
    assert changes[0].kind == "gap"
    assert next(c.line for c in changes if c.kind == "added") == 15
    assert compare(before, before) == []
