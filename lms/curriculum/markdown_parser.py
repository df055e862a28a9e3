"""Markdown as curricula use it: nothing written is lost, and no text keeps the parser busy."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from lms.curriculum import markdown_faults, markdown_losses, markdown_marks, markdown_spoken
from lms.curriculum.markdown_faults import Fault
from lms.curriculum.work import TooMuchWorkError, Work

DEEPEST = 100
"""Levels of nesting, of which a list in a list is two. Beyond this nobody follows."""

DEEPEST_BRACKETS = 40
MOST_MARKERS = 40
"""List and quotation marks that may open one line."""

TOO_MANY_MARKERS = re.compile(
    rf"^[ \t]*+(?:>[ \t]*+|(?:[-+*]|\d{{1,9}}[.)])[ \t]++){{{MOST_MARKERS + 1}}}", re.MULTILINE
)
LONG_LABEL = re.compile(r"\[\^[^\]\s]{200}")
EMPHASIS = re.compile(r"[*_~]++")

# In steps: asking every rule about a place, a link or a line; remembering; making a token.
PLACE, LINK, LOOK, LINE = 5, 5, 1, 8
INLINE_TOKEN, BLOCK_TOKEN = 7, 8


def parse(text: str, faults: list[Fault] | None = None) -> list[Token]:
    """The text's tokens; TooMuchWorkError where it is built to be slow, or nested beyond use.

    ``faults`` collects what will not be laid out as whoever wrote it may think.
    """
    work = Work(len(text))
    if TOO_MANY_MARKERS.search(text):
        raise TooMuchWorkError
    try:
        tokens = parser().parse(text, {"work": work, "faults": faults})
    except RecursionError as error:
        raise TooMuchWorkError from error
    if any(child.level > DEEPEST for token in tokens for child in token.children or ()):
        raise TooMuchWorkError
    return tokens


def is_plain(words: str) -> bool:
    """Whether some words read the same where marks are followed and where they are not."""
    tokens: list[Token] = []
    try:
        parser().inline.parse(words, parser(), {"work": Work(len(words))}, tokens)
    except (TooMuchWorkError, RecursionError):
        return False
    read = "".join("\n" if token.type == "softbreak" else token.content for token in tokens)
    return read == words


@cache
def parser() -> MarkdownIt:
    """The one parser; it keeps nothing of a text, so threads may share it."""
    markdown = Markdown("js-default")
    markdown.inline, markdown.block = CountedInline(), CountedBlock()
    markdown.configure("js-default", {"tasklists": True, "maxNesting": 10 * DEEPEST})
    markdown.use(footnote_plugin).use(deflist_plugin)
    # A picture that nobody may load would be words lost.
    markdown.disable(["image"])
    markdown.inline.ruler.before("text", "work", _count_place)
    every_chain: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    markdown.block.ruler.before("table", "work", _count_line, every_chain)
    markdown_losses.prevent(markdown)
    markdown_marks.follow(markdown)
    markdown_faults.name(markdown)
    markdown_spoken.name(markdown)
    # Rules are put in order at their first use, and a second thread would meet half of them.
    markdown.core.ruler.getRules("")
    markdown.block.ruler.getRules("")
    markdown.inline.ruler.getRules("")
    markdown.inline.ruler2.getRules("")
    return markdown


class Markdown(MarkdownIt):
    """Shows a bare address as it was written."""

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link


class CountedInline(ParserInline):
    """Counts what the search for the end of a link costs."""

    def skipToken(self, state: StateInline) -> None:  # noqa: N802
        if state.level > DEEPEST_BRACKETS:
            raise TooMuchWorkError
        state.env["work"].spend(LOOK)
        super().skipToken(state)


class CountedBlock(ParserBlock):
    """Refuses nesting beyond use, where the parser itself would drop the text."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        if state.level > DEEPEST:
            raise TooMuchWorkError
        if state.parentType == "blockquote":
            state.env["work"].spend(endLine - startLine)
        super().tokenize(state, startLine, endLine)


def _count_place(state: StateInline, silent: bool) -> bool:
    work: Work = state.env["work"]
    character = state.src[state.pos]
    steps = PLACE
    if character in "*_~" and (run := EMPHASIS.match(state.src, state.pos)):
        steps *= len(run[0])
    elif character == "[":
        steps += LINK
        if LONG_LABEL.match(state.src, state.pos):
            raise TooMuchWorkError
    work.spend(steps + INLINE_TOKEN * work.grown(state.tokens))
    return False


def _count_line(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    work: Work = state.env["work"]
    work.spend(LINE + BLOCK_TOKEN * work.grown(state.tokens))
    return False
