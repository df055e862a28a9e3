"""What a text holds that will not be laid out as whoever wrote it may think, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from lms.curriculum.mark_patterns import ON_A_LINE, WITHIN_TEXT, remedy_for_tag
from lms.curriculum.markdown_marks import UNFOLLOWED
from lms.curriculum.problems import shown

OPENING = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)")


@dataclass(frozen=True, slots=True)
class Fault:
    """One of them; ``line`` counts from nought within the text."""

    line: int
    what: str
    instead: str


def name(markdown: MarkdownIt) -> None:
    """Teach a parser to name them, where ``faults`` in its surroundings collects them."""
    markdown.core.ruler.before("footnote_tail", "faults", _name_faults)


def _name_faults(state: StateCore) -> None:
    faults: list[Fault] | None = state.env.get("faults")
    if faults is not None:
        lines = state.src.split("\n")
        faults.extend(_blocks(state.tokens, lines))
        opened: set[str] = set()
        faults.extend(fault for token in state.tokens for fault in _inline(token, opened))


def _blocks(tokens: list[Token], lines: list[str]) -> Iterator[Fault]:
    above = 1
    columns = 0
    for i, token in enumerate(tokens):
        at = _first(token)
        if token.type == "heading_open":
            level = int(token.tag[1])
            if level > above + 1:
                what = f"a heading of level {level} stands under one of level {above}"
                yield Fault(at, what, f"write {'#' * (above + 1)}, so that no level is left out")
            above = level
        elif token.type == "fence" and not _is_closed(token, lines):
            what = "the block of code that begins here has no end"
            yield Fault(at, what, f"write {token.markup} in a line of its own where it ends")
        elif token.type == "table_open":
            columns = sum(t.type == "th_open" for t in tokens[i : _closing(tokens, i)])
        elif token.type == "tr_open":
            yield from _row(token, columns, lines[at] if at < len(lines) else "")
        elif token.type == "paragraph_open" and tokens[i + 1].content:
            yield from _paragraph(tokens[i + 1], at)


def _closing(tokens: list[Token], begin: int) -> int:
    return next(i for i in range(begin, len(tokens)) if tokens[i].type == "thead_close")


def _first(token: Token) -> int:
    return (token.map or [0])[0]


def _is_closed(fence: Token, lines: list[str]) -> bool:
    begin, end = fence.map or [0, 0]
    last = lines[min(end, len(lines)) - 1].strip(" \t>")
    return end - begin > 1 and last.startswith(fence.markup) and not last.strip(fence.markup[0])


def _row(row: Token, columns: int, line: str) -> Iterator[Fault]:
    cells = row.meta.get("cells", columns)
    if cells > columns:
        what = f"the row has {cells} cells, the table {columns}"
        yield Fault(_first(row), what, r"write \| for a bar within a cell")
    elif columns > 1 and "|" not in line:
        what = f"{shown(line)} is read as a row of the table above"
        yield Fault(_first(row), what, "put an empty line before it, or bars between its cells")


def _paragraph(inline: Token, at: int) -> Iterator[Fault]:
    if inline.children and inline.children[0].type == UNFOLLOWED and len(inline.children) == 1:
        return  # an address or a note that nothing uses, named as such
    told: set[str] = set()
    for n, line in enumerate(inline.content.split("\n")):
        for pattern, what, instead in ON_A_LINE:
            found = pattern.search(line)
            if found and what + instead not in told:
                told.add(what + instead)  # the other rows of a table that is none need no word
                yield Fault(at + n, what.format(shown(found[0])), instead)
            if found:
                break


def _inline(token: Token, opened: set[str]) -> Iterator[Fault]:
    """What stands within a paragraph, a heading or a cell; ``opened`` are the HTML tags so far."""
    at = _first(token)
    before = ""
    for child in token.children or ():
        if child.type == UNFOLLOWED and child.content not in opened:
            opened |= {f"</{found[1]}>"} if (found := OPENING.match(child.content)) else set()
            yield Fault(at, *_unfollowed(child))
        elif child.type == "text":
            yield from _text(child.content, at)
        elif child.type == "link_close" and before == "link_open":
            yield Fault(at, "a link has no words", "write them between the square brackets")
        before = child.type
        if child.type == "softbreak" or (child.type == "hardbreak" and child.markup != "br"):
            at += 1
        at += child.content.count("\n")


def _text(text: str, at: int) -> Iterator[Fault]:
    for pattern, what, instead in WITHIN_TEXT:
        for found in list(pattern.finditer(text))[:3]:
            line = at + text.count("\n", 0, found.start())
            yield Fault(line, what.format(shown(found[0])), instead)


def _unfollowed(token: Token) -> tuple[str, str]:
    said = shown(token.content)
    match token.info:
        case "picture":
            what = "pictures are not shown yet"
            return what, "say in words what it shows, or write [words](https://…)"
        case "tag":
            return f"HTML is not followed, so {said} is shown as it stands", remedy_for_tag(
                token.content
            )
        case "entity":
            return f"{said} is the name of no sign", "write the sign itself, or &amp; for an &"
        case "definition":
            return f"no link uses the address {said}", "write [words][label], or take it out"
        case "twice":
            what = f"the address {said} is set apart a second time"
            return what, "keep one of the two, or use another label"
    return f"the note {said} is not used, or stands twice", "write [^label] where it belongs, once"
