"""Marks of other dialects, and slips in our own, by what they look like; and what to write instead."""

from __future__ import annotations

import re

Pattern = tuple["re.Pattern[str]", str, str]
"""What to look for, what is said of it ({} is what was found), and what to write instead."""

_BOX = "write a heading (###) or a quotation (>) in its place"
_PLAIN = "take it out; what cannot be written in Markdown is not followed"

ON_A_LINE: tuple[Pattern, ...] = (
    (re.compile(r"^:::.*"), "{} is not followed", _BOX),
    (re.compile(r"^(?:!!!|\?\?\?\+?|===)[ \t]+[\w\"].*"), "{} is not followed", _BOX),
    (re.compile(r"^\[![A-Za-z]+\].*"), "{} is not followed", "write **Note** or the like"),
    (
        re.compile(r"^\|.*|^:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+$"),
        "{} is a row of no table",
        "write a table's headings, under them |---|---| with as many cells, and no empty line between",
    ),
    (re.compile(r"^\+[-=+:]{3,}$"), "{} makes no table", "write a table with bars: | … | … |"),
    (
        re.compile(r"^#{1,6}[^#\s].*"),
        "{} is no heading",
        r"write a space behind the #, or \# for the sign itself",
    ),
    (re.compile(r"^#{7,}.*"), "{} is no heading", "write six # at the most"),
    (re.compile(r"^[•·▪◦●○‣⁃]\s.*"), "{} is no item of a list", "begin it with a hyphen"),
    (
        re.compile(r"^\*\[[^\]]+\]:.*"),
        "{} is not followed",
        "write the words out, or link them to the glossary",
    ),
    (
        re.compile(r"^\[(?!\^)[^\]]+\]:(?:\s.*)?$"),
        "{} gives no address that can be read",
        "write [label]: https://… in a line of its own, with an empty line before it",
    ),
    (re.compile(r"^\[\[?_?TOC_?\]?\]$", re.IGNORECASE), "{} is not followed", "take it out"),
    (re.compile(r"^\\(?:newpage|pagebreak)\b"), "{} is not followed", "take it out"),
)
"""What is looked for in each line of a paragraph; the first that fits is told."""

WITHIN_TEXT: tuple[Pattern, ...] = (
    (
        re.compile(r"(?<![*\w])\*\*(?=\w)|(?<=\w)\*\*(?![*\w])"),
        "{} is shown as it stands, for it marks nothing",
        r"write ** right before the first and right behind the last word, or \* for a star",
    ),
    (
        re.compile(r"`+"),
        "{} is shown as it stands, for it marks nothing",
        r"write as many behind the code as before it, or \` for the sign itself",
    ),
    (
        re.compile(r"\]\([^()\n]{0,200}"),
        "{} is no link that can be read",
        "write [words](address), the address without spaces and with its brackets closed",
    ),
    (
        re.compile(r"\]\[[^\[\]\n]{0,200}\]"),
        "{} leads nowhere, for its label has no address",
        r"write a line [label]: https://… for it, or \[ for a bracket",
    ),
    (
        re.compile(r"\[\^[^\]\s]{1,200}\]"),
        "the note {} has no text",
        "write a line that begins with it and a colon",
    ),
    (re.compile(r"\[\[[^\[\]\n]{1,100}\]\]"), "{} is no link here", "write [words](module:ID)"),
    (re.compile(r"==\w[^=\n]*=="), "{} is not followed", "write **words**"),
    (re.compile(r"\$\$"), "{} is not followed: formulae are not laid out", "say it in words"),
    (re.compile(r"\{\{[^\n]{0,60}|\{%[^\n]{0,60}"), "{} is not followed", _PLAIN),
    (re.compile(r"\{[:#.][\w .:#=\"-]*\}"), "{} is not followed", _PLAIN),
    (
        re.compile(r"(?<![\w:/]):[a-z][a-z0-9_+-]*:(?![\w:])"),
        "{} is not followed",
        "write the sign itself, or a word",
    ),
    (re.compile(r"(?<![~\w])~\w[^~\n]*\w~(?![~\w])"), "{} is not followed", "write ~~words~~"),
    (re.compile(r"(?<=\w)[~^]\w{1,10}[~^]"), "{} is not followed", "write it in words or signs"),
    (
        re.compile("\ufffd"),
        "a character was lost here ({})",
        "look it up and type it anew; save the file as UTF-8",
    ),
)
"""What is looked for in the words of a text, code apart."""

_TAGS = {
    ("b", "strong", "u", "mark"): "write **words**",
    ("i", "em"): "write *words*",
    ("s", "del", "strike"): "write ~~words~~",
    ("a",): "write [words](https://…)",
    ("img", "picture", "figure", "svg", "video", "audio", "iframe"): (
        "say in words what it shows, or write [words](https://…)"
    ),
    ("h1", "h2", "h3", "h4", "h5", "h6", "details", "summary"): "write a heading: ##, ### …",
    ("ul", "ol", "li"): "begin each item with a hyphen",
    ("table", "thead", "tbody", "tr", "td", "th"): "write the table with bars: | … | … |",
    ("p", "div", "span", "section", "center", "font", "small"): "leave it out; an empty line "
    "begins a new paragraph",
    ("blockquote",): "begin the line with >",
    ("code", "pre", "kbd"): "write `words`",
    ("hr",): "write --- between two empty lines",
}


def remedy_for_tag(tag: str) -> str:
    """What to write instead of an HTML tag."""
    found = re.match(r"</?([A-Za-z][A-Za-z0-9-]*)", tag)
    name = found[1].lower() if found else ""
    said = next((instead for names, instead in _TAGS.items() if name in names), "take it out")
    return said if name and said != "take it out" else r"take it out, or write \< for the sign"
