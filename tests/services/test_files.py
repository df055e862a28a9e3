"""Files are taken by what is in them, counted, kept whole, and gone when nothing names them."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from pathlib import Path
from threading import BoundedSemaphore

import docx
import pytest
from sqlalchemy import select

from lms.domain.records import person
from lms.errors import BadInput, NotFound, NotPermitted
from lms.services import apart, files, plain_text
from lms.services.check_writing import NotConfirmed, check_writing
from lms.services.draft_files import SWEEP, add_files, draft_file, remove_file, state_words
from lms.services.drafts import discard_draft, draft_of, save_draft
from lms.services.file_text import BOMB, LOCKED, MACROS
from lms.services.files import LARGEST_FILE, Upload, open_file, sweep_files, take_in
from lms.services.hand_in import HandedIn, hand_in
from lms.services.handed_content import readable_text
from lms.services.pieces import LOG, WORK, Written
from lms.services.receipts import Receipt, check_receipt, read_receipt
from lms.services.withdraw_writing import withdraw_writing
from lms.store.documents import content_of
from lms.store.files import GRACE
from lms.store.tables import DocumentRow, JobRow, ReadAuditRow
from lms.testing import Clock
from tests.fixtures.learning import Course
from tests.services.files_to_upload import WORDS, a_docx, a_pdf, a_word_file, an_odt, packed

# What is kept in a folder does not ask which database stands beside it.
pytestmark = pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
LOL = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


def add(course: Course, *uploads: Upload) -> int:
    """Add files to Amara's draft of the case; gives its revision."""
    of = course.piece(WORK, "pat.case")
    draft = add_files(course.site, course.amara, of, uploads)
    course.site.session().rollback()
    return draft.revision


def test_the_same_key_gives_the_first_answer_also_where_the_draft_is_full(course: Course) -> None:
    of = course.piece(WORK, "pat.case")
    three = [Upload(f"{n}.txt", f"Text {n}.".encode()) for n in range(3)]
    for _ in range(2):
        draft = add_files(course.site, course.amara, of, three, key="once")
        assert len(draft.written.files) == 3
    with pytest.raises(BadInput, match="At most 5"):
        add_files(course.site, course.amara, of, three)
    on_disk = [f for f in course.site.files.folder.rglob("*") if f.is_file()]
    assert len(on_disk) == 3, "what was not added leaves nothing behind"


def submit(course: Course, revision: int, **more: object) -> Receipt:
    handed = HandedIn(revision=revision, **{"statement": True, **more})  # type: ignore[arg-type]
    return hand_in(course.site, course.amara, course.enrolment, WORK, "pat.case", handed)


def with_family(course: Course) -> None:
    of = course.piece(WORK, "pat.case")
    now = draft_of(course.site, of)
    written = Written({"text": ""}, "F1")
    save_draft(course.site, course.amara, of, written, now.revision)
    course.site.session().rollback()


def kept_in(course: Course, area: str) -> list[Path]:
    return sorted(p for p in (course.site.files.folder / area).rglob("*") if p.is_file())


def test_words_are_counted_in_every_type_of_file_and_handed_in_under_one_seal(
    course: Course,
) -> None:
    uploads = [
        Upload("case.pdf", a_pdf()),
        Upload("C:\\secret\\table.docx", a_docx(WORDS, "and two more")),
        Upload("odd.odt", an_odt()),
        Upload("notes.md", b"# Three words here"),
    ]
    with_family(course)
    receipt = submit(course, add(course, *uploads))
    assert receipt.words == 9 + 12 + 9 + 3
    assert [f.name for f in receipt.files] == ["case.pdf", "table.docx", "odd.odt", "notes.md"]
    (record,) = course.records("submission")
    kept = content_of(course.site.session(), record.get("document"))
    assert set(kept) == {"text", "files"}
    assert WORDS in readable_text(kept)
    assert len(kept_in(course, "documents")) == 4
    assert kept_in(course, "drafts") == []
    assert record.get("statement") is True


