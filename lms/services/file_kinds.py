"""What a file is, by its bytes and never by its name; and what is said of one that is not taken."""

from __future__ import annotations

import re

from lms.services.plain_text import as_text, why_no_text
from lms.services.unpack import first_part

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
TEXT = "text/plain"
TAKEN = "PDF, Word (.docx), OpenDocument (.odt) or plain text (.txt, .md)"
WORD_TYPES = re.compile(
    rb"wordprocessingml\.document\.main|ms-word\.document\.macroenabled\.main", re.I
)
PDF_AT = re.compile(rb"%PDF-\d\.\d")
COMMENTS = re.compile(r"(?:\s*<!--.*?-->)*\s*", re.DOTALL)
RTF = re.compile(r"\s*\{\\rtf\d?\s*\\")
XML = re.compile(r"<\?xml\s[^>]*\?>", re.IGNORECASE)
PAGE = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|style|script)\b[^>]*>.*?"
    r"<(?:html|head|body|meta|title|p|div|table|style|/\w+)\b",
    re.IGNORECASE | re.DOTALL,
)
FRAGMENT = re.compile(
    r"<(div|p|table|span|font|center|h[1-6])\b[^>]*>.*</(div|p|table|span|font|center|h[1-6])>\s*",
    re.IGNORECASE | re.DOTALL,
)
HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*:(?:\s|$)")
OF_MAIL = re.compile(
    r"^(?:mime-version|message-id|received|return-path|content-type|delivered-to|dkim-signature"
    r"|content-transfer-encoding|snapshot-content-location):",
    re.IGNORECASE | re.MULTILINE,
)
"""Lines that mail programs write and people do not: a memo begins with From and Subject too."""
FIRST_BYTES = {
    b"\xd0\xcf\x11\xe0": "an older Office file (.doc)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\x00": "a picture",
    b"MM\x00*": "a picture",
    b"%!PS": "a PostScript file",
    b"MZ": "a program",
    b"\x7fELF": "a program",
    b"Rar!": "an archive",
    b"7z\xbc\xaf": "an archive",
    b"\x1f\x8b": "an archive",
}


def kind_of(content: bytes) -> str | None:
    """The type of a file by what is in it, never by its name; None where it may not be handed in."""
    return kind_and_text(content)[0]


def kind_and_text(content: bytes) -> tuple[str | None, str]:
    """The same and, of plain text, its characters, which had to be read to tell: it may be long."""
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_package(content), ""
    if _is_pdf(content):
        return PDF, ""
    text = as_text(content)
    return (None, "") if text is None or _other_than_text(text) else (TEXT, text)


def _is_pdf(content: bytes) -> bool:
    """By its mark at the very start; further on only in what is no text that mentions the mark."""
    found = PDF_AT.search(content[:1024])
    if found is None:
        return False
    before = content[: found.start()].removeprefix(b"\xef\xbb\xbf").strip()
    if not before:
        return True
    return (b"endobj" in content and b"startxref" in content) or as_text(content) is None


def _kind_of_package(content: bytes) -> str | None:
    """By the list of its types: one with macros is a Word document too, and refused with a reason."""
    said = first_part(content, "mimetype")
    if said is not None:
        return ODT if said.decode("ascii", "replace").strip() == ODT else None
    types = (first_part(content, "[Content_Types].xml") or b"").replace(b"\x00", b"")
    return DOCX if WORD_TYPES.search(types) else None


def _other_than_text(text: str) -> str:
    """What a file of characters is, where these are markup and none of its writer's words."""
    start = text.lstrip("\ufeff")
    if RTF.match(start):
        return "a Rich Text file (RTF)"
    shown = COMMENTS.sub("", start, count=1) if start.lstrip().startswith("<!--") else start
    shown = shown.lstrip()
    if PAGE.match(shown) or FRAGMENT.fullmatch(shown):
        return "a web page (HTML)"
    if XML.match(shown) and re.search(r"</\w|/>", shown):
        return "an XML file"
    if _is_mail(start.lstrip()):
        return "a mail or a saved web page"
    if re.match(r"BEGIN:(VCARD|VCALENDAR)\n", shown):
        return "a calendar or address file"
    return ""


def _is_mail(text: str) -> bool:
    """Whether a block of headers stands at the start, with one that only programs write."""
    lines = text.partition("\n\n")[0].split("\n")
    if lines[0].startswith(("From ", ">From ")):
        del lines[0]
    if not lines or not all(HEADER.match(line) or line[:1] in (" ", "\t") for line in lines):
        return False
    headers = [line for line in lines if HEADER.match(line)]
    return len(headers) > 1 and OF_MAIL.search("\n".join(headers)) is not None


def why_not_taken(content: bytes) -> str:
    """What is the matter with a file whose type is not taken, and what to do."""
    for first, what in FIRST_BYTES.items():
        if content.startswith(first):
            return _save_as(f"It is {what}, not")
    if content.startswith(b"PK\x03\x04"):
        return _save_as("It is not")
    text = as_text(content)
    if text is not None:
        return _save_as(f"It is {_other_than_text(text) or 'something else'}, not")
    return why_no_text(content) or _save_as("It is not")


def _save_as(what: str) -> str:
    return f"{what} {TAKEN}. Save it as one of these, then add it again."
