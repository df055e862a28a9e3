"""A case as its file tells it: front matter, prose, the facts and what must follow from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from lms.curriculum.front_matter import FENCE, Text, in_lines
from lms.curriculum.problems import Problems, did_you_mean, shown
from lms.curriculum.yaml_nodes import Node, compose
from lms.domain.case import Case, Told

LONG_AGO = date(1990, 1, 1)
"""From when the front matter's employments and stage dates hold and are known."""

BLOCK = re.compile(r"```+[ \t]*yaml[ \t]+(records|expect)[ \t]*")
CLOSE = re.compile(r"```+[ \t]*")
FRONT = ("case", "programme", "versions", "marking-policy", "who", "people", "cohorts", "enrolment")
POST = ("employer", "team", "fte", "from", "until")
SPAN = ("from", "until")


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The fenced blocks of a body, each with its first line, and the prose around them."""

    records: tuple[Text, ...]
    expect: tuple[Text, ...]
    prose: str


def read_case(path: str, text: str, problems: Problems) -> Case | None:
    """Read one case; None, with every problem noted, where it cannot be run."""
    reader = _Reader(path, problems)
    lines = in_lines(text).split("\n")
    end = next((i for i, x in enumerate(lines) if i and FENCE.fullmatch(x)), None)
    if not FENCE.fullmatch(lines[0]) or end is None:
        problems.add(path, 1, "no front matter", 'begin the file with "---", settings, and "---"')
        return None
    before = len(problems)
    front = reader.mapping(reader.yaml("\n".join(lines[1:end]), 2), FRONT)
    blocks = _blocks(lines[end + 1 :], end + 2, path)
    case = Case(
        path=path,
        title=reader.text(front, "case"),
        programme=reader.text(front, "programme"),
        story=blocks.prose,
        people=frozenset(reader.people(front)),
        who=reader.plain(front["who"]) if "who" in front else None,
        facts=(*reader.opening(front), *reader.items(blocks.records)),
        expectations=tuple(reader.items(blocks.expect)),
        versions=MappingProxyType(reader.versions(front)),
        marking_policy=reader.text(front, "marking-policy") if "marking-policy" in front else "",
    )
    if not case.expectations:
        problems.add(path, 1, "it expects nothing", 'write a block "```yaml expect"')
    return case if len(problems) == before else None


def _blocks(lines: Sequence[str], first: int, path: str) -> _Blocks:
    found: dict[str, list[Text]] = {"records": [], "expect": []}
    prose: list[str] = []
    name, start = "", 0
    for number, line in enumerate(lines):
        opening = BLOCK.fullmatch(line)
        if name and CLOSE.fullmatch(line):
            text = "\n".join(lines[start:number])
            found[name].append(Text(path, first + start, text))
            name = ""
        elif not name and opening:
            name, start = opening[1], number + 1
        elif not name:
            prose.append(line)
    if name:
        found[name].append(Text(path, first + start, "\n".join(lines[start:])))
    return _Blocks(tuple(found["records"]), tuple(found["expect"]), "\n".join(prose).strip())


class _Reader:
    """Turns nodes into plain values and notes what is wrong with them."""

    def __init__(self, path: str, problems: Problems) -> None:
        self.path = path
        self.problems = problems

    def yaml(self, text: str, line: int) -> Node:
        """Some YAML in which days and times are read as such."""
        node, complaints = compose(text, line, dated=True)
        for complaint in complaints:
            self.problems.add(self.path, complaint.line, complaint.what, complaint.instead)
        return node

    def mapping(self, node: Node, known: Sequence[str]) -> Mapping[str, Node]:
        """A group of settings, of which only some are known."""
        if not isinstance(node.value, Mapping):
            if not node.odd:
                self.complain(node, "settings are needed here", "write {name: value, …}")
            return {}
        for name, value in node.value.items():
            if name not in known:
                self.complain(value, f"{shown(name)} is not known here", did_you_mean(name, known))
        return node.value

    def complain(self, node: Node, what: str, instead: str = "") -> None:
        """Note what is wrong, at its line."""
        self.problems.add(self.path, node.line, what, instead)

    def text(self, front: Mapping[str, Node], name: str) -> str:
        """Words that the front matter must give."""
        node = front.get(name)
        if node is not None and isinstance(node.value, str) and node.value.strip():
            if name == "case" and node.cut:
                what = f"what stands behind # would be left out: {shown(node.cut)}"
                self.complain(node, what, "put the whole title in quotes")
            return node.value.strip()
        line = node.line if node else 1
        self.problems.add(self.path, line, f'"{name}" is missing', f'add a line "{name}: …"')
        return ""

    def plain(self, node: Node) -> Any:
        """A value without its line."""
        match node.value:
            case tuple() as items:
                return tuple(self.plain(item) for item in items)
            case Mapping() as group:
                return MappingProxyType({name: self.plain(v) for name, v in group.items()})
            case value:
                return value

    def items(self, blocks: Sequence[Text]) -> Iterator[Told]:
        """The entries of some blocks, each a list of groups of settings."""
        for block in blocks:
            if not block.markdown.strip():
                continue
            node = self.yaml(block.markdown, block.line)
            if not isinstance(node.value, tuple):
                self.complain(node, "a list is needed here", "begin each entry with a hyphen")
                continue
            for item in node.value:
                if isinstance(item.value, Mapping):
                    yield Told(item.line, self.plain(item))
                elif not item.odd:
                    self.complain(item, "an entry is no group of settings", "write {on: …, …}")

    def people(self, front: Mapping[str, Node]) -> Mapping[str, Node]:
        """The people of the case, by name."""
        node = front.get("people")
        if node is not None and isinstance(node.value, Mapping) and node.value:
            return node.value
        line = node.line if node else 1
        instead = "write people: {amara: {employer: medway}}"
        self.problems.add(self.path, line, "it has no people", instead)
        return {}

    def opening(self, front: Mapping[str, Node]) -> Iterator[Told]:
        """What the front matter says, as facts: employments, stage dates, enrolments."""
        for name, node in self.people(front).items():
            yield from self._posts(name, node)
        cohorts = front.get("cohorts")
        if cohorts is not None:
            for name, node in self._groups(cohorts):
                yield from self._stages(name, node)
        enrolment = front.get("enrolment")
        if enrolment is not None:
            several = enrolment.value if isinstance(enrolment.value, tuple) else (enrolment,)
            yield from (self._enrolment(node, front) for node in several)

    def versions(self, front: Mapping[str, Node]) -> dict[str, frozenset[str]]:
        """Other versions: ``"2023.1": {without: [y2.supervision]}``."""
        found = {}
        for version, node in self._groups(front["versions"]) if "versions" in front else ():
            left_out = self.mapping(node, ("without",)).get("without")
            found[version] = frozenset(self.plain(left_out) if left_out else ())
        return found

    def _groups(self, node: Node) -> Iterator[tuple[str, Node]]:
        if isinstance(node.value, Mapping):
            yield from node.value.items()
        elif not node.odd:
            self.complain(node, "settings are needed here", "write {name: {…}, …}")

    def _posts(self, name: str, node: Node) -> Iterator[Told]:
        """A person's posts: one, a list of several, or none where nothing is written."""
        several = node.value if isinstance(node.value, tuple) else (node,)
        for post in several:
            if post.value is None or post.value == {}:
                continue
            given = {k: self.plain(v) for k, v in self.mapping(post, POST).items()}
            usual = {"kind": "employment", "who": name, "from": LONG_AGO, "known": LONG_AGO}
            yield Told(post.line, {**usual, **given})

    def _stages(self, name: str, node: Node) -> Iterator[Told]:
        """The stage dates of a cohort: ``year-3: {from: …, until: …}``."""
        for stage, dates in self._groups(node):
            given = {k: self.plain(v) for k, v in self.mapping(dates, SPAN).items()}
            usual = {"kind": "cohort-stage", "cohort": name, "stage": stage, "known": LONG_AGO}
            yield Told(dates.line, {**usual, **given})

    def _enrolment(self, node: Node, front: Mapping[str, Node]) -> Told:
        given = dict(self.plain(node)) if isinstance(node.value, Mapping) else {}
        who = given.get("who") or (self.plain(front["who"]) if "who" in front else None)
        admission = given.get("admission")
        name = {"id": f"{who}.{admission}" if admission else f"{who}.enrolment"}
        return Told(node.line, {"kind": "enrolment", **name, **given})