@pytest.mark.parametrize(
    ("upload", "says"),
    [
        (Upload("a.pdf", a_pdf(password="secret")), LOCKED),
        (Upload("a.odt", an_odt(declared=LOL)), BOMB),
        (Upload("a.docx", packed({"word/bomb.xml": b" " * 41 * 1024**2}, a_docx())), BOMB),
        (Upload("a.docx", packed({"word/evil.xml": LOL}, a_docx())), BOMB),
        (Upload("a.docx", packed({"word/vbaProject.bin": "x"}, a_docx())), MACROS),
        (Upload("a.pdf", b"%PDF-1.7 and rubbish"), "damaged"),
        (Upload("a.pdf", b"\x00\x01\x02"), "Save it as one of these"),
        (Upload("a.txt", b""), "empty"),
        (Upload("a.txt", b"a" * (LARGEST_FILE + 1)), "20 megabytes"),
        (Upload("a.txt", b"a" * 1_000_001), "million"),
    ],
)
def test_what_cannot_be_taken_is_refused_kindly_and_nothing_is_kept(
    course: Course, upload: Upload, says: str
) -> None:
    with pytest.raises(BadInput) as fault:
        add(course, Upload("good.txt", b"Good."), upload)
    assert says in " ".join(map(str, fault.value.problems))
    assert kept_in(course, "") == []


def test_at_most_five_files_and_only_with_assessed_work(course: Course) -> None:
    add(course, *[Upload(f"{n}.txt", b"x") for n in range(5)])
    with pytest.raises(BadInput, match="At most 5 files"):
        add(course, Upload("6.txt", b"x"))
    with pytest.raises(BadInput, match="no files"):
        add_files(course.site, course.amara, course.piece(LOG), [Upload("a.txt", b"x")])
    with pytest.raises(BadInput, match="Choose a file"):
        add(course)


def test_a_scan_asks_its_writer_for_the_count(course: Course) -> None:
    of = course.piece(WORK, "pat.case")
    with_family(course)
    add(course, Upload("scan.pdf", a_pdf("")))
    (file,) = draft_of(course.site, of).written.files
    assert file.words is None
    checked = check_writing(course.site, of, draft_of(course.site, of).written)
    assert "could count the words of file 1" in checked.problems[0]
    with pytest.raises(BadInput, match="digits"):
        state_words(course.site, course.amara, of, {file.id: "many"})
    draft = state_words(course.site, course.amara, of, {file.id: "1800"})
    course.site.session().rollback()
    receipt = submit(course, draft.revision)
    assert (receipt.words, receipt.files[0].stated) == (1800, True)


def test_what_of_a_file_could_not_be_read_is_said_before_and_after_it_is_handed_in(
    course: Course,
) -> None:
    of = course.piece(WORK, "pat.case")
    with_family(course)
    picture = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
    revision = add(course, Upload("a.docx", a_word_file(f"<w:p>{picture * 2}</w:p>")))
    checked = check_writing(course.site, of, draft_of(course.site, of).written)
    assert "a.docx: words may be missing" in checked.advice[-1]
    assert "It holds 2 pictures, which may hold words." in checked.advice[-1]
    draft = draft_of(course.site, of)
    draft = state_words(course.site, course.amara, of, {draft.written.files[0].id: "900"})
    course.site.session().rollback()
    assert draft.revision > revision
    receipt = submit(course, draft.revision)
    assert receipt.files[0].unread == ("2 pictures, which may hold words",)


