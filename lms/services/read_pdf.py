"""A PDF's text with what its writer filled in, what stands beside it, and the pages nobody can read."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from lms.services.file_contents import LARGEST_TEXT, Beside, Contents
from lms.services.pdf_harmful import refuse_harmful
from lms.services.unreadable import DAMAGED, LOCKED, Unreadable

LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
    }
)
BROKEN = re.compile(r"(\w{0,40}[^\W\d_])[-\u2010\u00ad] *\n *([^\W\d_]\w{0,40})")
HYPHENED = re.compile(r"\w{1,40}-\w{1,40}")
SPACED = "Lines whose letters stand apart, whose words may be counted wrongly"
FILLED = "A form of a kind that is not read (XFA)"
FEWEST_SPACED = 8
"""Letters that stand alone in a line before it counts as one with its letters apart."""
FEW_WORDS, BIG_PICTURE = 5, 400
"""Words that a stamp or a page number puts on a scan; and pixels of a scan's shorter side."""


def pdf_contents(content: bytes) -> Contents:
    """What stands in a PDF; Unreadable where it is locked, damaged or does more than be read."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        # One that only forbids editing opens with an empty password, as in every reader.
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(LOCKED)
        refuse_harmful(reader.trailer)
        return _contents(reader)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise Unreadable(DAMAGED) from None


def _contents(reader: Any) -> Contents:
    found: list[str] = []
    beside: list[Beside] = []
    size = pictures = pages = 0
    for page in reader.pages:
        text = page.extract_text()
        pages += 1
        pictures += _is_picture(page, text)
        found.append(text)
        for kind, said in _notes(page):
            found.append(said) if kind == "/FreeText" else beside.append(Beside("comment", said))
        size += len(text)
        if size > LARGEST_TEXT:
            break
    found += _filled_in(reader)
    author = (reader.metadata or {}).get("/Author")
    if isinstance(author, str) and author.strip():
        beside.append(Beside("author in properties", author))
    text, apart = as_written("\n\n".join(found))
    return Contents(text, tuple(beside), tuple(_unread(reader, pictures, pages, apart)))


def _unread(reader: Any, pictures: int, pages: int, apart: bool) -> Iterator[str]:
    if pictures:
        are = "is a picture" if pictures == 1 else "are pictures"
        of = "page" if pages == 1 else "pages"
        yield f"{pictures} of {pages} {of} {are}, whose words cannot be counted"
    if apart:
        yield SPACED
    form = reader.trailer["/Root"].get("/AcroForm")
    if form is not None and "/XFA" in form.get_object():
        yield FILLED


def _filled_in(reader: Any) -> Iterator[str]:
    """What was typed into a form or chosen in it; a box that is ticked has no words."""
    for field in (reader.get_fields() or {}).values():
        value = field.get("/V")
        if field.get("/FT") in ("/Tx", "/Ch"):
            yield from (str(v) for v in (value if isinstance(value, list) else [value]) if v)


def _notes(page: Any) -> Iterator[tuple[str, str]]:
    """Words written on a page after it was made: those on its face, and comments that open."""
    for held in page.get("/Annots") or ():
        note = held.get_object()
        kind, said = note.get("/Subtype"), note.get("/Contents")
        if said and kind not in ("/Widget", "/Link", "/Popup"):
            yield str(kind), str(said)


def _is_picture(page: Any, text: str) -> bool:
    few = len(text.split())
    if few > FEW_WORDS:
        return False
    sides = list(_pictures(page.get("/Resources"), 0))
    return bool(sides) if not few else any(side >= BIG_PICTURE for side in sides)


def _pictures(resources: Any, depth: int) -> Iterator[int]:
    """The shorter side of each picture that a page draws, those within its forms too."""
    held = resources.get_object().get("/XObject") if resources is not None else None
    if held is None or depth > 4:
        return
    for name in held.get_object().values():
        drawn = name.get_object()
        if drawn.get("/Subtype") == "/Image":
            yield min(int(drawn.get("/Width", 0)), int(drawn.get("/Height", 0)))
        elif drawn.get("/Subtype") == "/Form":
            yield from _pictures(drawn.get("/Resources"), depth + 1)


def as_written(text: str) -> tuple[str, bool]:
    """Words as they were written, not as they were set; and whether letters still stand apart."""
    lines, apart = [], False
    for line in text.translate(LIGATURES).split("\n"):
        words = line.split()
        if len(words) >= FEWEST_SPACED and sum(len(w) == 1 for w in words) >= len(words) * 0.9:
            together = re.split(r"\s{2,}", line.strip())
            apart = apart or len(together) == 1
            line = line if len(together) == 1 else " ".join(w.replace(" ", "") for w in together)
        lines.append(line)
    whole = "\n".join(lines)
    kept = set(HYPHENED.findall(whole))
    return BROKEN.sub(lambda found: _mended(found, kept), whole).replace("\u00ad", ""), apart


def _mended(found: re.Match[str], kept: set[str]) -> str:
    """A word broken at a line's end; its hyphen stays where the text has it so elsewhere."""
    first, rest = found.groups()
    if not rest[0].islower():
        return found[0]
    hyphened = f"{first}-{rest}"
    return (hyphened if hyphened in kept else f"{first}{rest}") + "\n"
