"""A PDF without comments, and without the names in its properties."""

from __future__ import annotations

import io
from typing import Any

from lms.services.unreadable import DAMAGED, LOCKED, Unreadable

ABOUT = ("/Metadata", "/PieceInfo", "/Info", "/LastModified", "/CreatorInfo")
"""What a document, a page or a picture says of who made it, with which program and when."""
ON_ITS_FACE = ("/Link", "/Widget", "/FreeText")
"""Notes that are no comments: the text is read with what they say."""
WHEN = ("/NM", "/CreationDate", "/M")
SIGNED = ("/Sig", "/DocTimeStamp")


def nameless_pdf(content: bytes) -> bytes:
    """The copy; Unreadable where it is locked, damaged or signed with somebody's name."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(LOCKED)
        writer = PdfWriter(clone_from=reader)
        writer.metadata = None
        _clean(writer.root_object)
        writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise Unreadable(DAMAGED) from None


def _clean(start: Any) -> None:
    """Walk everything that can be reached, and take out what names somebody."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    waiting, seen = [start], set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            _clean_one(one)
            waiting += list(one.values())
        elif isinstance(one, ArrayObject):
            waiting += list(one)


def _clean_one(found: Any) -> None:
    if found.get("/Type") in SIGNED or (found.get("/FT") == "/Sig" and "/V" in found):
        raise Unreadable(DAMAGED)
    for name in ABOUT:
        found.pop(name, None)
    if "/Annots" in found:
        _clean_notes(found)


def _clean_notes(page: Any) -> None:
    """Leave what stands on the face of a page, without who put it there and when."""
    from pypdf.generic import ArrayObject, NameObject

    notes = page["/Annots"].get_object()
    kept = [n for n in notes if n.get_object().get("/Subtype") in ON_ITS_FACE]
    for note in (n.get_object() for n in kept):
        gone = WHEN if note.get("/Subtype") == "/Widget" else (*WHEN, "/T", "/Popup")
        for name in gone:
            note.pop(name, None)
    page[NameObject("/Annots")] = ArrayObject(kept)