def test_a_file_that_takes_long_or_comes_with_many_others_costs_the_site_little(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PATIENCE", 0.01)
    with pytest.raises(BadInput) as fault:
        add(course, Upload("a.docx", a_docx()))
    assert "takes too long" in str(fault.value.problems)
    monkeypatch.setattr(apart, "READERS", BoundedSemaphore(1))
    monkeypatch.setattr(apart, "TURN", 0.01)
    with apart.READERS, pytest.raises(BadInput) as fault:
        add(course, Upload("a.docx", a_docx()))
    assert "in a minute" in str(fault.value.problems)


def test_plain_text_is_decoded_once(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded, decode = [], plain_text._decoded
    monkeypatch.setattr(plain_text, "_decoded", lambda c: decoded.append(c) or decode(c))
    (file,) = take_in(course.site, [Upload("a.txt", b"one two\r\nthree")])
    assert (file.text, file.words, len(decoded)) == ("one two\nthree", 3, 1)


def test_another_count_than_the_one_made_needs_a_reason_and_stands_beside_it(
    course: Course,
) -> None:
    of = course.piece(WORK, "pat.case")
    with_family(course)
    add(course, Upload("a.txt", b"one two three"))
    (file,) = draft_of(course.site, of).written.files
    number, why = {file.id: "1"}, {file.id: "Two are a heading."}
    for stated, reasons, at in (
        (number, {}, "reason-"),
        ({file.id: ""}, why, "words-"),
        ({file.id: "0"}, why, "words-"),
        (number, {file.id: "x" * 501}, "reason-"),
    ):
        with pytest.raises(BadInput) as held:
            state_words(course.site, course.amara, of, stated, reasons)
        assert [p.field for p in held.value.problems] == [f"{at}{file.id}"]
    changed = state_words(course.site, course.amara, of, number, why)
    course.site.session().rollback()
    receipt = submit(course, changed.revision)
    (kept,) = receipt.files
    assert (kept.words, kept.stated_words, kept.reason) == (3, 1, "Two are a heading.")
    assert receipt.words == 3


def test_another_count_is_taken_back_by_leaving_both_empty(course: Course) -> None:
    of = course.piece(WORK, "pat.case")
    add(course, Upload("a.txt", b"one two three"))
    (file,) = draft_of(course.site, of).written.files
    state_words(course.site, course.amara, of, {file.id: "1"}, {file.id: "A heading."})
    back = state_words(course.site, course.amara, of, {file.id: ""}, {file.id: ""})
    assert (back.written.files[0].stated_words, back.written.files[0].reason) == (None, "")


def test_the_confidentiality_check_reads_what_stands_in_files(course: Course) -> None:
    with_family(course)
    revision = add(course, Upload("a.docx", a_docx("We met at ME4 4TR in spring.")))
    with pytest.raises(NotConfirmed) as held:
        submit(course, revision)
    (warning,) = held.value.warnings
    submit(course, revision, confirmed=[warning.mark])
    assert course.records("submission")[0].get("confirmed") == 1


def test_the_confidentiality_check_reads_why_another_count_is_stated(course: Course) -> None:
    with_family(course)
    add(course, Upload("a.txt", b"one two three"))
    of = course.piece(WORK, "pat.case")
    (file,) = draft_of(course.site, of).written.files
    why = {file.id: "The address, ME4 4TR, is no word."}
    changed = state_words(course.site, course.amara, of, {file.id: "2"}, why)
    course.site.session().rollback()
    with pytest.raises(NotConfirmed) as held:
        submit(course, changed.revision)
    (warning,) = held.value.warnings
    assert (warning.kind, warning.place) == ("postcode", f"reason-{file.id}")


def test_saving_the_text_keeps_the_files_and_throwing_away_drops_them(course: Course) -> None:
    add(course, Upload("a.txt", b"one two"))
    with_family(course)
    of = course.piece(WORK, "pat.case")
    (file,) = draft_of(course.site, of).written.files
    assert draft_file(course.site, of, file.id)[1] == b"one two"
    discard_draft(course.site, course.amara, course.enrolment, WORK, "pat.case")
    course.site.session().rollback()
    assert kept_in(course, "drafts") == []
    with pytest.raises(NotFound):
        draft_file(course.site, course.piece(WORK, "pat.case"), file.id)


@pytest.mark.parametrize("file", ["another's", "nobody's", "../drafts"])
def test_a_file_that_the_draft_does_not_name_stays(course: Course, file: str) -> None:
    add(course, Upload("a.txt", b"one"))
    of = course.piece(WORK, "pat.case")
    anothers = "019aaaaa-0000-7000-8000-0000000000aa"
    course.site.files.keep(anothers, b"somebody else's")
    before = kept_in(course, "drafts")
    asked = {"another's": anothers, "nobody's": anothers.replace("aa", "ab")}.get(file, file)
    with pytest.raises(NotFound, match="no such file in your draft"):
        remove_file(course.site, course.amara, of, asked)
    with pytest.raises(NotFound, match="no such file in your draft"):
        state_words(course.site, course.amara, of, {asked: "12"})
    assert kept_in(course, "drafts") == before


def test_a_file_taken_away_is_gone(course: Course) -> None:
    add(course, Upload("a.txt", b"one"), Upload("b.txt", b"two"))
    of = course.piece(WORK, "pat.case")
    first, second = draft_of(course.site, of).written.files
    left = remove_file(course.site, course.amara, of, first.id)
    assert left.written.files == (second,)
    assert [p.name for p in kept_in(course, "drafts")] == [second.id]


def test_work_that_is_taken_back_has_its_files_again(course: Course) -> None:
    with_family(course)
    receipt = submit(course, add(course, Upload("a.txt", b"one two")))
    args = (course.site, course.amara, course.enrolment, WORK, "pat.case")
    withdraw_writing(*args, receipt.record)
    course.site.session().rollback()
    draft = draft_of(course.site, course.piece(WORK, "pat.case"))
    assert [f.name for f in draft.written.files] == ["a.txt"]
    assert submit(course, draft.revision).intact is True


def test_a_receipt_says_when_a_file_is_no_longer_the_one_handed_in(course: Course) -> None:
    with_family(course)
    receipt = submit(course, add(course, Upload("a.txt", b"one two")))
    course.site.session().rollback()
    assert check_receipt(course.site, course.amara, receipt.record, receipt.code)
    (path,) = kept_in(course, "documents")
    path.write_bytes(b"something else")
    read = read_receipt(course.site, course.amara, course.enrolment, receipt.record)
    assert read.intact is False
    assert not check_receipt(course.site, course.amara, receipt.record, receipt.code)


def test_a_file_is_read_by_its_writer_and_its_marker_and_the_reading_is_noted(
    course: Course,
) -> None:
    with_family(course)
    receipt = submit(course, add(course, Upload("Amara Okafor.txt", b"one two")))
    file = receipt.files[0].id
    site = course.site
    own = open_file(site, course.amara, receipt.record, file)
    assert (own.name, own.content) == ("Amara Okafor.txt", b"one two")
    marker = site.actor(course.world.person("mark", role="marker"))
    site.session().rollback()
    assert open_file(site, marker, receipt.record, file).name == "file-1.txt"
    site.session().rollback()
    noted = site.session().scalars(select(ReadAuditRow)).all()
    assert [(n.reader, n.record) for n in noted] == [("mark", receipt.record)]
    course.world.record(person("mark"), "interest", site.today(), **{"with": "amara"})
    site.session().rollback()
    with pytest.raises(NotPermitted):
        open_file(site, site.actor("mark"), receipt.record, file)
    planner = site.actor(course.world.person("plan", role="planner"))
    site.session().rollback()
    with pytest.raises(NotPermitted):
        open_file(site, planner, receipt.record, file)
    with pytest.raises(NotFound):
        open_file(site, course.amara, receipt.record, "../../cadre.sqlite")


def test_whoever_may_not_know_the_writer_gets_a_copy_without_the_name_or_the_text(
    course: Course,
) -> None:
    with_family(course)
    document = docx.Document(io.BytesIO(a_docx()))
    document.core_properties.author = "Amara Okafor"
    out = io.BytesIO()
    document.save(out)
    whole = out.getvalue()
    odd = packed({"word/printerSettings1.bin": b"Amara"}, whole)
    revision = add(course, Upload("Amara.docx", whole), Upload("Amara 2.docx", odd))
    receipt = submit(course, revision)
    site = course.site
    marker = course.world.person("mark", role="marker")
    site.session().rollback()
    first, second = (
        open_file(site, site.actor(marker), receipt.record, one.id) for one in receipt.files
    )
    assert first.name == "file-1.docx"
    assert docx.Document(io.BytesIO(first.content)).core_properties.author == ""
    assert (second.name, second.type) == ("file-2.txt", "text/plain")
    assert second.content.decode().startswith("This is the text of the file.")
    assert WORDS in second.content.decode()
    own = open_file(site, course.amara, receipt.record, receipt.files[0].id)
    assert (own.name, own.content) == ("Amara.docx", whole)


def test_what_nothing_names_any_more_is_swept_and_the_rest_stays(
    course: Course, clock: Clock
) -> None:
    site = course.site
    with_family(course)
    receipt = submit(course, add(course, Upload("a.txt", b"one two")))
    add(course, Upload("draft.txt", b"kept"))
    site.files.keep("00000000-0000-0000-0000-000000000000", b"left over")
    (left,) = take_in(site, [Upload("b.txt", b"of a transaction that failed")])
    site.files.attach("11111111-1111-1111-1111-111111111111", [left.id])
    assert sweep_files(site) == 0
    for path in site.files.folder.rglob("*"):
        os.utime(path, (0, 0))
    assert sweep_files(site) == 3
    assert read_receipt(site, course.amara, course.enrolment, receipt.record).intact
    assert draft_of(site, course.piece(WORK, "pat.case")).written.files
    erased = course.records("submission")[0].get("document").partition(".")[0]
    with site.ledger.write("somebody") as writer:
        writer.session.delete(writer.session.get_one(DocumentRow, erased))
    site.session().rollback()
    assert sweep_files(site) == 1
    jobs = site.session().scalars(select(JobRow.name)).all()
    assert SWEEP in jobs
    assert timedelta(hours=24) < GRACE


def with_header_and_comment(header: str, comment: str) -> bytes:
    document = docx.Document()
    run = document.add_paragraph(WORDS).runs[0]
    document.sections[0].header.paragraphs[0].text = header
    document.add_comment(run, comment, author="", initials="")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_what_stands_beside_the_text_of_a_file_is_looked_through_too(course: Course) -> None:
    content = with_header_and_comment("NHS 943 476 5870", "Ring Gordon Brook at ME4 4TR")
    add(course, Upload("Jane_Smith.docx", content))
    of = course.piece(WORK, "pat.case")
    written = draft_of(course.site, of).written
    checked = check_writing(course.site, of, written)
    found = [(w.kind, w.beside, w.place == written.files[0].id) for w in checked.warnings]
    assert found[:2] == [("nhs-number", "header", True), ("postcode", "comment", True)]
    names = checked.warnings[2]
    assert (names.kind, names.passage) == ("possible-names", "Jane Smith; Gordon Brook")
    assert "comment" in names.beside
    assert "It stands beside the text of the file (header)." in checked.warnings[0].says
    assert len({w.mark for w in checked.warnings}) == 3
    assert not [one for one in checked.advice if "looked through" in one]


def test_a_file_that_cannot_be_looked_through_beside_its_text_is_named(course: Course) -> None:
    add(course, Upload("case.docx", a_docx()), Upload("case.pdf", a_pdf()))
    of = course.piece(WORK, "pat.case")
    written = draft_of(course.site, of).written
    course.site.files.drop([written.files[0].id])
    advice = check_writing(course.site, of, written).advice
    assert [one for one in advice if one.startswith("case.docx: Headers, footers, comments")]
    assert [one for one in advice if one.startswith("case.pdf: Of this file's properties")]
