"""Where Markdown would drop what somebody wrote, and what is shown in its place."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim, unescapeAll
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, getLine, table
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from lms.curriculum.links import KINDS, OUTWARD, scheme_of
from lms.curriculum.markdown_marks import shown_paragraph

MOST_COLUMNS = 100


def prevent(markdown: MarkdownIt) -> None:
    """Teach a parser to lose nothing."""
    markdown.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    markdown.core.ruler.before("footnote_tail", "spare_notes", _spare_notes)
    markdown.core.ruler.after("inline", "refused_links", _refused_links)
    markdown.add_render_rule("fence", _fence)


def _table(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: N803
    """A row with more cells than the heading keeps them all, joined in its last.

    Rows wider than any page stay text: a row makes a cell for each column, however short it is.
    """
    if getLine(state, startLine).count("|") > MOST_COLUMNS:
        return False
    begin = len(state.tokens)
    found: bool = table(state, startLine, endLine, silent)
    if found and not silent:
        own = state.tokens[begin:]
        columns = sum(token.type == "th_open" for token in own)
        rows = [begin + i for i, token in enumerate(own) if token.type == "tr_open"]
        for row in rows[1:]:
            _keep_cells(state, row, columns)
    return found


def _keep_cells(state: StateBlock, row: int, columns: int) -> None:
    line = (state.tokens[row].map or [0])[0]
    cells = escapedSplit(mdTrim(getLine(state, line)))
    cells = cells[1:] if cells and cells[0] == "" else cells
    cells = cells[:-1] if cells and cells[-1] == "" else cells
    more = cells[columns:]
    if more:
        last = state.tokens[row + 3 * columns - 1]
        last.content = " | ".join([last.content, *map(mdTrim, more)])
        state.tokens[row].meta["cells"] = len(cells)


def _spare_notes(state: StateCore) -> None:
    """A note nobody refers to, or defined twice, stays where it was written."""
    numbers: dict[str, int] = state.env.get("footnotes", {}).get("refs", {})
    kept: set[str] = set()
    open_notes: list[bool] = []  # whether each note we are in is one that moves to the end
    tokens: list[Token] = []
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            label = token.meta["label"]
            moves = not open_notes and label not in kept and numbers.get(f":{label}", -1) >= 0
            open_notes.append(moves)
            kept |= {label} if moves else set()
            tokens += [token] if moves else shown_paragraph(f"[^{label}]:", token.map, "note")
        elif token.type != "footnote_reference_close" or open_notes.pop():
            tokens.append(token)
    state.tokens = tokens


def _refused_links(state: StateCore) -> None:
    """An address that leads nowhere we allow is shown in brackets behind its words."""
    for token in state.tokens:
        opened: list[Token] = []
        for child in token.children or ():
            if child.type == "link_open":
                opened.append(child)
            elif child.type == "link_close" and opened:
                target = str(opened[-1].attrs["href"])
                if scheme_of(target) not in ("", *OUTWARD, *KINDS):
                    token.meta.setdefault("refused", []).append(target)
                    _show_target(opened[-1], child, target)
                opened.pop()


def _show_target(begin: Token, end: Token, target: str) -> None:
    said = "" if begin.markup == "autolink" else f" ({target})"
    for token, content in ((begin, ""), (end, said)):
        token.type, token.tag, token.nesting, token.content = "text", "", 0, content


def _fence(_: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """What stands beside the opening fence is the block's caption."""
    token = tokens[index]
    said = mdTrim(unescapeAll(token.info))
    caption = f'<p class="code-caption">{escape(said)}</p>\n' if said else ""
    return f"{caption}<pre><code>{escape(token.content)}</code></pre>\n"
