"""The text of a file is found by what is in it; what could harm its reader is refused."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from lms.services import file_text
from lms.services.file_text import (
    BOMB,
    DOCX,
    LOCKED,
    ODT,
    PDF,
    TEXT,
    Unreadable,
    kind_of,
    text_of,
)
from lms.services.handed_content import (
    HandedFile,
    content_with,
    handed_content,
    readable_text,
)
from tests.services.files_to_upload import WORDS, a_docx, a_pdf, an_odt, packed


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (a_pdf(), PDF),
        (a_docx(), DOCX),
        (an_odt(), ODT),
        ("Grüße".encode(), TEXT),
        ("Grüße".encode("utf-16"), TEXT),
        ("Grüße".encode("cp1252"), TEXT),
        (b"MZ\x90\x00program", None),
        (b"\x89PNG\r\n\x1a\n\x00", None),
        (packed({"a.txt": "hello"}), None),
        (b"PK\x03\x04 and nothing more", None),
    ],
)
def test_the_type_is_found_in_the_bytes(content: bytes, kind: str | None) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize("content", [a_pdf(), a_docx(), an_odt(), WORDS.encode()])
def test_every_type_gives_its_text(content: bytes) -> None:
    assert text_of(content).strip() == WORDS


def test_text_in_tables_and_footnotes_counts_and_what_was_deleted_does_not() -> None:
    assert "in a cell" in text_of(a_docx(WORDS, "in a cell"))
    tracked = "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
    kept = an_odt(f"{WORDS}</text:p>{tracked}<text:p>and<text:tab/>more<text:s/>here")
    assert text_of(kept).split() == [*WORDS.split(), "and", "more", "here"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (a_pdf(password="secret"), LOCKED),
        (an_odt(declared="<!DOCTYPE a>"), BOMB),
        (packed({"a/b.xml": "<!DOCTYPE a>".encode("utf-16")}, a_docx()), BOMB),
        (packed({f"p{n}": "" for n in range(5001)}, a_docx()), BOMB),
        (an_odt("<text:p>" * 500 + "</text:p>" * 500), "damaged"),
        (an_odt("<text:p>"), "damaged"),
        (b"x" * (file_text.LARGEST_TEXT + 1), "million"),
    ],
)
def test_what_harms_or_says_nothing_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says.split(".")[0]):
        text_of(content)


def test_the_program_says_what_it_found_as_json() -> None:
    command = [sys.executable, "-m", file_text.__name__]
    for content, said in (
        (a_docx(), {"text": WORDS}),
        (a_pdf(password="x"), {"problem": LOCKED}),
    ):
        done = subprocess.run(command, input=content, capture_output=True, check=True)
        assert said.items() <= json.loads(done.stdout).items()


def test_every_reader_sees_one_text_whatever_the_shape() -> None:
    file = HandedFile("f", "a.txt", TEXT, 3, "0", 1, text="In a file.\n")
    kept = content_with("Typed.\n", [file])
    assert handed_content(kept).files == (file,)
    assert readable_text(kept) == "Typed.\n\nIn a file."
    assert readable_text("Typed.") == content_with("Typed.", []) == "Typed."
    assert handed_content(None).readable == ""
