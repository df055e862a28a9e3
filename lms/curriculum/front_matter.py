"""A file cut into what the system must know and what people read, each with its lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lms.curriculum.comments import without_comments
from lms.curriculum.problems import Problems
from lms.curriculum.yaml_nodes import Node, compose

LARGEST_FILE = 1_000_000
LARGEST_FRONT_MATTER = 100_000
"""Characters. The longest real one has about twenty thousand."""

FENCE = re.compile(r"---[ \t]*")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ud800-\udfff\ufffe\uffff]")
BEGIN = 'begin the file with "---", the settings, and "---" again'


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown of a file without its comments, and the line of the file with which it begins.

    ``numbers`` gives each line's place below that line, where comments were taken out;
    ``written`` is the text with them.
    """

    path: str
    line: int
    markdown: str
    numbers: tuple[int, ...] = ()
    written: str = ""

    def at(self, index: int) -> int:
        """The line of the file on which a line of the text stands."""
        if not self.numbers:
            return self.line + index
        return self.line + self.numbers[min(index, len(self.numbers) - 1)]

    @property
    def commented(self) -> Text | None:
        """The text with its comments; None where it has none."""
        return Text(self.path, self.line, self.written) if self.written else None


def uncommented(path: str, line: int, markdown: str, problems: Problems) -> Text:
    """A text without its comments; one that is not closed is noted."""
    found = without_comments(markdown)
    if found.unclosed is not None:
        what = "the comment that begins here has no end, so that nothing after it is shown"
        problems.add(path, line + found.unclosed, what, "write --> where it ends")
    written = markdown if found.numbers else ""
    return Text(path, line, found.markdown, found.numbers, written)


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its front matter and its body."""

    path: str
    front: Node
    body: Text


def in_lines(text: str) -> str:
    """The text with every line ended alike, and without the mark some editors begin files with."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def read_document(path: str, text: str, problems: Problems) -> Document | None:
    """Cut a file in two and read the first part; None where that cannot be done."""
    text = in_lines(text)
    if not _is_fit(path, text, problems):
        return None
    lines = text.split("\n")
    end = next((i for i, x in enumerate(lines) if i and FENCE.fullmatch(x)), None)
    if not FENCE.fullmatch(lines[0]) or end is None:
        what = "the front matter has no end" if FENCE.fullmatch(lines[0]) else "no front matter"
        problems.add(path, 1, what, BEGIN)
        return None
    front = _front("\n".join(lines[1:end]), path, problems)
    body = uncommented(path, end + 2, "\n".join(lines[end + 1 :]), problems)
    return Document(path, front, body) if front else None


def _is_fit(path: str, text: str, problems: Problems) -> bool:
    if len(text) > LARGEST_FILE:
        what = f"the file has more than {LARGEST_FILE:,} characters"
        problems.add(path, 1, what, "divide it")
        return False
    found = CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        what = f"a character that cannot be shown (U+{ord(found[0]):04X}) stands here"
        problems.add(path, line, what, "delete it and type the line anew")
    return found is None


def _front(yaml: str, path: str, problems: Problems) -> Node | None:
    if len(yaml) > LARGEST_FRONT_MATTER:
        what = f"the front matter has more than {LARGEST_FRONT_MATTER:,} characters"
        problems.add(path, 1, what, "move text that people read below it")
        return None
    node, complaints = compose(yaml, first_line=2)
    for complaint in complaints:
        problems.add(path, complaint.line, complaint.what, complaint.instead)
    if isinstance(node.value, Mapping):
        return node
    if not node.odd:
        problems.add(
            path, node.line, "the front matter holds no settings", "write one a line: id: …"
        )
    return None
