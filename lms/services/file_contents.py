"""What stands in a file: its writer's text, what stands beside that, and what could not be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lms.services.unreadable import DAMAGED, LONG, Unreadable

LARGEST_TEXT = 1_000_000
"""Characters taken out of one file: several dissertations."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Words of a file that are none of its text.

    ``what`` says in plain words what they are: "header", "comment", "author in properties".
    """

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What was found: ``unread`` names in plain words what may hold words that nobody read."""

    text: str
    beside: tuple[Beside, ...] = ()
    unread: tuple[str, ...] = ()


UNREAD = {
    "picture": ("1 picture, which may hold words", "{} pictures, which may hold words"),
    "formula": (
        "1 formula, of which only the signs were read",
        "{} formulae, of which only the signs were read",
    ),
    "chart": ("1 chart, whose words were not read", "{} charts, whose words were not read"),
    "document": (
        "1 document put in whole, which was not read",
        "{} documents put in whole, which were not read",
    ),
    "control": ("1 control of a form", "{} controls of a form"),
}


@dataclass(slots=True)
class Found:
    """What a reader gathers on its way through a file."""

    lines: list[str] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    more: list[str] = field(default_factory=list)
    _known: set[Beside] = field(default_factory=set)
    _size: int = 0

    def aside(self, what: str, text: str | None) -> None:
        """Keep words that are none of the text; the same ones once."""
        one = Beside(what, " ".join((text or "").split()))
        if one.text and one not in self._known:
            self._known.add(one)
            self.beside.append(one)

    def grow(self, text: str) -> None:
        """Count what is gathered: nobody waits for a text that is too long to be handed in."""
        self._size += len(text)
        if self._size > LARGEST_TEXT:
            raise Unreadable(LONG)

    def contents(self) -> Contents:
        """All of it, as it is handed on."""
        unread = (
            one if self.unread[kind] == 1 else many.format(self.unread[kind])
            for kind, (one, many) in UNREAD.items()
            if self.unread[kind]
        )
        return Contents("\n".join(self.lines), tuple(self.beside), (*unread, *self.more))


def contents_of(content: bytes) -> Contents:
    """What stands in a file of any type that is taken; Unreadable where nothing can be taken out."""
    try:
        found = _read(content)
    except RecursionError:
        raise Unreadable(DAMAGED) from None
    text = _clean(found.text)
    if len(text) > LARGEST_TEXT:
        raise Unreadable(LONG)
    beside = tuple(Beside(one.what, _clean(one.text)) for one in found.beside)
    return Contents(text, beside, found.unread)


def _clean(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _read(content: bytes) -> Contents:
    """Each reader is loaded only where it is needed: the process that reads a file starts quickly."""
    from lms.services.file_kinds import DOCX, ODT, PDF, kind_of
    from lms.services.plain_text import as_text

    kind = kind_of(content)
    if kind == DOCX:
        from lms.services.read_word import contents_of_word

        return contents_of_word(content)
    if kind == ODT:
        from lms.services.read_open_document import contents_of_open_document

        return contents_of_open_document(content)
    if kind == PDF:
        from lms.services.read_pdf import pdf_contents

        return pdf_contents(content)
    return Contents(as_text(content) or "")
