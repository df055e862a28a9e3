"""The text of an uploaded file, taken out in a process of its own: a hostile file harms nothing else.

Run as a program it reads a file from its input and writes JSON: ``{"text": …, "beside":
…, "unread": …}`` or ``{"problem": …}``.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict

from lms.services.file_contents import LARGEST_TEXT, contents_of
from lms.services.unpack import first_part
from lms.services.unreadable import BOMB, DAMAGED, LOCKED, LONG, MACROS, Unreadable

__all__ = [
    "BOMB",
    "DAMAGED",
    "DOCX",
    "LARGEST_TEXT",
    "LOCKED",
    "LONG",
    "MACROS",
    "ODT",
    "PDF",
    "TEXT",
    "Unreadable",
]

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
TEXT = "text/plain"
WORD_TYPES = re.compile(
    rb"wordprocessingml\.document\.main|ms-word\.document\.macroenabled\.main", re.I
)
SECONDS, MEMORY = 8, 1024 * 1024 * 1024
"""What the process that reads one file may use: of the processor's time, and of memory."""


def kind_of(content: bytes) -> str | None:
    """The type of a file by what is in it, never by its name; None where it may not be handed in."""
    if b"%PDF-" in content[:1024]:
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_package(content)
    return TEXT if as_text(content) is not None else None


def _kind_of_package(content: bytes) -> str | None:
    """By the list of its types: one with macros is a Word document too, and refused with a reason."""
    said = first_part(content, "mimetype")
    if said is not None:
        return ODT if said.decode("ascii", "replace").strip() == ODT else None
    types = (first_part(content, "[Content_Types].xml") or b"").replace(b"\x00", b"")
    return DOCX if WORD_TYPES.search(types) else None


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
    return contents_of(content).text


def text_of_other(content: bytes, kind: str | None) -> str:
    """The text of a file that is no package."""
    return _of_pdf(content) if kind == PDF else as_text(content) or ""


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


def main() -> None:
    """Take the text out of what comes in, within bounds of time and memory."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        said: dict[str, object] = asdict(contents_of(sys.stdin.buffer.read()))
    except Unreadable as fault:
        said = {"problem": str(fault)}
    except (MemoryError, RecursionError):
        said = {"problem": BOMB}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
