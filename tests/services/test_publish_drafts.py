"""Publishing drafts: reviewed in the programme's words, all or nothing, learners left where they are."""

from __future__ import annotations

from datetime import date

import pytest

from lms.errors import BadInput, Conflict, NotPermitted
from lms.services.draft_curriculum import save_draft
from lms.services.evaluation import progress_of
from lms.services.publish_drafts import publish_drafts, review_drafts, suggested_label
from lms.services.working_copy import working_copy
from lms.store.programmes import Version
from tests.fixtures.teaching import MODULE, School, course_files

STAGE, MODULE_PATH = "year/stage.md", "year/modules/01-two-days.md"


@pytest.fixture
def school(school: School) -> School:
    """The school, whose tutor has the programme and not only a cohort."""
    school.world.role("tess", "tutor", programme="course")
    return school


def draft(school: School, path: str, text: str, seen: int = 0) -> None:
    save_draft(school.site, school.actor("tess"), "course", path, text, seen)


def halve_attendance(school: School) -> None:
    """Draft a year of whose days only half must be attended."""
    draft(school, STAGE, course_files(percent=50)[STAGE])


def publish(school: School, label: str = "2026.2", note: str = "Easier.") -> Version:
    mark = review_drafts(school.site, school.actor("tess"), "course").copy.mark
    return publish_drafts(school.site, school.actor("tess"), "course", label, note, mark)


def test_the_review_says_what_changes_and_who_stays(school: School) -> None:
    halve_attendance(school)
    review = review_drafts(school.site, school.actor("tess"), "course")
    assert review.changes == (
        "Requirement crs.attend (Attendance): at least percent was 100, now 50.",
    )
    assert dict(review.learners) == {"2026.1": 1}
    assert (review.suggested, review.may_publish) == ("2026.2", True)


def test_learners_stay_on_their_version_and_a_new_enrolment_gets_the_new_one(
    school: School,
) -> None:
    halve_attendance(school)
    assert publish(school).key == "course@2026.2"
    new = school.enrol("ben")
    enrolled = {
        p.enrolment.id: (p.enrolment.version, p.verdict("crs.attend"))
        for who in ("amara", "ben")
        for p in progress_of(school.site, who, date(2026, 3, 2))
    }
    (version, verdict), (new_version, new_verdict) = enrolled[school.enrolment], enrolled[new]
    assert (version, new_version) == ("2026.1", "2026.2")
    assert verdict is not None
    assert new_verdict is not None
    assert (verdict.finding.threshold, new_verdict.finding.threshold) == (2, 1)


def test_publishing_clears_the_drafts_and_keeps_note_and_name(school: School) -> None:
    halve_attendance(school)
    version = publish(school, note="Easier for shift workers.")
    assert (version.note, version.published_by) == ("Easier for shift workers.", "tess")
    copy = working_copy(school.site, school.actor("tess"), "course")
    assert (copy.base.version, copy.drafts, copy.revisions) == ("2026.2", {}, {})
    assert 'version: "2026.2"' in copy.text("programme.md")


def test_a_curriculum_with_a_problem_is_not_published(school: School) -> None:
    draft(school, MODULE_PATH, MODULE.replace("| 120 |", "| 90 |"))
    review = review_drafts(school.site, school.actor("tess"), "course")
    assert [p.path for p in review.problems] == [MODULE_PATH]
    assert not review.may_publish
    with pytest.raises(BadInput):
        publish(school)
    assert working_copy(school.site, school.actor("tess"), "course").base.version == "2026.1"


def test_a_draft_saved_after_the_review_is_not_published_unseen(school: School) -> None:
    halve_attendance(school)
    mark = review_drafts(school.site, school.actor("tess"), "course").copy.mark
    draft(school, MODULE_PATH, MODULE + "\nMore.\n")
    with pytest.raises(Conflict):
        publish_drafts(school.site, school.actor("tess"), "course", "2026.2", "Easier.", mark)


def test_a_version_published_after_the_review_is_not_overtaken(school: School) -> None:
    halve_attendance(school)
    mark = review_drafts(school.site, school.actor("tess"), "course").copy.mark
    other = {**course_files("2026.2"), MODULE_PATH: MODULE + "\nFrom a folder.\n"}
    school.publish(other)
    with pytest.raises(Conflict):
        publish_drafts(school.site, school.actor("tess"), "course", "2026.3", "Easier.", mark)


def test_a_draft_of_a_file_that_another_version_changed_is_compared_first(school: School) -> None:
    draft(school, MODULE_PATH, MODULE + "\nFrom the browser.\n")
    school.publish({**course_files("2026.2"), MODULE_PATH: MODULE + "\nFrom a folder.\n"})
    copy = working_copy(school.site, school.actor("tess"), "course")
    assert copy.outdated == {MODULE_PATH}
    with pytest.raises(BadInput):
        publish(school, "2026.3")
    both = MODULE + "\nFrom a folder.\n\nFrom the browser.\n"
    save_draft(school.site, school.actor("tess"), "course", MODULE_PATH, both, 1, "2026.2")
    assert publish(school, "2026.3").version == "2026.3"


def test_a_draft_of_another_file_outlives_a_version_published_meanwhile(school: School) -> None:
    halve_attendance(school)
    school.publish({**course_files("2026.2"), MODULE_PATH: MODULE + "\nFrom a folder.\n"})
    assert publish(school, "2026.3").version == "2026.3"
    copy = working_copy(school.site, school.actor("tess"), "course")
    assert "From a folder." in copy.text(MODULE_PATH)


@pytest.mark.parametrize(
    ("label", "note", "fields"),
    [("", " ", ["label", "note"]), ("2026/2", "Fine.", ["label"]), ("2026.1", "Fine.", [])],
)
def test_a_version_needs_a_new_label_and_a_note(
    school: School, label: str, note: str, fields: list[str]
) -> None:
    halve_attendance(school)
    with pytest.raises(BadInput) as fault:
        publish(school, label, note)
    assert [getattr(p, "field", "") for p in fault.value.problems] == fields


def test_nothing_changed_is_nothing_to_publish(school: School) -> None:
    with pytest.raises(BadInput):
        publish(school)


@pytest.mark.parametrize("who", ["otto", "mark", "amara"])
def test_only_a_tutor_of_the_programme_publishes(school: School, who: str) -> None:
    halve_attendance(school)
    mark = review_drafts(school.site, school.actor("tess"), "course").copy.mark
    with pytest.raises(NotPermitted):
        publish_drafts(school.site, school.actor(who), "course", "2026.2", "Mine.", mark)


@pytest.mark.parametrize(
    ("taken", "newest", "label"),
    [
        ({"2026.1"}, "2026.1", "2026.2"),
        ({"2026.1", "2026.2"}, "2026.1", "2026.3"),
        ({"2025.4"}, "2025.4", "2026.1"),
        ({"first"}, "first", "2026.1"),
    ],
)
def test_the_next_label_is_suggested(taken: set[str], newest: str, label: str) -> None:
    assert suggested_label(taken, newest, date(2026, 3, 2)) == label
