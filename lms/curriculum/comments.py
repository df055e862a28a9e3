"""Comments that authors write to each other in Markdown: taken out before anything is shown or sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from lms.curriculum.markdown_parser import parse
from lms.curriculum.work import TooMuchWorkError

OPENS, CLOSES = "<!--", "-->"
MOST_READ = 300_000
"""Characters that are parsed to tell comments from code; what comes after is taken for comments."""

PLAIN = re.compile(r"(?:[^`~\n]|\n {0,3}(?=[A-Za-z]|-->))*+")
"""What a comment may hold without changing how the text after it is laid out."""

GOES_ON = re.compile(r"[ \t]*(?:\||[-+*][ \t]|\d{1,9}[.)][ \t])|[ \t]{2,}\S")
"""The next row of a table, item of a list or line within it: a blank line would part it from the last."""


@dataclass(frozen=True, slots=True)
class Uncommented:
    """A text without its comments; ``numbers`` gives each line's place in the text as it was written.

    ``unclosed`` is the place of a comment that has no end: everything after it is left out.
    """

    markdown: str
    numbers: tuple[int, ...] = ()
    unclosed: int | None = None


def without_comments(markdown: str) -> Uncommented:
    """Take every ``<!-- … -->`` out. In code it is text and stays, and so does ``\\<!--``."""
    if OPENS not in markdown:
        return Uncommented(markdown)
    spans, closed = _comments(markdown)
    if not spans:
        return Uncommented(markdown)
    lines = list(_lines(markdown, spans))
    unclosed = None if closed else markdown.count("\n", 0, spans[-1][0])
    text, numbers = "\n".join(line for _, line in lines), tuple(number for number, _ in lines)
    return Uncommented(text, numbers, unclosed)


def _comments(markdown: str) -> tuple[list[tuple[int, int]], bool]:
    """Where the comments begin and end, and whether the last of them has an end."""
    spans: list[tuple[int, int]] = []
    code: frozenset[int] | None = None
    left, at = MOST_READ, markdown.find(OPENS)
    while at >= 0:
        if code is None:
            code = _in_code(markdown, spans, at) if left > 0 else frozenset()
            left -= len(markdown)
        if at in code or _escaped(markdown, at):
            end = at + len(OPENS)
        else:
            close = markdown.find(CLOSES, at + 2)
            end = close + len(CLOSES) if close >= 0 else len(markdown)
            spans.append((at, end))
            if close < 0:
                return spans, False
            code = code if PLAIN.fullmatch(markdown, at, end) else None
        at = markdown.find(OPENS, end)
    return spans, True


def _escaped(markdown: str, at: int) -> bool:
    before = markdown[max(0, at - 50) : at]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _in_code(markdown: str, spans: list[tuple[int, int]], begin: int) -> frozenset[int]:
    """Where, from some place on, a comment would begin within code; those before are taken out."""
    mark = next(c for n in range(0xE000, 0xF8FF) if (c := chr(n)) not in markdown)
    before = "\n".join(line for _, line in _lines(markdown[:begin], spans))
    places = [found.start() for found in re.finditer(OPENS, markdown[begin:])]
    pieces = markdown[begin:].split(OPENS)
    marked = pieces[0] + "".join(f"{mark}{n}{mark}{piece}" for n, piece in enumerate(pieces[1:]))
    try:
        code = "\n".join(_code(parse(before + marked)))
    except TooMuchWorkError:
        return frozenset()
    return frozenset(begin + places[int(n)] for n in re.findall(f"{mark}([0-9]+){mark}", code))


def _code(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("fence", "code_block"):
            yield token.content
        yield from (child.content for child in token.children or () if child.type == "code_inline")


def _lines(markdown: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """The lines that are left, each with its number in the text.

    One that held nothing but a comment goes altogether where a table or a list goes on after it.
    """
    rest = iter(_cut(markdown, spans))
    previous, current = "", next(rest, None)
    while current is not None:
        following = next(rest, None)
        number, line, shortened = current
        after = following[1] if following else ""
        within = previous.strip() and (GOES_ON.match(after) or ("|" in previous and "|" in after))
        if not (shortened and not line.strip() and within):
            yield number, line
            previous = line
        current = following


def _cut(markdown: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, str, bool]]:
    """Each line with its number, and whether something was taken out of it."""
    first, number, line, shortened, at = 0, 0, "", False, 0
    for begin, end in [*spans, (len(markdown), len(markdown))]:
        for n, piece in enumerate(markdown[at:begin].split("\n")):
            if n:
                yield first, line.rstrip() if shortened else line, shortened
                number += 1
                first, line, shortened = number, "", False
            line += piece.lstrip() if shortened and not line.strip() else piece
        shortened |= end > begin
        number += markdown.count("\n", begin, end)
        at = end
    yield first, line.rstrip() if shortened else line, shortened
