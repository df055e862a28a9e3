"""Markdown to HTML that is safe to put on a page: raw HTML is text, and every word is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

import nh3
from markdown_it.token import Token

from lms.curriculum.heading_ids import heading_ids, words_of
from lms.curriculum.links import KINDS, OUTWARD, Link, Resolve, parse_link
from lms.curriculum.markdown_parser import parse, parser
from lms.curriculum.recently import Recently
from lms.curriculum.work import TooMuchWorkError

LONGEST = 1_500_000
"""Characters of one text; what is longer is shown as it was written."""

NOTICE = "This text is too tangled or too long to be laid out, so here it is as it was written."
LONGEST_LABEL = 32
"""Characters of a column's heading that is repeated in its cells, for the screens that have no columns."""

NOT_CHARACTERS = re.compile("[\x00\ud800-\udfff]")

CELL = {"class"}
ATTRIBUTES = {
    "a": {"href", "title", "id", "class", "aria-label"},
    "input": {"type", "disabled", "checked", "aria-label", "class"},
    "li": {"id", "class"},
    "ol": {"start", "class"},
    "p": {"class"},
    "section": {"class"},
    "sup": {"class"},
    "td": CELL | {"data-label"},
    "th": CELL | {"scope"},
    "ul": {"class"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}
TAGS = {
    *ATTRIBUTES,
    *("blockquote", "br", "code", "dd", "dl", "dt", "em", "hr", "pre", "s", "strong"),
    *("table", "tbody", "thead", "tr"),
}


@dataclass(frozen=True, slots=True)
class Html:
    """Markup that templates may print as it is; ``plain`` where no layout could be given to it."""

    html: str
    plain: bool = False

    def __html__(self) -> str:
        return self.html

    def __str__(self) -> str:
        return self.html


@dataclass(frozen=True, slots=True)
class Page:
    """A text laid out, its links not yet followed; what the memory of recent texts keeps."""

    markup: str
    links: tuple[Link, ...] = ()
    plain: bool = False


recent: Recently[Page] = Recently(characters=8_000_000)


def render(text: str, resolve: Resolve | None = None, *, demote: int = 0, prefix: str = "") -> Html:
    """The text as HTML.

    ``resolve`` gives the address behind a link such as ``glossary:genogram``; where it gives none,
    the words stay and lead nowhere. Headings go down by ``demote`` levels and never reach level
    one, which is the page's own. ``prefix`` begins every id, so that several texts fit one page.
    A text built to keep the server busy comes back as it was written, with a notice.
    """
    page = recent.get((text, demote, prefix), lambda: _lay_out(text, demote, prefix))
    if page.plain:
        return Html(page.markup, plain=True)
    addresses = {str(link): resolve(link) if resolve else None for link in page.links}
    return Html(_sanitise(page.markup, addresses))


def _lay_out(text: str, demote: int, prefix: str) -> Page:
    text = NOT_CHARACTERS.sub("\ufffd", text)
    if len(text) > LONGEST:
        return _as_written(text)
    try:
        tokens = parse(text)
    except TooMuchWorkError:
        return _as_written(text)
    _set_headings(tokens, demote, prefix)
    _set_tables(tokens)
    markup = parser().renderer.render(tokens, parser().options, {"docId": prefix})
    return Page(markup, _links(tokens))


def _as_written(text: str) -> Page:
    said = f'<p class="as-written-notice">{NOTICE}</p>'
    return Page(f'{said}\n<pre class="as-written">{escape(text)}</pre>\n', plain=True)


def _set_headings(tokens: list[Token], demote: int, prefix: str) -> None:
    for i, identity in heading_ids(tokens):
        level = min(6, max(2, int(tokens[i].tag[1]) + demote))
        tokens[i].tag = tokens[i + 2].tag = f"h{level}"
        tokens[i].attrSet("id", prefix + identity)
    for child in _inline(tokens):
        target = str(child.attrs.get("href", ""))
        if child.type == "link_open" and target.startswith("#"):
            child.attrSet("href", f"#{prefix}{target[1:]}")


def _set_tables(tokens: list[Token]) -> None:
    """Alignment as a class, for the page allows no inline style; headings say what they head."""
    columns: list[str] = []
    column = 0
    for i, token in enumerate(tokens):
        if token.type == "thead_open":
            columns = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            _set_alignment(token)
            token.attrSet("scope", "col")
            columns.append(words_of(tokens[i + 1]))
        elif token.type == "td_open":
            _set_alignment(token)
            if column and len(columns[column]) <= LONGEST_LABEL:
                token.attrSet("data-label", columns[column])
            column += 1


def _set_alignment(cell: Token) -> None:
    style = str(cell.attrs.pop("style", ""))
    if style:
        cell.attrSet("class", style.replace("text-align:", "align-"))


def _links(tokens: list[Token]) -> tuple[Link, ...]:
    targets = {str(c.attrs["href"]) for c in _inline(tokens) if c.type == "link_open"}
    return tuple(sorted(link for target in targets if (link := parse_link(target))))


def _inline(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or ()]


def _sanitise(markup: str, addresses: dict[str, str | None]) -> str:
    def follow(_: str, attribute: str, value: str) -> str | None:
        return addresses.get(value, value) if attribute == "href" else value

    return nh3.clean(
        markup,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=follow,
        url_schemes={*OUTWARD, *KINDS},
    )
