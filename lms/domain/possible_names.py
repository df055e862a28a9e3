"""Capitalised words side by side that may be somebody's name: asked about, once a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from unicodedata import normalize

from lms.domain.capitalised_words import AUTHORS, BODIES, FIRST_NAMES, ORDINARY
from lms.domain.named_people import CAPITAL, COMMON, NAME, NOT_NAMED

SMALL = rf"(?:(?:[{CAPITAL}]\.?|al|bin|da|de|del|der|dos|el|la|van|von) +)?"
"""An initial, or a small word that some surnames begin with."""
RUN = re.compile(rf"(?<![\w'-]){NAME}(?: +{SMALL}{NAME})+")
WORD = re.compile(rf"{SMALL}({NAME})")
MOST_WORDS = 4
"""More capitalised words in a row are a title."""
LISTS = re.compile(
    r"[#*\s]*(?:references|reference list|reading list|further reading|bibliography|sources)[*:.\s]*",
    re.IGNORECASE,
)
SURNAME = r"(?<!\w)[^\W\d_]{1,40}(?:['-][^\W\d_]{1,40}){0,3}"
"""Bounded, as each sign of a long text may begin one."""
CITED = re.compile(
    rf"[\W\d]{{0,4}}(?:[a-z]{{1,3}} )?{SURNAME}, (?:[A-Z]\.[ -]?){{1,4}}.{{0,120}}?\(?(?:19|20)\d\d"
)
"""A line of a reading list begins with a surname, initials, a year."""
YEAR_BEFORE = re.compile(rf"({SURNAME}),? ?(?:et al\.?,? ?)?\(?(?:19|20)\d\d[a-z]?\b")
"""An author's surname straight before the year."""
STANDS_ALONE = re.compile(rf"[#>|*•–]|[-\d]+[.)]? |{LISTS.pattern}$", re.IGNORECASE)
"""What begins a line that does not go on from the one before."""
ENDS = re.compile(r"(?:[ts]ions?|ology|ic?als?|isms?|ional|.{5}ive)$")
"""How no surname ends, but many a word of a title does."""
LONGEST_SHORT = 6
"""Fewer capitals than these are an abbreviation: a surname may be written in capitals too."""
BEGINS = re.compile(r"(?:^[>|•–-]{0,2}|[.?!\"“”*_]|[.?!]['\"”)]) *$")
"""What stands before a word that has its capital because a sentence, or a title, begins."""
WRAPPED = 45
"""Signs of a line that goes on in the next one, where no mark ends it: so files of pages have them."""
GOES_ON = re.compile(r"[\w,;'-]$")
TYPED = str.maketrans({"\u2018": "'", "\u2019": "'", "\u2010": "-", "\u2011": "-", "\u00a0": " "})


def possible_names(text: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """What may be the name of a person, each once, in the order in which it stands.

    ``known`` are words, in small letters, that name a term or a programme here.
    """
    shown = normalize("NFKC", text).translate(TYPED)
    authors = {match[1] for match in YEAR_BEFORE.finditer(shown)}
    ordinary = ORDINARY | frozenset(known)
    found = (
        name
        for line in _lines(shown)
        for run in RUN.finditer(line)
        for name in _names_in(line, run, ordinary)
        if name.split(" ")[-1] not in authors and name.casefold() not in AUTHORS
    )
    return tuple(dict.fromkeys(found))


def _lines(text: str) -> Iterator[str]:
    """The lines that tell something: no headings, no reading lists."""
    listed = False
    for line in _whole_lines(text):
        heading = line.startswith("#")
        if LISTS.fullmatch(line):
            listed = True
        elif heading:
            listed = False
        if not (listed or heading or line == line.upper() or CITED.match(line)):
            yield line


def _whole_lines(text: str) -> Iterator[str]:
    """The lines, each with those that a page has broken it into."""
    parts: list[str] = []
    for line in map(str.strip, text.splitlines()):
        if parts and (not line or STANDS_ALONE.match(line)):
            yield " ".join(parts)
            parts = []
        parts.append(line)
        if len(line) < WRAPPED or not GOES_ON.search(line) or line.startswith("#"):
            yield " ".join(parts)
            parts = []
    yield " ".join(parts)


def _names_in(line: str, run: re.Match[str], ordinary: Collection[str]) -> Iterator[str]:
    words = list(WORD.finditer(run[0]))
    if NOT_NAMED.match(line, run.end(), run.end() + 70):
        return
    if words[0][1] not in FIRST_NAMES and BEGINS.search(line, max(0, run.start() - 4), run.start()):
        words = words[1:]
    is_body = _plain(words[-1][1]).casefold() in BODIES
    is_title = len(words) > MOST_WORDS and not any(word[1] in FIRST_NAMES for word in words)
    if not is_body and not is_title:
        yield from _parts(words, ordinary)


def _parts(words: Sequence[re.Match[str]], ordinary: Collection[str]) -> Iterator[str]:
    """The words between those that name nobody; what follows a first name may be any surname."""
    part: list[str] = []
    for at, written in enumerate(words):
        word = _plain(written[1])
        follows = bool(part) and words[at - 1][1] in FIRST_NAMES
        surname = follows and word not in COMMON and word.casefold() not in BODIES
        if surname or not _names_nobody(word, ordinary):
            part.append(_plain(written[0]) if part else word)
            continue
        if len(part) > 1:
            yield " ".join(part)
        part = []
    if len(part) > 1:
        yield " ".join(part)


def _names_nobody(word: str, ordinary: Collection[str]) -> bool:
    """Whether it is a common word, a contraction, an abbreviation, or one of the lists."""
    plain = word.casefold()
    lists = word in COMMON or plain in ordinary or plain in BODIES
    short = word.isupper() and len(word) < LONGEST_SHORT
    return lists or short or "'" in word[2:] or ENDS.search(plain) is not None


def _plain(word: str) -> str:
    return word.removesuffix("'s")
