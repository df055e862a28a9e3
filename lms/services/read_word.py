"""The words of a Word file (.docx): its text, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lms.services.file_contents import Contents, Found
from lms.services.harmful import require_harmless_word
from lms.services.read_chunk import lines_of_page, pages_of_mail
from lms.services.unpack import Package
from lms.services.unreadable import DAMAGED, Unreadable
from lms.services.word_hidden import hidden_styles
from lms.services.word_names import child, said, short
from lms.services.word_story import Story

PROPERTIES = {
    "creator": "author in properties",
    "lastModifiedBy": "last editor in properties",
    "title": "title in properties",
    "subject": "subject in properties",
    "description": "remarks in properties",
    "keywords": "keywords in properties",
    "category": "category in properties",
    "contentStatus": "status in properties",
    "Manager": "manager in properties",
    "Company": "organisation in properties",
    "HyperlinkBase": "address in properties",
}
SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
BESIDE = (("/header", "header"), ("/footer", "footer"))


def contents_of_word(content: bytes, inside: bool = False) -> Contents:
    """What stands in a Word file; ``inside`` where another one holds it."""
    package = Package(content)
    require_harmless_word(package)
    mains = package.related("", "/officeDocument")
    body = child(package.tree(mains[0]), "w:body") if mains else None
    if body is None:
        raise Unreadable(DAMAGED)
    return _WordFile(package, mains[0], inside).read(body)


class _WordFile:
    def __init__(self, package: Package, main: str, inside: bool) -> None:
        self._package, self._main, self._inside = package, main, inside
        self._found = Found()
        styles = package.related(main, "/styles")
        self._styles = hidden_styles(package.tree(styles[0]) if styles else None)
        self._targets = {one.id: one.target for one in package.relations(main) if not one.external}
        self._taken: set[str] = set()

    def read(self, body: Any) -> Contents:
        story = self._story(self._found).read(body)
        self._found.lines += story.lines
        for kind in ("footnote", "endnote"):
            self._add_notes(kind, {mark for of, mark in story.marks if of == kind})
        self._add_beside()
        self._add_comments()
        self._add_properties()
        return self._found.contents()

    def _story(self, found: Found) -> Story:
        return Story(found, self._styles, self._chunk, self._diagram)

    def _add_notes(self, kind: str, marked: set[str]) -> None:
        """Notes stand in lines of their own; one whose mark is gone is none of the text."""
        for name in self._package.related(self._main, f"/{kind}s"):
            for note in self._package.tree(name):
                if said(note, "w:type") in SEPARATORS:
                    continue
                if said(note, "w:id") in marked:
                    self._found.lines += self._story(self._found).read(note).lines
                else:
                    self._aside("note without a mark", note)

    def _aside(self, what: str, root: Any) -> None:
        found = Found()
        lines = self._story(found).read(root).lines
        self._found.aside(what, "\n".join(lines))
        for one in found.beside:
            self._found.aside(one.what, one.text)

    def _add_beside(self) -> None:
        for ending, what in BESIDE:
            for name in self._package.related(self._main, ending):
                self._aside(what, self._package.tree(name))

    def _add_comments(self) -> None:
        for name in self._package.related(self._main, "/comments"):
            for comment in self._package.tree(name):
                self._found.aside("author of a comment", said(comment, "w:author"))
                self._aside("comment", comment)
        for name in self._package.related(self._main, "/people"):
            for one in self._package.tree(name):
                self._found.aside(
                    "author in the list of people",
                    next((v for key, v in one.items() if key.endswith("}author")), None),
                )

    def _add_properties(self) -> None:
        for ending in ("/core-properties", "/coreProperties", "/extended-properties",
                       "/extendedProperties"):  # fmt: skip
            for name in self._package.related("", ending):
                for one in self._package.tree(name):
                    what = PROPERTIES.get(short(one.tag))
                    if what:
                        self._found.aside(what, "".join(one.itertext()))
        for ending in ("/custom-properties", "/customProperties"):
            for name in self._package.related("", ending):
                for one in self._package.tree(name):
                    self._found.aside("property of its own", "".join(one.itertext()))

    def _once(self, relation: str, read: Callable[[str], list[str]]) -> list[str]:
        """What another part holds, the first time that it is asked for."""
        name = self._targets.get(relation)
        if name is None or not self._package.has(name):
            self._found.unread["document"] += 1
            return []
        if name in self._taken:
            return []
        self._taken.add(name)
        return read(name)

    def _diagram(self, relation: str) -> list[str]:
        return self._once(relation, self._diagram_lines)

    def _diagram_lines(self, name: str) -> list[str]:
        paragraphs = [p for p in self._package.tree(name).iter() if short(p.tag) == "a:p"]
        lines = (
            "".join(t.text or "" for t in p.iter() if short(t.tag) == "a:t") for p in paragraphs
        )
        return [line for line in lines if line]

    def _chunk(self, relation: str) -> list[str]:
        return self._once(relation, self._chunk_lines)

    def _chunk_lines(self, name: str) -> list[str]:
        """A document that was put in whole: another one of Word, a page, a mail, or plain text."""
        content = self._package.part(name)
        start = content[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
        if start.startswith(b"pk\x03\x04"):
            if self._inside:
                self._found.unread["document"] += 1
                return []
            inner = contents_of_word(content, inside=True)
            self._found.beside += inner.beside
            self._found.more += inner.unread
            return inner.text.split("\n")
        if start.startswith(b"mime-version") or b"\nmime-version:" in start:
            return [line for page in pages_of_mail(content) for line in lines_of_page(page)]
        if start.startswith(b"<") or b"<html" in start:
            return lines_of_page(content)
        if name.lower().endswith(".txt") and b"\x00" not in content:
            return content.decode("utf-8", "replace").splitlines()
        self._found.unread["document"] += 1
        return []
