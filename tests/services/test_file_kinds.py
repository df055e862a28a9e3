"""A file is taken for what its bytes are, and one that is not taken is told what to do."""

from __future__ import annotations

import pytest

from lms.services.file_kinds import PDF, TEXT, kind_of, why_not_taken
from lms.services.plain_text import as_text
from tests.services.files_to_upload import a_pdf

MAIL = b"From: a@example.org\r\nSubject: Essay\r\nMIME-Version: 1.0\r\n\r\nHere it is."
PAGE = b"<html><head><title>Essay</title></head><body><p>Words</p></body></html>"
FLAT = b'<?xml version="1.0"?>\n<office:document xmlns:office="o"><a/></office:document>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (rb"{\rtf1\ansi Words}", "Rich Text"),
        (PAGE, "web page"),
        (b"<!-- saved -->\n<!DOCTYPE html>\n" + PAGE, "web page"),
        (PAGE.decode().encode("utf-16"), "web page"),
        (MAIL, "mail"),
        (b"From a@example.org Tue Dec  1\n" + MAIL, "mail"),
        (FLAT, "XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "older Office"),
        (b"\x89PNG\r\n\x1a\n\x00", "picture"),
        ("سلام عليكم في البيت".encode("cp1256"), "encoding"),
        ("Мы пришли в дом".encode("cp1251"), "encoding"),
        ("Ήρθαμε στο σπίτι".encode("cp1253"), "encoding"),
        ("the mother’s café".encode("mac-roman"), "encoding"),
        (b"one\ntwo \x01 three and more words", "Line 2"),
    ],
)
def test_what_is_no_plain_text_is_refused_with_what_it_is(content: bytes, says: str) -> None:
    assert kind_of(content) is None
    said = why_not_taken(content)
    assert says in said
    assert "then add it again" in said


@pytest.mark.parametrize(
    "text",
    [
        "An essay about the mark %PDF-1.4 at the start of a file.",
        "%PDF- is how such a file begins, an essay says.",
        "<html> is how a page begins, an essay says.",
        "< is less than",
        "From: the team\nTo: the panel\nSubject: a memo\n\nWe met.",
        "The {\\rtf1 mark begins a file.",
    ],
)
def test_a_text_that_mentions_another_kind_is_text(text: str) -> None:
    assert kind_of(text.encode()) == TEXT
    assert as_text(text.encode()) == text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_a_text_is_read_in_the_encodings_that_editors_write(encoding: str) -> None:
    text = "The mother’s café – “a naïve view”, façade, Grüße, 5 m³ …"
    assert as_text(text.encode(encoding)) == text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_sign_that_ends_a_line_ends_one(end: str) -> None:
    assert as_text(f"one{end}two".encode()) == "one\ntwo"


def test_a_pdf_may_have_a_mark_or_bytes_that_are_no_text_before_it() -> None:
    for before in (b"", b"\xef\xbb\xbf", b"\r\n", b"\x00\x01\x02"):
        assert kind_of(before + a_pdf()) == PDF
