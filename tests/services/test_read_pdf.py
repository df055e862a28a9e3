"""A PDF is read as its writer wrote it, and what nobody can count in it is named."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from lms.services.file_text import LOCKED, Unreadable
from lms.services.pdf_harmful import CARRIES, SCRIPTS
from lms.services.read_pdf import as_written, pdf_contents
from tests.services.files_to_upload import WORDS, a_pdf


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def opened() -> PdfWriter:
    return PdfWriter(clone_from=PdfReader(io.BytesIO(a_pdf())))


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_file_that_only_forbids_editing_is_read_and_one_with_a_password_is_not(
    algorithm: str,
) -> None:
    free, locked = opened(), opened()
    free.encrypt("", "owner", algorithm=algorithm)
    locked.encrypt("user", "owner", algorithm=algorithm)
    assert pdf_contents(written(free)).text.strip() == WORDS
    with pytest.raises(Unreadable, match=LOCKED):
        pdf_contents(written(locked))


def test_what_is_filled_into_a_form_and_written_on_a_page_is_text() -> None:
    writer = opened()
    field = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("answer"),
            NameObject("/V"): TextStringObject("typed in a field"),
        }
    )
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(field)])})
    writer._root_object[NameObject("/AcroForm")] = form
    writer.add_annotation(0, FreeText(text="written on it", rect=(0, 0, 100, 50)))
    lines = pdf_contents(written(writer)).text.split("\n")
    assert "typed in a field" in lines
    assert "written on it" in lines


def test_pages_that_are_pictures_are_named() -> None:
    writer = opened()
    for _ in range(2):
        picture = DecodedStreamObject()
        picture.set_data(b"\x00")
        picture.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Image"),
                NameObject("/Width"): NumberObject(1),
                NameObject("/Height"): NumberObject(1),
                NameObject("/ColorSpace"): NameObject("/DeviceGray"),
                NameObject("/BitsPerComponent"): NumberObject(8),
            }
        )
        drawn = DictionaryObject({NameObject("/I"): writer._add_object(picture)})
        page = writer.add_blank_page(400, 400)
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): drawn})
    found = pdf_contents(written(writer))
    assert found.unread == ("2 of 3 pages are pictures, whose words cannot be counted",)


def test_scripts_programs_and_attachments_are_refused_and_a_jump_to_a_page_is_not() -> None:
    scripted, starting, carrying, jumping = opened(), opened(), opened(), opened()
    scripted._root_object[NameObject("/OpenAction")] = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert(1)"),
        }
    )
    starting._root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")}
    )
    carrying.add_attachment("notes.txt", b"words")
    jumping._root_object[NameObject("/OpenAction")] = ArrayObject(
        [jumping.pages[0].indirect_reference, NameObject("/Fit")]
    )
    for writer, says in ((scripted, SCRIPTS), (starting, SCRIPTS), (carrying, CARRIES)):
        with pytest.raises(Unreadable, match=says):
            pdf_contents(written(writer))
    assert pdf_contents(written(jumping)).text.strip() == WORDS


def test_words_are_put_together_that_a_line_or_its_setting_broke() -> None:
    assert as_written("the profes-\nsional view") == ("the professional\n view", False)
    assert as_written("well-being, or well-\nbeing")[0] == "well-being, or well-being\n"
    assert as_written("pages 3-\n4 and Anglo-\nSaxon")[0] == "pages 3-\n4 and Anglo-\nSaxon"
    assert as_written("e\ufb03cient") == ("efficient", False)
    assert as_written("t h e  f a m i l y  c a m e") == ("the family came", False)
    assert as_written("t h e f a m i l y c a m e")[1]
