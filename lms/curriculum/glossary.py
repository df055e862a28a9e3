"""glossary.md: the vocabulary that every programme shares."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lms.curriculum.front_matter import in_lines, uncommented
from lms.curriculum.names import IDENTITY
from lms.curriculum.problems import Problem, Problems, shown
from lms.curriculum.sections import outline

HEADING = re.compile(r"(?P<term>.*?\S)\s*\{#(?P<id>[^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A term and its meaning, which is Markdown."""

    id: str
    term: str
    meaning: str
    line: int


@dataclass(frozen=True, slots=True)
class Glossary:
    """The entries, in the order of the file, and what is wrong with it."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(entry.id for entry in self.entries)

    def entry(self, identity: str) -> Entry | None:
        """The entry with this id."""
        return next((e for e in self.entries if e.id == identity), None)


def read_glossary(markdown: str, path: str = "glossary.md") -> Glossary:
    """Read the vocabulary; an entry without an id is a problem and is left out."""
    problems = Problems()
    entries: dict[str, Entry] = {}
    parts = outline(uncommented(path, 1, in_lines(markdown), problems), problems)
    headings = {section.line for section in parts.sections}
    for fault in parts.faults:
        if fault.line not in headings:  # where {#id} has a meaning
            problems.add(fault.path, fault.line, fault.what, fault.instead)
    for section in parts.sections:
        found = HEADING.fullmatch(section.title)
        if not found or not IDENTITY.fullmatch(found["id"]):
            what = f"the heading {shown(section.title)} has no id"
            problems.add(path, section.line, what, "write ## Term {#id}, the id in small letters")
            continue
        entry = Entry(found["id"], found["term"], section.text, section.line)
        if entry.id in entries:
            what = f'the id "{entry.id}" is used twice'
            first = entries[entry.id].line
            problems.add(path, section.line, what, f"the first is in line {first}")
        elif not entry.meaning:
            problems.add(path, section.line, f"{shown(entry.term)} has no meaning", "write one")
        entries.setdefault(entry.id, entry)
    return Glossary(tuple(entries.values()), tuple(problems))
