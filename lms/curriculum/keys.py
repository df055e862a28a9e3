"""Reading the settings of one mapping by name, each checked for what it may hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction

from lms.curriculum.comments import without_comments
from lms.curriculum.markdown_parser import is_plain
from lms.curriculum.names import IDENTITY, NAME
from lms.curriculum.problems import Problems, did_you_mean, nearest, shown
from lms.curriculum.yaml_nodes import Node

LARGEST = 1_000_000


def kind_of(node: Node) -> str:
    """What a value is, as a tutor would say it."""
    match node.value:
        case bool():
            return "true or false"
        case int() | Decimal():
            return "a number"
        case str():
            return f"the text {shown(node.value)}"
        case tuple():
            return "a list"
        case None:
            return "empty"
        case _:
            return "a group of settings"


def said_of(node: Node) -> str:
    """A number as it was written, or else what the value is."""
    plain = isinstance(node.value, int | Decimal) and not isinstance(node.value, bool)
    return str(node.value) if plain else kind_of(node)


class Keys:
    """The settings of one mapping. What is wrong is noted, and something harmless is given back,
    so that reading goes on; ``broken`` names the settings that must not be reckoned with."""

    def __init__(self, node: Node, path: str, problems: Problems) -> None:
        self.values: Mapping[str, Node] = node.value if isinstance(node.value, Mapping) else {}
        self.path = path
        self.broken: set[str] = set()
        self._line = node.line
        self._problems = problems
        self._known: list[str] = []
        self._missing: list[str] = []

    def line(self, name: str = "") -> int:
        """The line of a setting, or of the first of them all."""
        return self.values[name].line if name in self.values else self._line

    def complain(self, name: str, what: str, instead: str = "", line: int = 0) -> None:
        """Note that a setting is wrong."""
        self.broken.add(name)
        self._problems.add(self.path, line or self.line(name), what, instead)

    def node(self, name: str, *, required: bool = True) -> Node | None:
        """The value as it stands; None where there is none to be used."""
        self._known.append(name)
        node = self.values.get(name)
        if node is None:
            if required:
                self.broken.add(name)
                self._missing.append(name)
            return None
        if node.odd:
            self.broken.add(name)
            return None
        if node.value is None:
            instead = "" if required else ", or take the line out"
            self.complain(name, f'"{name}" is empty', f"write something behind the colon{instead}")
            return None
        return node

    def text(self, name: str, *, required: bool = True) -> str:
        """Words that people read as they stand: a title, or a sentence."""
        text = self.markdown(name, required=required)
        if not is_plain(text):
            what = f'marks of Markdown in "{name}" are shown as they stand: {shown(text)}'
            self.complain(name, what, "write plain words, without * or <br> and without links")
        return text

    def markdown(self, name: str, *, required: bool = True) -> str:
        """A text that is laid out, without its comments."""
        text = self.word(name, required=required)
        node = self.values.get(name)
        if node and node.cut and text:
            what = f"what stands behind # would be left out: {shown(node.cut)}"
            self.complain(name, what, f"put the whole text of {name} in quotes", node.line)
        found = without_comments(text)
        if found.unclosed is not None:
            what = f'a comment in "{name}" has no end, so that nothing after it is shown'
            self.complain(name, what, "write --> where it ends")
        return found.markdown.strip()

    def word(self, name: str, *, required: bool = True) -> str:
        """Words as they stand, such as a name that the system knows; # may explain them."""
        node = self.node(name, required=required)
        return self._as_text(name, node) if node else ""

    def _as_text(self, name: str, node: Node, part: str = "") -> str:
        if isinstance(node.value, str) and node.value.strip():
            return node.value.strip()
        if node.odd:
            self.broken.add(name)
        elif isinstance(node.value, bool | int | Decimal):
            said = str(node.value).lower()
            what = f'{part}"{name}" is {said} without quotes, which is not text'
            self.complain(name, what, f'write "{said}" in quotes', node.line)
        else:
            what = f'{part}"{name}" is {kind_of(node)}, where words are needed'
            self.complain(name, what, "write them behind the colon", node.line)
        return ""

    def identity(self, name: str = "id", pattern: re.Pattern[str] = IDENTITY) -> str:
        """An id."""
        text = self.word(name)
        if text and not pattern.fullmatch(text):
            signs = "hyphens" if pattern is NAME else "dots, hyphens and underscores between them"
            what = f'"{name}" is {shown(text)}, which cannot be an id'
            self.complain(name, what, f"use small letters and digits, with {signs}")
        return text

    def choice(self, name: str, choices: Collection[str], default: str | None = None) -> str:
        """One of a few words."""
        text = self.word(name, required=default is None)
        if text and text not in choices:
            what = f'"{name}" is {shown(text)}, which is not among its values'
            self.complain(name, what, did_you_mean(text, choices))
        return text or default or ""

    def integer(self, name: str, least: int = 0, most: int = LARGEST) -> int:
        """A whole number."""
        found = self._integer(name, self.node(name), least, most)
        return least if found is None else found

    def maybe_integer(self, name: str, least: int = 0, most: int = LARGEST) -> int | None:
        """A whole number that may be left out."""
        return self._integer(name, self.node(name, required=False), least, most)

    def _integer(self, name: str, node: Node | None, least: int, most: int) -> int | None:
        if node is None:
            return None
        value = node.value
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        bounds = f"from {least} to {most:,}" if most < LARGEST else f"of {least} or more"
        self.complain(
            name, f'"{name}" is {said_of(node)}', f"write a whole number {bounds}, without quotes"
        )
        return None

    def amount(self, name: str) -> Fraction:
        """A number, whole or not, that is not below nought."""
        node = self.node(name)
        if node is None:
            return Fraction(0)
        value = node.value
        if isinstance(value, int | Decimal) and not isinstance(value, bool) and value >= 0:
            return Fraction(value)
        instead = "write a number such as 5 or 2.5, without quotes"
        self.complain(name, f'"{name}" is {said_of(node)}', instead)
        return Fraction(0)

    def truth(self, name: str, *, required: bool = False) -> bool:
        """True or false; false where it is left out."""
        node = self.node(name, required=required)
        if node and not isinstance(node.value, bool):
            self.complain(name, f'"{name}" is {kind_of(node)}', "write true or false, unquoted")
        return bool(node and node.value is True)

    def items(self, name: str, *, required: bool = True) -> tuple[Node, ...]:
        """A list, as it stands."""
        node = self.node(name, required=required)
        if node is None:
            return ()
        if isinstance(node.value, tuple):
            return node.value
        self.complain(name, f'"{name}" is {kind_of(node)}, not a list', f"write {name}: [one, two]")
        return ()

    def texts(self, name: str, *, required: bool = True) -> dict[str, int]:
        """A list of words, each once, with the line of each."""
        found: dict[str, int] = {}
        for node in self.items(name, required=required):
            text = self._as_text(name, node, "an entry of ")
            if text in found:
                what = f'{shown(text)} is twice in "{name}"'
                self.complain(name, what, "keep one of them", node.line)
            elif text:
                found[text] = node.line
        return found

    def groups(self, name: str, *, required: bool = True) -> tuple[Keys, ...]:
        """A list of groups of settings."""
        found = []
        for node in self.items(name, required=required):
            if isinstance(node.value, Mapping):
                found.append(Keys(node, self.path, self._problems))
            elif node.odd:
                self.broken.add(name)
            else:
                what = f'an entry of "{name}" is {kind_of(node)}'
                self.complain(name, what, "write a group of settings: {id: …, …}", node.line)
        return tuple(found)

    def group(self, name: str, *, required: bool = True) -> Keys | None:
        """A group of settings."""
        node = self.node(name, required=required)
        if node is None:
            return None
        if isinstance(node.value, Mapping):
            return Keys(node, self.path, self._problems)
        self.complain(name, f'"{name}" is {kind_of(node)}', f"write {name}: {{…: …}}")
        return None

    def finish(self) -> None:
        """Note every setting that nobody asked for, and those that are missing."""
        missing = list(self._missing)
        for name, node in self.values.items():
            if name not in self._known:
                meant = nearest(name, missing)
                missing = [other for other in missing if other != meant]
                instead = did_you_mean(name, [meant] if meant else self._known)
                self.complain(name, f"{shown(name)} is not known here", instead, node.line)
        for name in missing:
            self.complain(name, f'"{name}" is missing', f'add "{name}: …"')
