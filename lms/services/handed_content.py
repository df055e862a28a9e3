"""What a document of handed-in work holds: its text and its files, in one shape for every reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from lms.services.file_text import DOCX, ODT, PDF, TEXT

ENDINGS = {PDF: ".pdf", DOCX: ".docx", ODT: ".odt", TEXT: ".txt"}
TYPES = {PDF: "PDF", DOCX: "Word document", ODT: "OpenDocument text", TEXT: "Plain text"}


@dataclass(frozen=True, slots=True)
class HandedFile:
    """One file.

    ``name`` is its owner's and private; ``type`` was found in its bytes; ``size`` is in bytes.
    ``words`` are those of ``text``, which was taken out of it, or, where ``stated``, the writer's
    own count; None where nobody has counted yet. ``unread`` names what of the file may hold words
    that nothing could read. Where the words were counted and the writer says that the count is
    wrong, ``stated_words`` is the writer's number and ``reason`` why; ``words`` stays beside it.
    """

    id: str
    name: str
    type: str
    size: int
    sha256: str
    words: int | None = None
    stated: bool = False
    text: str = ""
    unread: tuple[str, ...] = ()
    stated_words: int | None = None
    reason: str = ""

    @property
    def kind(self) -> str:
        """Its type as people call it."""
        return TYPES.get(self.type, self.type)

    @property
    def ending(self) -> str:
        """What a name ends in for this type of file, whatever the owner called it."""
        return ENDINGS.get(self.type, "")

    @property
    def as_named(self) -> str:
        """The owner's name for it, with the ending of what it really is."""
        known = (".md",) if self.type == TEXT else ()
        if self.name.lower().endswith((self.ending, *known)):
            return self.name
        return f"{self.name}{self.ending}"

    @property
    def kilobytes(self) -> int:
        """Its size in kilobytes, rounded up."""
        return -(-self.size // 1000)


@dataclass(frozen=True, slots=True)
class HandedContent:
    """The typed text and the files of one submission, claim or draft."""

    text: str = ""
    files: tuple[HandedFile, ...] = ()

    @property
    def readable(self) -> str:
        """All that can be read of it as one text: what was typed, then what stands in each file.

        Comments are anchored in this text, attempts are compared by it.
        """
        parts = [self.text, *(file.text for file in self.files)]
        return "\n\n".join(part.strip("\n") for part in parts if part.strip())

    def file(self, identity: str) -> HandedFile | None:
        """One of its files."""
        return next((f for f in self.files if f.id == identity), None)


def content_with(text: str, files: Iterable[HandedFile]) -> Any:
    """What the document keeps: the text alone, or text and files where there are files."""
    kept = [kept_file(file) for file in files]
    return {"text": text, "files": kept} if kept else text


def kept_file(file: HandedFile) -> dict[str, Any]:
    """A file as documents and drafts keep it; what could not be read only where there is any."""
    kept = asdict(file)
    unread = list(kept.pop("unread"))
    return {**kept, "unread": unread} if unread else kept


def handed_content(document: Any) -> HandedContent:
    """A document as it was handed in; empty where there is none or it was erased."""
    if not isinstance(document, Mapping):
        return HandedContent(str(document or ""))
    return HandedContent(str(document.get("text") or ""), read_files(document.get("files")))


def readable_text(document: Any) -> str:
    """The text of a submission's document, that of its files included."""
    return handed_content(document).readable


def read_files(kept: Any) -> tuple[HandedFile, ...]:
    """Files as a document or a draft holds them."""
    return tuple(_read_file(one) for one in kept or () if isinstance(one, Mapping))


def _read_file(kept: Mapping[str, Any]) -> HandedFile:
    known = HandedFile.__dataclass_fields__
    values = {name: value for name, value in kept.items() if name in known}
    return HandedFile(**{**values, "unread": tuple(values.get("unread") or ())})
