"""Front matter as values that know their line: YAML's surprises and shortcuts are refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import yaml

from lms.curriculum.problems import shown

DEEPEST = 16
"""Levels of lists and mappings in each other; a requirement in a requirement is four."""

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
RESOLVER: Any = yaml.resolver.Resolver()
WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,9}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}")
CUT = re.compile(r"[ \t]+(#.*)")
TRUTH = {"true": True, "false": False}
TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the front matter and its line in the file; None where nothing usable stands."""

    line: int
    value: str | int | Decimal | bool | date | tuple[Node, ...] | Mapping[str, Node] | None = None
    odd: bool = False  # already complained about; whoever reads it need not
    cut: str = ""  # what stands behind " #", and is no part of the value


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with the YAML itself."""

    line: int
    what: str
    instead: str


def compose(text: str, first_line: int, *, dated: bool = False) -> tuple[Node, list[Complaint]]:
    """Read YAML whose first line is that line of its file.

    With ``dated``, 2026-03-01 is a day and 14:00 a time, as text; elsewhere both are refused.
    """
    composer = _Composer(text, first_line, dated)
    try:
        node = composer.whole()
    except yaml.YAMLError as error:
        node = Node(first_line, odd=True)
        composer.complaints.append(_unreadable(error, first_line))
    except _TooDeepError as deep:
        node = Node(first_line, odd=True)
        what = f"lists and mappings lie more than {DEEPEST} deep in each other"
        composer.complaints.append(Complaint(deep.line, what, "write them flatter"))
    return node, composer.complaints


def _unreadable(error: yaml.YAMLError, first_line: int) -> Complaint:
    mark = getattr(error, "problem_mark", None)
    line = first_line + (mark.line if mark else 0)
    says = getattr(error, "problem", None) or "it is not YAML"
    what = f"the front matter cannot be read here: {says}"
    return Complaint(line, what, 'put text that holds ":", "#" or quotation marks in quotes')


class _TooDeepError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _Composer:
    """Builds nodes from YAML's events, which know their lines and nest in no stack of ours."""

    def __init__(self, text: str, first_line: int, dated: bool) -> None:
        self.complaints: list[Complaint] = []
        self._dated = dated
        self._first = first_line
        self._lines = text.split("\n")
        self._events: Iterator[Any] = yaml.parse(text, Loader=LOADER)

    def whole(self) -> Node:
        """The one document of a front matter."""
        node = Node(self._first)
        begun = False
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if begun:
                    self._complain(event, "a second document begins here", "take the line out")
                    break
                begun = True
                node = self._node(next(self._events), 0)
        return node

    def _line(self, event: Any) -> int:
        return self._first + int(event.start_mark.line)

    def _complain(self, event: Any, what: str, instead: str) -> Node:
        self.complaints.append(Complaint(self._line(event), what, instead))
        return Node(self._line(event), odd=True)

    def _node(self, event: Any, depth: int) -> Node:
        if depth > DEEPEST:
            raise _TooDeepError(self._line(event))
        if event.anchor:  # an alias names its anchor too
            said = "an anchor or alias (& or *) is not read here"
            self._complain(event, said, "write the value out; put text that begins so in quotes")
        if isinstance(event, yaml.AliasEvent):
            return Node(self._line(event), odd=True)
        if event.tag and event.tag != "!":
            self._complain(event, f"the tag {shown(event.tag)} is not read here", "leave it out")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        is_list = isinstance(event, yaml.SequenceStartEvent)
        return self._list(event, depth) if is_list else self._mapping(event, depth)

    def _list(self, start: Any, depth: int) -> Node:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return Node(self._line(start), tuple(items))

    def _mapping(self, start: Any, depth: int) -> Node:
        found: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, depth)
            value = self._node(next(self._events), depth + 1)
            if key in found:
                first = f"the first is in line {found[key].line}"
                self._complain(event, f"{shown(key)} is given twice", f"{first}; keep one of them")
            elif key is not None:
                found[key] = value
        return Node(self._line(start), MappingProxyType(found))

    def _key(self, event: Any, depth: int) -> str | None:
        if isinstance(event, yaml.ScalarEvent) and not event.anchor and event.value != "<<":
            return str(event.value)
        self._complain(event, "this is no name of a setting", "write a plain word and a colon")
        if not isinstance(event, yaml.ScalarEvent):
            self._node(event, depth + 1)
        return None

    def _scalar(self, event: Any) -> Node:
        line, text = self._line(event), str(event.value)
        if not event.implicit[0]:  # in quotes, or a block of text
            return Node(line, text)
        kind = RESOLVER.resolve(yaml.ScalarNode, text, (True, False)).removeprefix(TAG)
        if kind == "null":
            return Node(line)
        if kind == "str" or (kind == "bool" and text in TRUTH):
            return Node(line, TRUTH.get(text, text), cut=self._cut(event))
        if WHOLE_NUMBER.fullmatch(text):
            return Node(line, int(text))
        if DECIMAL.fullmatch(text):
            return Node(line, Decimal(text))
        if self._dated and CLOCK.fullmatch(text):
            return Node(line, text)
        if self._dated and (day := _day(text)):
            return Node(line, day)
        return self._complain(event, *SURPRISES.get(kind, SURPRISES["int"])(text))

    def _cut(self, event: Any) -> str:
        """What follows the value on its line, where YAML takes it for a comment."""
        mark = event.end_mark
        line = self._lines[mark.line] if mark.line < len(self._lines) else ""
        found = CUT.match(line, mark.column)
        return found[1].strip() if found else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def _number(text: str) -> tuple[str, str]:
    plain = text.lstrip("+0") or "0"
    written = plain if WHOLE_NUMBER.fullmatch(plain) else "a plain number such as 12 or 2.5"
    return f"{shown(text)} is a number that YAML reads in its own way", (
        f'write {written}, or "{text[:40]}" in quotes if it is text'
    )


SURPRISES: dict[str, Callable[[str], tuple[str, str]]] = {
    "int": _number,
    "float": _number,
    "bool": lambda text: (
        f"{shown(text)} may be read as {'true' if text.lower() in ('yes', 'on', 'true') else 'false'}",
        f'write true or false, or "{text}" in quotes if it is a word',
    ),
    "timestamp": lambda text: (f"{shown(text)} is read as a date", f'write "{text}" in quotes'),
    "merge": lambda text: ('"<<" is not read here', "write the settings out"),
    "value": lambda text: ('"=" is not read here', 'write "=" in quotes'),
}
