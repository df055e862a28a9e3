"""The words of one story of an OpenDocument text, as a reader of the page sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from lms.services.acts_by_name import ActsByName
from lms.services.file_contents import Found
from lms.services.xml_names import ShortNames

SPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "urn:oasis:names:tc:opendocument:xmlns:form:1.0": "form",
    "urn:oasis:names:tc:opendocument:xmlns:meta:1.0": "meta",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/1998/Math/MathML": "math",
    "http://www.w3.org/1999/xlink": "xlink",
}
NO_WORDS = {
    *("text:note-citation", "text:ruby-text", "text:number", "text:bibliography-configuration"),
    *("text:sequence-decls", "text:variable-decls", "text:user-field-decls", "office:forms"),
    *("text:dde-connection-decls", "office:scripts", "office:annotation-end", "office:settings"),
    *("text:table-of-content-source", "text:alphabetical-index-source", "text:user-index-source"),
    *("text:illustration-index-source", "text:table-index-source", "text:object-index-source"),
    *("text:bibliography-source", "text:notes-configuration", "math:annotation"),
    *("math:annotation-xml", "draw:image-map", "office:meta", "table:covered-table-cell"),
}
PARAGRAPHS = ("text:p", "text:h")
MOST_SPACES = 1_000
HIDDEN, DELETED = "hidden text", "deleted text"
ACTS = ActsByName()
NAMES = ShortNames(SPACES)
short, said = NAMES.short, NAMES.said


class OpenStory:
    """Walks through the XML of a story once; what it finds is in ``lines`` and ``found``.

    ``hidden`` are the styles that hide; ``embedded`` gives the words of an object by its place.
    """

    def __init__(
        self, found: Found, hidden: set[str], embedded: Callable[[Any], list[str]]
    ) -> None:
        self.lines: list[str] = []
        self.notes: list[str] = []
        self._found, self._hidden, self._embedded = found, hidden, embedded
        self._line: list[str] | None = None
        self._apart: list[str] = []
        self._gone: str | None = None
        self._lost: list[str] = []

    def read(self, root: Any) -> OpenStory:
        """Walk through all of it; its notes stand in lines behind it."""
        self._walk(root)
        self.lines += self.notes
        return self

    def _walk(self, element: Any) -> None:
        self._put(element.text)
        for one in element:
            self._visit(one, short(one.tag))
            self._put(one.tail)

    def _visit(self, one: Any, name: str) -> None:
        if name in NO_WORDS:
            return
        with self._being(HIDDEN if said(one, "text:display") == "none" else None):
            if name in PARAGRAPHS:
                self._paragraph(one)
            elif name in ACTS:
                ACTS[name](self, one)
            else:
                self._walk(one)

    def _put(self, text: str | None, kept: bool = False) -> None:
        """Text of a paragraph; line ends in the XML are spaces, and several spaces are one."""
        if not text or self._line is None:
            return
        text = text if kept else re.sub(r"[ \t\r\n]+", " ", text)
        (self._lost if self._gone else self._line).append(text)

    @contextmanager
    def _being(self, gone: str | None) -> Iterator[None]:
        before, self._gone = self._gone, self._gone or gone
        yield
        self._gone = before

    def _paragraph(self, paragraph: Any) -> None:
        """Its line; one that hangs within another stands behind that, never within its words."""
        outer, self._line = self._line, []
        apart, self._apart = self._apart, []
        with self._being(HIDDEN if self._is_hidden(paragraph) else None):
            self._walk(paragraph)
            visible = not self._gone
        lines = [*(["".join(self._line)] if visible else []), *self._apart]
        if outer is None:
            self.lines += lines
            self._apart = apart
        else:
            self._apart = [*apart, *lines]
        self._line = outer
        self._found.grow("".join(lines))
        if self._lost:
            self._found.aside(self._gone or HIDDEN, "".join(self._lost))
            self._lost = []

    def _is_hidden(self, element: Any) -> bool:
        """Whether its style hides it, or a field in it that hides its whole paragraph."""
        if said(element, "text:style-name") in self._hidden:
            return True
        return any(
            said(one, "text:is-hidden") == "true"
            for one in element.iter()
            if short(one.tag) == "text:hidden-paragraph"
        )

    @ACTS.of("text:s")
    def _spaces(self, spaces: Any) -> None:
        many = said(spaces, "text:c") or "1"
        count = int(many[:9]) if many.isascii() and many.isdigit() else 1
        self._put(" " * min(count, MOST_SPACES), kept=True)

    @ACTS.of("text:tab")
    def _tab(self, _: Any) -> None:
        self._put("\t", kept=True)

    @ACTS.of("text:line-break")
    def _line_break(self, _: Any) -> None:
        self._put("\n", kept=True)

    @ACTS.of("text:span", "text:a")
    def _span(self, span: Any) -> None:
        with self._being(HIDDEN if said(span, "text:style-name") in self._hidden else None):
            self._walk(span)

    @ACTS.of("text:hidden-text")
    def _hidden_text(self, hidden: Any) -> None:
        shown = said(hidden, "text:is-hidden") == "false"
        self._found.aside(HIDDEN, said(hidden, "text:string-value"))
        with self._being(None if shown else HIDDEN):
            self._walk(hidden)

    @ACTS.of("text:section")
    def _section(self, section: Any) -> None:
        hidden = said(section, "text:is-hidden") == "true"
        with self._being(HIDDEN if hidden else None):
            self._walk(section)

    @ACTS.of("text:note-body")
    def _note(self, note: Any) -> None:
        """Notes stand in lines of their own behind the text."""
        if self._gone:
            self._aside(HIDDEN, note)
            return
        story = OpenStory(self._found, self._hidden, self._embedded).read(note)
        self.notes += story.lines

    @ACTS.of("office:annotation")
    def _comment(self, comment: Any) -> None:
        for one in comment.iter():
            if short(one.tag) in ("dc:creator", "meta:creator-initials"):
                self._found.aside("author of a comment", one.text)
        self._aside("comment", comment)

    @ACTS.of("text:tracked-changes")
    def _changes(self, changes: Any) -> None:
        for one in changes.iter():
            if short(one.tag) == "dc:creator":
                self._found.aside("author of a tracked change", one.text)
            if short(one.tag) == "text:deletion":
                self._aside(DELETED, one)

    def _aside(self, what: str, root: Any) -> None:
        found = Found()
        lines = OpenStory(found, self._hidden, lambda _: []).read(root).lines
        self._found.aside(what, "\n".join(lines))
        for one in found.beside:
            self._found.aside(one.what, one.text)

    @ACTS.of("svg:title", "svg:desc")
    def _description(self, description: Any) -> None:
        self._found.aside("alternative text", "".join(description.itertext()))

    @ACTS.of("draw:frame")
    def _frame(self, frame: Any) -> None:
        """The same thing in several forms, the best first: an object and a picture of it are one."""
        objects = [one for one in frame if short(one.tag) == "draw:object"]
        images = [one for one in frame if short(one.tag) == "draw:image"]
        boxes = [one for one in frame if short(one.tag) in ("draw:text-box", "table:table")]
        for one in frame:
            if short(one.tag) in ("svg:title", "svg:desc"):
                self._description(one)
        if boxes:
            self._walk(boxes[0])
        elif objects and not self._gone:
            self._apart_or_line(self._embedded(objects[0]))
        elif images and not self._gone:
            self._found.unread["picture"] += 1

    def _apart_or_line(self, words: list[str]) -> None:
        if self._line is None:
            self.lines += words
        else:
            self._put(" ".join(words))

    @ACTS.of("table:table-row")
    def _row(self, row: Any) -> None:
        hidden = said(row, "table:visibility") in ("collapse", "filter")
        with self._being(HIDDEN if hidden else None):
            self._walk(row)
