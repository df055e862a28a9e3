"""What a screen reader says where Markdown draws only a sign: a ticked box, an arrow back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import render_footnote_anchor


def name(markdown: MarkdownIt) -> None:
    """Give every such sign its words."""
    markdown.add_render_rule("list_item_open", _list_item)
    markdown.add_render_rule("footnote_anchor", _way_back)


def _list_item(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    opening: str = renderer.renderToken(tokens, index, options, env)
    if "checked" not in tokens[index].meta:
        return opening
    checked = tokens[index].meta["checked"]
    says, state = ("Done", " checked") if checked else ("To do", "")
    return f'{opening}<input type="checkbox" aria-label="{says}" disabled{state}> '


def _way_back(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    link = render_footnote_anchor(renderer, tokens, index, options, env)
    return link.replace("<a ", '<a aria-label="Back to the text" ')
