"""The vocabulary and the teaching fit: every link leads somewhere and every entry is wanted."""

import re

from lms.curriculum.glossary import read_glossary
from tests.curricula.bundled import bodies, glossary, words

LINK = re.compile(r"\]\(glossary:([^)]*)\)")


def test_the_glossary_has_no_problem() -> None:
    assert [str(problem) for problem in read_glossary(glossary()).problems] == []


def test_every_link_to_the_glossary_leads_to_an_entry() -> None:
    known = read_glossary(glossary()).ids
    lost = {
        path: sorted(set(LINK.findall(body)) - known)
        for path, body in bodies().items()
        if set(LINK.findall(body)) - known
    }
    assert lost == {}


def test_every_entry_is_linked_from_some_teaching() -> None:
    used = {identity for body in bodies().values() for identity in LINK.findall(body)}
    assert sorted(read_glossary(glossary()).ids - used) == []


def test_an_entry_is_a_paragraph_and_not_a_lecture() -> None:
    lengths = {e.id: len(words(e.meaning)) for e in read_glossary(glossary()).entries}
    assert {identity: n for identity, n in lengths.items() if not 50 <= n <= 130} == {}
