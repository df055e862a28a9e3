"""What people write in Markdown beyond its plain marks: followed here, or marked as not followed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.reference import reference
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.image import image
from markdown_it.token import Token

from lms.curriculum.work import Work

UNFOLLOWED = "unfollowed"
"""The kind of token that is shown as it was written; its ``info`` says what it is."""
DEFINITION = "definition"
"""Stands where the address of a link was set apart."""

BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
OPEN_TAG = re.compile(
    r"</?(?:a|b|br|center|details|div|em|figure|font|h[1-6]|hr|i|iframe|img|input|kbd|li|mark|ol|p|pre|"
    r"script|small|span|strong|style|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul|video)(?=[\s/>]|\Z)",
    re.IGNORECASE,
)
ENTITY = re.compile(r"&[A-Za-z][A-Za-z0-9]{1,31};")
LINK = 60
"""Steps that each address costs which stands in a text."""

STOPS = ".,:;!?'\"*_~”’"
BARE = re.compile(
    r"(?<![\w/.@+-])(?:https?://[^\s<>]{1,2000}|www\.[a-z0-9-]{1,63}\.[^\s<>]{1,2000}"
    r"|[a-z0-9][a-z0-9._+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})",
    re.IGNORECASE,
)


def follow(markdown: MarkdownIt) -> None:
    """Teach a parser these marks."""
    markdown.inline.ruler.before("link", "picture", _picture)
    markdown.inline.ruler.after("autolink", "tag", _tag)
    markdown.inline.ruler.after("entity", "unknown_entity", _unknown_entity)
    markdown.block.ruler.at("reference", _definition)
    markdown.block.ruler.enable("reference")
    markdown.core.ruler.after("inline", "bare_addresses", _bare_addresses)
    markdown.core.ruler.after("inline", "spare_definitions", _spare_definitions)
    markdown.add_render_rule(UNFOLLOWED, _as_text)


def _unfollowed(state: StateInline, content: str, what: str) -> None:
    token = state.push(UNFOLLOWED, "", 0)
    token.content, token.info = content, what


def _as_text(_: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return escape(tokens[index].content)


def _picture(state: StateInline, silent: bool) -> bool:
    """A picture nobody may load: the sign stays, and what follows it is read as a link."""
    at = state.pos
    if silent or not state.src.startswith("![", at):
        return False
    found = image(state, True)
    state.pos = at
    if found:
        _unfollowed(state, "!", "picture")
        state.pos = at + 1
    return found


def _tag(state: StateInline, silent: bool) -> bool:
    """``<br>`` begins a line; any other HTML is text."""
    if state.src[state.pos] != "<":
        return False
    if found := BREAK.match(state.src, state.pos):
        if not silent:
            state.push("hardbreak", "br", 0).markup = "br"
        state.pos = found.end()
        return True
    window = state.src[state.pos : state.pos + 2_000]
    tag = HTML_TAG_RE.match(window) or OPEN_TAG.match(window)
    if tag is None:
        return False
    if not silent:
        _unfollowed(state, tag[0], "tag")
    state.pos += len(tag[0])
    return True


def _unknown_entity(state: StateInline, silent: bool) -> bool:
    found = ENTITY.match(state.src, state.pos) if state.src[state.pos] == "&" else None
    if found is None:
        return False
    if not silent:
        _unfollowed(state, found[0], "entity")
    state.pos = found.end()
    return True


def _definition(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: N803
    """``[label]: address``, whose place is kept: if no link uses it, it is shown there."""
    known = len(state.env.get("references", ()))
    found = reference(state, startLine, endLine, silent)
    if found and not silent:
        entry: dict[str, Any] = {}
        if len(state.env["references"]) > known:
            entry = state.env["references"][next(reversed(state.env["references"]))]
        token = state.push(DEFINITION, "", 0)
        token.content = state.getLines(startLine, state.line, state.blkIndent, False).strip()
        token.map, token.meta = [startLine, state.line], {"entry": entry}
    return found


def _spare_definitions(state: StateCore) -> None:
    """An address that no link uses, or whose label has one already, stays where it was written."""
    if not state.env.get("references"):
        return
    inline = [child for token in state.tokens for child in token.children or ()]
    used = {(c.attrs["href"], c.attrs.get("title", "")) for c in inline if c.type == "link_open"}
    tokens: list[Token] = []
    for token in state.tokens:
        if token.type != DEFINITION:
            tokens.append(token)
            continue
        entry = token.meta["entry"]
        if not entry or (entry["href"], entry["title"]) not in used:
            tokens += shown_paragraph(token.content, token.map, "definition" if entry else "twice")
    state.tokens = tokens


def shown_paragraph(text: str, where: list[int] | None, what: str) -> list[Token]:
    """A paragraph of what is not followed, as it was written."""
    said = Token(UNFOLLOWED, "", 0, content=text, info=what)
    return [
        Token("paragraph_open", "p", 1, block=True, map=where),
        Token("inline", "", 0, content=text, children=[said], map=where),
        Token("paragraph_close", "p", -1, block=True),
    ]


def _bare_addresses(state: StateCore) -> None:
    """An address that stands in the text is a link, as on most sites that read Markdown."""
    for token in state.tokens:
        children = token.children or []
        if any("://" in c.content or "www." in c.content or "@" in c.content for c in children):
            token.children = list(_with_links(children, state.env["work"]))


def _with_links(children: list[Token], work: Work) -> Iterator[Token]:
    inside = 0
    for child in children:
        inside += (child.type == "link_open") - (child.type == "link_close")
        if child.type == "text" and not inside:
            yield from _divided(child, work)
        else:
            yield child


def _divided(text: Token, work: Work) -> Iterator[Token]:
    at = 0
    for found in BARE.finditer(text.content):
        work.spend(LINK)
        address = _trimmed(found[0])
        end = found.start() + len(address)
        yield from _text(text, text.content[at : found.start()])
        yield Token("link_open", "a", 1, attrs={"href": _target(address)}, markup="autolink")
        yield from _text(text, address)
        yield Token("link_close", "a", -1, markup="autolink")
        at = end
    yield from _text(text, text.content[at:])


def _target(address: str) -> str:
    if address.lower().startswith("www."):
        return f"https://{address}"
    return address if "://" in address else f"mailto:{address}"


def _trimmed(address: str) -> str:
    """Without the full stop or bracket that belongs to the sentence."""
    spare, end = address.count(")") - address.count("("), len(address)
    while end and (address[end - 1] in STOPS or (address[end - 1] == ")" and spare > 0)):
        spare -= address[end - 1] == ")"
        end -= 1
    return address[:end]


def _text(like: Token, content: str) -> Iterator[Token]:
    if content:
        yield Token("text", "", 0, content=content, level=like.level)
