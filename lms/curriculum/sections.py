"""The parts of a text: its headings, what stands under each, its tables and lists, by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from lms.curriculum.front_matter import Text
from lms.curriculum.heading_ids import heading_ids
from lms.curriculum.markdown_faults import Fault
from lms.curriculum.markdown_marks import UNFOLLOWED
from lms.curriculum.markdown_parser import parse
from lms.curriculum.problems import Problem, Problems
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

    ``tops`` are the lines of headings of the first level, ``links`` are addresses and their lines,
    ``anchors`` the names of headings. ``faults`` tell what will not be laid out as it may be meant.
    """

    introduction: str = ""
    sections: tuple[Section, ...] = ()
    tops: tuple[int, ...] = ()
    links: tuple[tuple[str, int], ...] = ()
    anchors: frozenset[str] = frozenset()
    faults: tuple[Problem, ...] = ()
    readable: bool = True

    def section(self, title: str) -> Section | None:
        """The section with this heading."""
        return next((s for s in self.sections if s.title == title), None)


def outline(text: Text, problems: Problems) -> Outline:
    """Divide a text; one that cannot be laid out is a problem and has no sections."""
    faults: list[Fault] = []
    try:
        tokens = parse(text.markdown, faults)
    except TooMuchWorkError:
        what = "the text is too tangled to be laid out"
        problems.add(text.path, text.line, what, "write it with fewer marks inside each other")
        return Outline(readable=False)
    lines = text.markdown.split("\n")
    breaks = [i for i, t in enumerate(tokens) if _is_heading(t, "h2")]
    starts = [_first(tokens[i]) for i in breaks] + [len(lines)]
    sections = tuple(
        _section(tokens[i:j], lines[start:end], text)
        for i, j, start, end in zip(
            breaks, [*breaks[1:], len(tokens)], starts, starts[1:], strict=False
        )
    )
    return Outline(
        "\n".join(lines[: starts[0]]).strip(),
        sections,
        tuple(text.at(_first(t)) for t in tokens if t.type == "heading_open" and t.tag == "h1"),
        tuple((target, text.at(line)) for target, line in _links(tokens, lines)),
        frozenset(identity for _, identity in heading_ids(tokens)),
        tuple(Problem(text.path, text.at(f.line), f.what, f.instead) for f in faults),
    )


def titles_with_comments(text: Text) -> dict[int, str]:
    """The headings and the first cells of tables as they were written, by line, where comments stand."""
    if text.commented is None:
        return {}
    parts = outline(text.commented, Problems())
    rows = (row for section in parts.sections for table in section.tables for row in table.rows)
    return {
        **{row.line: row.cells[0] for row in rows},
        **{section.line: section.title for section in parts.sections},
    }


def _is_heading(token: Token, tag: str) -> bool:
    return token.type == "heading_open" and token.tag == tag and token.level == 0


def _first(token: Token) -> int:
    return (token.map or [0])[0]


def _links(tokens: list[Token], lines: list[str]) -> Iterator[tuple[str, int]]:
    for token in tokens:
        for targets in (_followed(token), token.meta.get("refused", [])):
            begin, end = token.map or [0, len(lines)]
            for target in targets:
                near = range(begin, min(max(end, begin + 1), begin + NEAR, len(lines)))
                found = next((i for i in near if target in lines[i]), None)
                if found is None and (apart := _set_apart(target, lines)) is not None:
                    yield target, apart
                    continue
                begin = begin if found is None else found
                yield target, begin


def _followed(token: Token) -> Iterator[str]:
    before = ""
    for child in token.children or ():
        if child.type == "link_open" and before != UNFOLLOWED:  # a picture is named as such
            yield str(child.attrs["href"])
        before = child.type


def _set_apart(target: str, lines: list[str]) -> int | None:
    """The line that gives the address of a link whose words stand elsewhere."""
    return next((i for i, line in enumerate(lines) if "]:" in line and target in line), None)


def _section(tokens: list[Token], lines: list[str], text: Text) -> Section:
    begin, end = tokens[0].map or [0, 1]
    return Section(
        title=tokens[1].content.strip(),
        line=text.at(begin),
        text="\n".join(lines[end - begin :]).strip(),
        headings=tuple(tokens[i + 1].content for i, t in enumerate(tokens) if _is_heading(t, "h3")),
        tables=tuple(_tables(tokens, text)),
        has_list=any(t.type in ("bullet_list_open", "ordered_list_open") for t in tokens),
    )


def _tables(tokens: list[Token], text: Text) -> Iterator[Table]:
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
            rows.append(_row(opening, cells, text))
        elif token.type == "table_close":
            yield Table(rows[0].line, rows[0].cells, tuple(rows[1:]))


def _row(opening: Token, cells: list[str], text: Text) -> Row:
    spare = int(opening.meta.get("cells", len(cells))) - len(cells)
    return Row(text.at(_first(opening)), tuple(cells), spare)
