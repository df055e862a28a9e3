"""A portfolio's text: evidence set in between two lines, and the learner's own words around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lms.domain.word_count import count_words

BEGINS, ENDS = "Evidence begins:", "Evidence ends."
EVIDENCE, COMMENTARY = "## Evidence", "## Commentary"
RULE = (
    "Only your own words are counted: what stands between a line that begins with "
    f"“{BEGINS}” and the next line “{ENDS}” is not."
)
"""What learners are told beside the count of a portfolio."""


@dataclass(frozen=True, slots=True)
class Extract:
    """Something that is already on record: what it is, in one line, and its text, if it has any."""

    title: str
    text: str = ""

    @property
    def first_line(self) -> str:
        return f"{BEGINS} {' '.join(self.title.split())}"

    @property
    def block(self) -> str:
        """The extract as it stands in the portfolio."""
        return "\n\n".join(part for part in (self.first_line, self.text.strip(), ENDS) if part)


def assemble(text: str, extracts: Iterable[Extract], criteria: Sequence[str]) -> str:
    """A portfolio's text with these extracts and a heading of the commentary for each criterion.

    Nothing that stands there is changed or set in twice: new extracts go before the commentary.
    """
    there = {line.strip() for line in text.splitlines()}
    new = [e.block for e in extracts if e.first_line not in there]
    before, heading, after = _at_commentary(text)
    if new and EVIDENCE not in there:
        new.insert(0, EVIDENCE)
    wanted = [f"### {' '.join(title.split())}" for title in criteria]
    missing = [line for line in wanted if line not in there]
    parts = [before, *new, heading or COMMENTARY, after, *missing]
    return "\n\n".join(part for part in map(str.strip, parts) if part) + "\n"


def _at_commentary(text: str) -> tuple[str, str, str]:
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line.strip() == COMMENTARY:
            return "\n".join(lines[:number]), line, "\n".join(lines[number + 1 :])
    return text, "", ""


def own_part(text: str) -> str:
    """The text without its evidence; a beginning whose end is missing takes nothing away."""
    own: list[str] = []
    held: list[str] = []
    for line in text.splitlines():
        if held:
            held.append(line)
            if line.strip() == ENDS:
                held = []
        elif line.strip().startswith(BEGINS):
            held = [line]
        else:
            own.append(line)
    return "\n".join([*own, *held])


def count_own_words(text: str) -> int:
    """The words of a portfolio that count (``RULE``)."""
    return count_words(own_part(text))
