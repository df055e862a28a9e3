"""Readings are given in one form, and one work is not given two years or two titles."""

import re
from collections import defaultdict
from difflib import SequenceMatcher
from itertools import combinations

from tests.curricula.bundled import modules, section, words

ITEM = re.compile(r"- (?P<author>\S.*?) \((?P<year>\d{4})\) (?P<rest>\S.*)")
BOOK = re.compile(r"\*(?P<title>[^*]+)\*")
ARTICLE = re.compile(r"(?P<title>.+?[.?])(?= (?:In |\*))")
ALIKE = 0.85


def items() -> list[tuple[str, str]]:
    lists = ((m.id, section(m.body, "Reading").splitlines()) for m in modules())
    return [(identity, line) for identity, lines in lists for line in lines if line.strip()]


def title(line: str) -> str:
    """The title's words, in whatever spelling and with whatever dashes."""
    item = ITEM.fullmatch(line)
    found = item and (BOOK.match(item["rest"]) or ARTICLE.match(item["rest"]))
    return " ".join(words(found["title"].replace("-", " "))) if found else ""


def works() -> dict[tuple[str, str], set[str]]:
    """The years given to each work, by the first author's name and the title."""
    years = defaultdict(set)
    for _, line in items():
        if item := ITEM.fullmatch(line):
            years[item["author"].partition(",")[0].lower(), title(line)].add(item["year"])
    return years


def test_every_reading_gives_author_year_and_title() -> None:
    assert [(where, line) for where, line in items() if not title(line)] == []


def test_every_module_sets_three_to_six_readings() -> None:
    counts = {m.id: len(section(m.body, "Reading").splitlines()) for m in modules()}
    assert {identity: n for identity, n in counts.items() if not 3 <= n <= 6} == {}


def test_a_work_has_one_year_wherever_it_is_set() -> None:
    assert {work: years for work, years in works().items() if len(years) > 1} == {}


def test_a_work_has_one_title_wherever_it_is_set() -> None:
    by_author = defaultdict(list)
    for author, name in works():
        by_author[author].append(name)
    pairs = [pair for names in by_author.values() for pair in combinations(sorted(names), 2)]
    assert [pair for pair in pairs if _alike(*pair)] == []


def _alike(one: str, other: str) -> bool:
    return other.startswith(one) or SequenceMatcher(None, one, other).ratio() > ALIKE
