"""What is kept beside the chain is compared with it: each thing that was touched is named."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.domain.records import person
from lms.services.draft_files import add_files
from lms.services.drafts import draft_of, save_draft
from lms.services.files import Upload
from lms.services.hand_in import HandedIn, hand_in
from lms.services.pieces import WORK, Written
from lms.services.verify_site import Verified, verify_site
from lms.store.tables import DocumentRow, ProgrammeVersionRow
from tests.fixtures.learning import Course


def handed_in(course: Course) -> str:
    """A piece of work with one file; gives the id of its document."""
    of = course.piece(WORK, "pat.case")
    add_files(course.site, course.amara, of, [Upload("case.txt", b"Some words of mine.")])
    course.site.session().rollback()
    draft = draft_of(course.site, of)
    written = Written({"text": "Typed."}, "F1", draft.written.files)
    kept = save_draft(course.site, course.amara, of, written, draft.revision)
    course.site.session().rollback()
    handed = HandedIn(revision=kept.revision, statement=True)
    hand_in(course.site, course.amara, course.enrolment, WORK, "pat.case", handed)
    return str(course.records("submission")[0].get("document")).partition(".")[0]


def verified(course: Course) -> Verified:
    course.site.session().rollback()
    return verify_site(course.site)


def the_fault(course: Course) -> str:
    found = verified(course)
    assert found.chain.sound
    assert not found.sound
    (fault,) = found.faults
    return f"{fault.place}: {fault.problem}"


def test_a_whole_site_is_sound_and_says_what_was_compared(course: Course) -> None:
    handed_in(course)
    found = verified(course)
    assert (found.sound, found.faults, found.files) == (True, (), 1)
    assert found.texts >= 1
    assert found.versions == 1


@pytest.mark.parametrize(
    ("done", "says"),
    [("changed", "not the one that was handed in"), ("gone", "missing, and no erasure")],
)
def test_a_text_that_is_changed_or_gone_is_named_by_its_record(
    course: Course, done: str, says: str
) -> None:
    document = handed_in(course)
    with course.site.ledger.write("somebody") as writer:
        row = writer.session.get_one(DocumentRow, document)
        if done == "gone":
            writer.session.delete(row)
        else:
            row.content = "Other words."
    fault = the_fault(course)
    assert fault.startswith(f"Record {course.records('submission')[0].id}: ")
    assert says in fault


@pytest.mark.parametrize(
    ("done", "says"),
    [("changed", "not the one that was handed in"), ("gone", "missing, and no erasure")],
)
def test_a_file_that_is_changed_or_gone_is_named_by_its_place(
    course: Course, done: str, says: str
) -> None:
    document = handed_in(course)
    (file,) = (course.site.files.folder / "documents" / document).iterdir()
    if done == "gone":
        file.unlink()
    else:
        file.write_bytes(b"Other words.")
    fault = the_fault(course)
    assert f"documents/{document}/{file.name}" in fault
    assert says in fault


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"files": {"programme.md": "# Another"}}, "Its files are not those"),
        ({"digest": "0" * 64}, "Its digest is not"),
        ({"number": 7}, "Its number or its publisher"),
        ({"published_by": "somebody"}, "Its number or its publisher"),
        ({"version": "2099.9"}, ""),
    ],
)
def test_a_published_version_that_was_touched_is_named(
    course: Course, change: dict[str, object], says: str
) -> None:
    with course.site.ledger.write("somebody") as writer:
        row = writer.session.scalars(select(ProgrammeVersionRow)).one()
        key = f"{row.programme}@{row.version}"
        for name, value in change.items():
            setattr(row, name, value)
    if says:
        assert the_fault(course).startswith(f"Version {key}: {says}")
        return
    lost, added = verified(course).faults
    assert (lost.place, "missing" in lost.problem) == (f"Version {key}", True)
    assert (added.place, "No record says" in added.problem) == (
        f"Version {row.programme}@2099.9",
        True,
    )


def test_nothing_is_compared_with_a_chain_that_is_broken(course: Course) -> None:
    document = handed_in(course)
    with course.site.ledger.write("somebody") as writer:
        writer.session.delete(writer.session.get_one(DocumentRow, document))
    course.site.session().rollback()
    found = verify_site(course.site, (10_000, "a" * 64))
    assert (found.sound, found.chain.sound, found.faults, found.texts) == (False, False, (), 0)
    assert course.site.about_me("amara").of("submission")[0].subject == person("amara")
