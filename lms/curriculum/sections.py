"""The parts of a text: its headings, what stands under each, its tables and lists, by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from lms.curriculum.front_matter import Text
from lms.curriculum.markdown_parser import parse
from lms.curriculum.problems import Problems
from lms.curriculum.work import TooMuchWorkError

NEAR = 200
"""Lines of one paragraph within which a link is looked for."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; ``spare`` counts cells beyond the table's columns."""

    line: int
    cells: tuple[str, ...]
    spare: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its cells as Markdown."""

    line: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the second level and what stands under it, as Markdown."""

    title: str
    line: int
    text: str
    headings: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    has_list: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """A text divided at its headings of the second level.

    ``top`` is the line of a heading of the first level, ``links`` are addresses and their lines.
    """

    introduction: str = ""
    sections: tuple[Section, ...] = ()
    top: int | None = None
    links: tuple[tuple[str, int], ...] = ()
    readable: bool = True

    def section(self, title: str) -> Section | None:
        """The section with this heading."""
        return next((s for s in self.sections if s.title == title), None)


def outline(text: Text, problems: Problems) -> Outline:
    """Divide a text; one that cannot be laid out is a problem and has no sections."""
    try:
        tokens = parse(text.markdown)
    except TooMuchWorkError:
        what = "the text is too tangled to be laid out"
        problems.add(text.path, text.line, what, "write it with fewer marks inside each other")
        return Outline(readable=False)
    lines = text.markdown.split("\n")
    breaks = [i for i, t in enumerate(tokens) if _is_heading(t, "h2")]
    starts = [_first(tokens[i]) for i in breaks] + [len(lines)]
    sections = tuple(
        _section(tokens[i:j], lines[start:end], text.line + start)
        for i, j, start, end in zip(
            breaks, [*breaks[1:], len(tokens)], starts, starts[1:], strict=False
        )
    )
    top = next((text.line + _first(t) for t in tokens if _is_heading(t, "h1")), None)
    return Outline(
        "\n".join(lines[: starts[0]]).strip(),
        sections,
        top,
        tuple(_links(tokens, lines, text.line)),
    )


def _is_heading(token: Token, tag: str) -> bool:
    return token.type == "heading_open" and token.tag == tag and token.level == 0


def _first(token: Token) -> int:
    return (token.map or [0])[0]


def _links(tokens: list[Token], lines: list[str], first_line: int) -> Iterator[tuple[str, int]]:
    for token in tokens:
        followed = [str(c.attrs["href"]) for c in token.children or () if c.type == "link_open"]
        for targets in (followed, token.meta.get("refused", [])):
            at, end = token.map or [0, len(lines)]
            for target in targets:
                near = range(at, min(max(end, at + 1), at + NEAR, len(lines)))
                at = next((i for i in near if target in lines[i]), at)
                yield target, first_line + at


def _section(tokens: list[Token], lines: list[str], line: int) -> Section:
    begin, end = tokens[0].map or [0, 1]
    first_line = line - begin
    return Section(
        title=tokens[1].content.strip(),
        line=line,
        text="\n".join(lines[end - begin :]).strip(),
        headings=tuple(tokens[i + 1].content for i, t in enumerate(tokens) if _is_heading(t, "h3")),
        tables=tuple(_tables(tokens, first_line)),
        has_list=any(t.type in ("bullet_list_open", "ordered_list_open") for t in tokens),
    )


def _tables(tokens: list[Token], first_line: int) -> Iterator[Table]:
    rows: list[Row] = []
    cells: list[str] = []
    opening: Token | None = None
    for i, token in enumerate(tokens):
        if token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            cells, opening = [], token
        elif token.type in ("th_open", "td_open"):
            cells.append(tokens[i + 1].content.strip())
        elif token.type == "tr_close" and opening:
            rows.append(_row(opening, cells, first_line))
        elif token.type == "table_close":
            yield Table(rows[0].line, rows[0].cells, tuple(rows[1:]))


def _row(opening: Token, cells: list[str], first_line: int) -> Row:
    spare = int(opening.meta.get("cells", len(cells))) - len(cells)
    return Row(first_line + _first(opening), tuple(cells), spare)
