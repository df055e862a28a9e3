"""The words of one story of a Word file (its body, a header, a note), as a reader of the page sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from lms.services.acts_by_name import ActsByName
from lms.services.file_contents import Found
from lms.services.harmful import require_harmless_field
from lms.services.word_hidden import HiddenStyles
from lms.services.word_names import child, is_on, said, short

DELETED, HIDDEN = "deleted text", "hidden text"
NO_WORDS = {
    *("w:pPr", "w:rPr", "w:tblPr", "w:trPr", "w:tcPr", "w:sectPr", "w:sdtPr", "w:sdtEndPr"),
    *("w:rt", "w:rubyPr", "w:tblGrid", "w:ffData", "w:fldData", "m:ctrlPr", "w:delInstrText"),
}
SIGNS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
}
GREEK = dict(
    zip(
        (*range(0x41, 0x5B), *range(0x61, 0x7B)),
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)
ACTS = ActsByName()


class Story:
    """Walks through the XML of a story once; what it finds is in ``lines`` and ``found``.

    ``marks`` are the notes that its text refers to; ``chunk`` and ``diagram`` give the lines of what
    stands in other parts of the file, by the id of their relation.
    """

    def __init__(
        self,
        found: Found,
        styles: HiddenStyles,
        chunk: Callable[[str], list[str]],
        diagram: Callable[[str], list[str]],
    ) -> None:
        self.lines: list[str] = []
        self.marks: list[tuple[str, str]] = []
        self._found, self._styles, self._chunk, self._diagram = found, styles, chunk, diagram
        self._line: list[str] = []
        self._apart: list[str] = []
        self._gone: str | None = None
        self._lost: dict[str, list[str]] = {}
        self._style: str | None = None
        self._fields: list[bool] = []
        self._instruction: list[str] = []
        self._closed = True
        self._own_mark = False

    def read(self, root: Any) -> Story:
        """Walk through all of it."""
        fields = [said(one, "w:fldCharType") for one in root.iter() if _is(one, "w:fldChar")]
        # A field that never ends would take everything behind it along.
        self._closed = fields.count("begin") == fields.count("end")
        self._walk(root)
        self._end_line()
        return self

    def _walk(self, element: Any) -> None:
        for one in element:
            name = short(one.tag)
            if name in NO_WORDS:
                continue
            act = ACTS.get(name)
            if act:
                act(self, one)
            elif name in SIGNS:
                self._put(SIGNS[name])
            else:
                self._walk(one)

    def _put(self, text: str) -> None:
        if self._own_mark or (self._closed and any(self._fields)):
            return
        if self._gone:
            self._lost.setdefault(self._gone, []).append(text)
        else:
            self._line.append(text)

    @contextmanager
    def _being(self, gone: str | None) -> Iterator[None]:
        before, self._gone = self._gone, self._gone or gone
        yield
        self._gone = before

    def _end_line(self) -> None:
        text, self._line = "".join(self._line), []
        if text:
            self.lines.append(text)
            self._found.grow(text)
        self.lines += self._apart
        self._apart = []
        for what, words in self._lost.items():
            self._found.aside(what, "".join(words))
        self._lost = {}

    # Blocks

    @ACTS.of("w:p")
    def _paragraph(self, paragraph: Any) -> None:
        style = child(paragraph, "w:pPr", "w:pStyle")
        self._style = None if style is None else said(style, "w:val")
        self._walk(paragraph)
        mark = child(paragraph, "w:pPr", "w:rPr")
        removed = mark is not None and any(
            short(one.tag) in ("w:del", "w:moveFrom") for one in mark
        )
        # Where the end of a paragraph is deleted, the next one goes on in the same line.
        if not removed:
            if not self._line and not self._gone:
                self.lines.append("")
            self._end_line()

    @ACTS.of("w:tr")
    def _row(self, row: Any) -> None:
        self._end_line()
        removed = child(row, "w:trPr", "w:del") is not None
        hidden = is_on(child(row, "w:trPr", "w:hidden"))
        with self._being(DELETED if removed else HIDDEN if hidden else None):
            self._walk(row)
            self._end_line()

    @ACTS.of("w:tc")
    def _cell(self, cell: Any) -> None:
        with self._being(DELETED if child(cell, "w:tcPr", "w:cellDel") is not None else None):
            self._walk(cell)
            self._end_line()

    @ACTS.of("w:txbxContent")
    def _box(self, box: Any) -> None:
        """The lines of a box stand behind the paragraph that it hangs on, never within its words."""
        before = self._line, self._apart, self.lines, self._style, self._fields
        self._line, self._apart, self.lines, self._fields = [], [], [], []
        self._walk(box)
        self._end_line()
        lines = self.lines
        self._line, self._apart, self.lines, self._style, self._fields = before
        self._apart += lines

    @ACTS.of("w:altChunk")
    def _put_in_whole(self, chunk: Any) -> None:
        self._end_line()
        if not self._gone:
            self.lines += self._chunk(said(chunk, "r:id") or "")

    @ACTS.of("w:subDoc")
    def _other_document(self, _: Any) -> None:
        self._found.unread["document"] += 1

    @ACTS.of("mc:AlternateContent")
    def _alternatives(self, alternatives: Any) -> None:
        """The same thing for newer and for older programs: one of them is read."""
        branch = child(alternatives, "mc:Choice")
        branch = child(alternatives, "mc:Fallback") if branch is None else branch
        if branch is not None:
            self._walk(branch)

    # Runs and what stands in them

    @ACTS.of("w:r", "m:r")
    def _run(self, run: Any) -> None:
        with self._being(HIDDEN if self._styles.hides(run, self._style) else None):
            self._walk(run)
        self._own_mark = False

    @ACTS.of("w:t", "m:t")
    def _text(self, text: Any) -> None:
        self._put("".join(text.itertext()))

    @ACTS.of("w:delText")
    def _deleted_text(self, text: Any) -> None:
        with self._being(DELETED):
            self._text(text)

    @ACTS.of("w:sym")
    def _symbol(self, symbol: Any) -> None:
        try:
            code = int(said(symbol, "w:char") or "", 16)
        except ValueError:
            return
        code = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
        font = (said(symbol, "w:font") or "").lower()
        if font == "symbol":
            self._put(GREEK.get(code, chr(code) if 0x20 < code < 0x40 else "•"))
        elif font.startswith(("wingdings", "webdings")) or not 0x20 < code < 0xD800:
            self._put("•")
        else:
            self._put(chr(code))

    @ACTS.of("w:del", "w:moveFrom")
    def _deleted(self, change: Any) -> None:
        self._found.aside("author of a tracked change", said(change, "w:author"))
        with self._being(DELETED):
            self._walk(change)

    @ACTS.of("w:ins", "w:moveTo")
    def _inserted(self, change: Any) -> None:
        self._found.aside("author of a tracked change", said(change, "w:author"))
        self._walk(change)

    @ACTS.of("w:footnoteReference", "w:endnoteReference")
    def _note(self, mark: Any) -> None:
        if not self._gone:
            kind = "footnote" if _is(mark, "w:footnoteReference") else "endnote"
            self.marks.append((kind, said(mark, "w:id") or ""))
        # A sign of the writer's own choice follows in the same run.
        self._own_mark = said(mark, "w:customMarkFollows") in ("1", "true", "on")

    # Fields: what they ask for is none of the text, what they give is

    @ACTS.of("w:fldChar")
    def _field(self, sign: Any) -> None:
        require_harmless_field("".join(self._instruction))
        kind = said(sign, "w:fldCharType")
        if kind == "begin":
            self._fields.append(True)
            self._instruction = []
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    @ACTS.of("w:instrText")
    def _instructed(self, text: Any) -> None:
        self._instruction.append(text.text or "")

    @ACTS.of("w:fldSimple")
    def _simple_field(self, simple: Any) -> None:
        require_harmless_field(said(simple, "w:instr") or "")
        self._walk(simple)

    # Drawings and formulae

    @ACTS.of("a:p")
    def _drawn_paragraph(self, paragraph: Any) -> None:
        words = "".join(one.text or "" for one in paragraph.iter() if _is(one, "a:t"))
        if words and not self._gone:
            self._apart.append(words)

    @ACTS.of("v:textpath")
    def _drawn_text(self, path: Any) -> None:
        words = path.get("string")
        if words and not self._gone:
            self._apart.append(words)

    @ACTS.of("wp:docPr")
    def _described(self, described: Any) -> None:
        for name in ("title", "descr"):
            self._found.aside("alternative text", described.get(name))

    @ACTS.of("pic:pic", "a:blip", "v:imagedata", "contentPart")
    def _picture(self, picture: Any) -> None:
        for one in picture.iter():
            if one.get("descr"):
                self._found.aside("alternative text", one.get("descr"))
        self._count("picture")

    @ACTS.of("c:chart")
    def _chart(self, _: Any) -> None:
        self._count("chart")

    def _count(self, kind: str) -> None:
        if not self._gone:
            self._found.unread[kind] += 1

    @ACTS.of("dgm:relIds")
    def _smart_art(self, relations: Any) -> None:
        if not self._gone:
            self._apart += self._diagram(said(relations, "r:dm") or "")

    @ACTS.of("m:oMath")
    def _formula(self, formula: Any) -> None:
        signs = [short(one.tag) for one in formula]
        if any(name.startswith("m:") and name not in ("m:r", "m:ctrlPr") for name in signs):
            self._count("formula")
        self._walk(formula)

    @ACTS.of("m:f")
    def _fraction(self, fraction: Any) -> None:
        for place, name in enumerate(("m:num", "m:den")):
            part = child(fraction, name)
            if part is not None:
                self._put("/" if place else "")
                self._walk(part)


def _is(element: Any, name: str) -> bool:
    return short(element.tag) == name
