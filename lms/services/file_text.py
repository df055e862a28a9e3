"""The text of an uploaded file, taken out in a process of its own: a hostile file harms nothing else.

Run as a program it reads a file from its input and writes JSON: ``{"text": …}`` or
``{"problem": …}``.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
TEXT = "text/plain"
LARGEST_TEXT = 1_000_000
"""Characters taken out of one file: several dissertations."""
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 5_000
LARGEST_PART = 40 * 1024 * 1024
"""Bytes of one XML part, unpacked: whoever says more is no writer of essays."""
SECONDS, MEMORY = 20, 1024 * 1024 * 1024
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
NOTES = ("/footnotes", "/endnotes")
NOT_WRITTEN = {f"{OFFICE_TEXT}tracked-changes", f"{OFFICE_TEXT}sequence-decls"}


class Unreadable(Exception):
    """A file that cannot be taken; the message tells its owner what to do."""


LOCKED = "It is locked with a password. Save it without one, then add it again."
DAMAGED = "It is damaged or not what its first bytes say. Save it anew, then add it again."
BOMB = "It unpacks to far more than a text needs. Save it anew, then add it again."
MACROS = "It carries macros. Save it as a document without them, then add it again."


def kind_of(content: bytes) -> str | None:
    """The type of a file by what is in it, never by its name; None where it may not be handed in."""
    if b"%PDF-" in content[:1024]:
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_package(content)
    return TEXT if as_text(content) is not None else None


def _kind_of_package(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            if "mimetype" in names:
                said = _part(package, "mimetype", 200).decode("ascii", "replace").strip()
                return ODT if said == ODT else None
            types = _part(package, "[Content_Types].xml", LARGEST_PART)
    except (zipfile.BadZipFile, KeyError, Unreadable, NotImplementedError, RuntimeError):
        return None
    return DOCX if b"wordprocessingml.document" in types else None


def as_text(content: bytes) -> str | None:
    """Plain text in one of the encodings that editors write; None where it is something else."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    if b"\x00" in content:
        return None
    return _decoded(content, "utf-8-sig") or _decoded(content, "cp1252")


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    controls = sum(c < " " and c not in "\n\r\t\f" for c in text)
    return None if controls else text.replace("\r\n", "\n").replace("\r", "\n")


def text_of(content: bytes) -> str:
    """The text of a file; Unreadable where it has none that can be taken out."""
    kind = kind_of(content)
    if kind == PDF:
        found = _of_pdf(content)
    elif kind == DOCX:
        found = _of_docx(_checked(content))
    elif kind == ODT:
        found = _of_odt(_checked(content))
    else:
        found = as_text(content) or ""
    text = found.replace("\x00", "").encode("utf-8", "replace").decode()
    if len(text) > LARGEST_TEXT:
        raise Unreadable("It is longer than can be handed in (a million characters).")
    return text


def _of_pdf(content: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise Unreadable(LOCKED)
        return _joined(page.extract_text() for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unreadable(DAMAGED) from None


def _joined(pages: Iterator[str]) -> str:
    found, size = [], 0
    for text in pages:
        found.append(text)
        size += len(text)
        if size > LARGEST_TEXT:
            break
    return "\n\n".join(found)


def _checked(content: bytes) -> bytes:
    """A package whose parts unpack to a reasonable size and declare no entities of their own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > LARGEST_UNPACKED:
                raise Unreadable(BOMB)
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable(LOCKED)
            if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
                raise Unreadable(MACROS)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    _xml(_part(package, part.filename, LARGEST_PART))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise Unreadable(DAMAGED) from None
    return content


def _part(package: zipfile.ZipFile, name: str, most: int) -> bytes:
    """One part, never more of it than allowed, whatever the package says of its size."""
    with package.open(name) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise Unreadable(BOMB)
    return content


DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def _xml(content: bytes) -> bytes:
    """XML that declares nothing: office programs never do, and entities are how bombs are built."""
    if DECLARES.search(content.replace(b"\x00", b"")):  # also where it is written in UTF-16
        raise Unreadable(BOMB)
    return content


def _tree(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(_xml(content))  # noqa: S314 - it declares nothing


def _of_docx(content: bytes) -> str:
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
        found = [*_word_paragraphs(document.element.body)]
        for relation in document.part.rels.values():
            if relation.reltype.endswith(NOTES) and not relation.is_external:
                found += _word_paragraphs(_tree(relation.target_part.blob))
    except (KeyError, ValueError, AttributeError, ElementTree.ParseError, zipfile.BadZipFile):
        raise Unreadable(DAMAGED) from None
    return "\n".join(found)


def _word_paragraphs(body: Any) -> Iterator[str]:
    """Every paragraph with its text, those in tables and boxes too; what was deleted is not there."""
    marks = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "-"}
    for paragraph in body.iter(f"{WORD}p"):
        runs = (
            (part.text or "") if part.tag == f"{WORD}t" else marks.get(part.tag, "")
            for part in paragraph.iter()
        )
        yield "".join(runs)


def _of_odt(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if b"manifest:encryption-data" in _part(package, "META-INF/manifest.xml", LARGEST_PART):
                raise Unreadable(LOCKED)
            root = _tree(_part(package, "content.xml", LARGEST_PART))
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile, NotImplementedError):
        raise Unreadable(DAMAGED) from None
    found: list[str] = []
    _collect(root, found, 0)
    return "".join(found)


DEEPEST = 400


def _collect(element: ElementTree.Element, found: list[str], depth: int) -> None:
    """The text below an element; paragraphs and headings end a line."""
    if depth > DEEPEST:
        raise Unreadable(DAMAGED)
    if element.tag in NOT_WRITTEN:
        return
    inside = {f"{OFFICE_TEXT}s": " ", f"{OFFICE_TEXT}tab": "\t", f"{OFFICE_TEXT}line-break": "\n"}
    paragraph = element.tag in (f"{OFFICE_TEXT}p", f"{OFFICE_TEXT}h")
    found.append(inside.get(element.tag, element.text or ""))
    for child in element:
        _collect(child, found, depth + 1)
        found.append(child.tail or "")
    if paragraph:
        found.append("\n")


def main() -> None:
    """Take the text out of what comes in, within bounds of time and memory."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        said = {"text": text_of(sys.stdin.buffer.read())}
    except Unreadable as fault:
        said = {"problem": str(fault)}
    except (MemoryError, RecursionError):
        said = {"problem": BOMB}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
