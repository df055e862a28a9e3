"""The names that headings have within their page, so that a link can lead to one."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it.token import Token

from lms.curriculum.names import slug

WORDS = ("text", "code_inline", "unfollowed")


def words_of(inline: Token) -> str:
    """What is read in a heading or a cell."""
    parts = (t.content for t in inline.children or () if t.type in WORDS)
    return " ".join(" ".join(parts).split())


def heading_ids(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    """Each heading's place among the tokens and its name, which no other heading has."""
    taken: dict[str, int] = {}
    for i, token in enumerate(tokens):
        if token.type == "heading_open":
            yield i, _unused(slug(words_of(tokens[i + 1])) or "section", taken)


def _unused(slug: str, taken: dict[str, int]) -> str:
    while slug in taken:
        taken[slug] += 1
        slug = f"{slug}-{taken[slug]}"
    taken[slug] = 1
    return slug
