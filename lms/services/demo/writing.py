"""What learners of the example world wrote: our own words, about invented families, from files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from lms.domain.programme import Criterion, LogTemplate
from lms.domain.word_count import count_words

NOT_WRITTEN = (
    "[The example world keeps no text for this piece. It is counted as {what} of {words} words, so "
    "that the figures come out whole. The guide to the example world says what can be read in full.]"
)
TUTOR = "The tutor's answer"
MARKER = "# The marker's answer"


@dataclass(frozen=True, slots=True)
class LogText:
    """A log as it was written: its template, the text under each prompt's title, the tutor's answer.

    ``decision`` is accepted, returned or, where no tutor has answered yet, empty.
    """

    template: str
    decision: str
    parts: tuple[tuple[str, str], ...]
    feedback: str

    def content(self, template: LogTemplate) -> dict[str, str]:
        """The text of each prompt by its id, as a log keeps it; LookupError for a title unknown."""
        by_title = dict(self.parts)
        found = {prompt.id: by_title.pop(prompt.title, "") for prompt in template.prompts}
        if by_title:
            raise LookupError(f"{template.id} has no prompt called {', '.join(by_title)}")
        return found

    @property
    def words(self) -> int:
        return sum(count_words(text) for _, text in self.parts)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a marker wrote about one piece of work: over all, and by a criterion's title.

    ``criteria`` gives the band and the comment of each criterion that was spoken of. A curriculum
    may have come to name its criteria otherwise: what was said of another is then said over all.
    """

    overall: str
    criteria: Mapping[str, tuple[str, str]]

    def bands(self, of: Iterable[Criterion]) -> dict[str, str]:
        """The bands given, by the criterion's id."""
        return {c.id: self.criteria[c.title][0] for c in self._spoken_of(of)}

    def feedback(self, of: Iterable[Criterion]) -> dict[str, Any]:
        """What was said, as a mark keeps it."""
        found = self._spoken_of(of)
        known = {c.title for c in found}
        others = [said for title, (_, said) in self.criteria.items() if title not in known]
        comments = {c.id: self.criteria[c.title][1] for c in found}
        return {"overall": "\n\n".join((self.overall, *others)), "criteria": comments}

    def _spoken_of(self, of: Iterable[Criterion]) -> list[Criterion]:
        given = {title: band for title, (band, _) in self.criteria.items()}
        return [c for c in of if given.get(c.title) in dict(c.bands)]


@dataclass(frozen=True, slots=True)
class WorkText:
    """One attempt at assessed work as it was handed in, and what its marker answered, if one did."""

    text: str
    answer: Answer | None

    @property
    def words(self) -> int:
        return count_words(self.text)


def _text(name: str) -> str:
    file = files("lms.services.demo") / "texts" / f"{name}.md"
    return file.read_text("utf-8") if file.is_file() else ""


def _sections(text: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first ``##`` heading, and each heading with what stands under it."""
    head, *rest = f"\n{text}".split("\n## ")
    pairs = [section.partition("\n")[::2] for section in rest]
    return head.strip(), [(title.strip(), said.strip()) for title, said in pairs]


@cache
def log_text(name: str) -> LogText | None:
    """A log from its file: ``# template (decision)``, then a ``##`` heading for each prompt.

    None where the world has no such file.
    """
    head, parts = _sections(_text(name))
    if not head:
        return None
    template, _, decision = head.removeprefix("# ").partition(" ")
    return LogText(
        template,
        decision.strip("()"),
        tuple((title, text) for title, text in parts if title != TUTOR),
        next((text for title, text in parts if title == TUTOR), ""),
    )


@cache
def work_text(
    person: str, assessment: str, attempt: int = 1, returned: bool = False
) -> WorkText | None:
    """An attempt at assessed work from its file; None where the world has no text for it.

    ``returned`` is the text as it was before it came back for a slip. The marker's answer follows the text under ``MARKER``: what is said over all, then a heading
    ``## Criterion (Band)`` for each criterion with a comment.
    """
    name = f"{person}-{assessment.replace('.', '-')}" + (f"-{attempt}" if attempt > 1 else "")
    name += "-returned" if returned else ""
    text, _, answered = _text(name).partition(f"\n{MARKER}\n")
    if not text:
        return None
    overall, sections = _sections(answered)
    criteria = {}
    for heading, comment in sections:
        title, _, band = heading.removesuffix(")").rpartition(" (")
        criteria[title] = (band, comment)
    return WorkText(text.strip(), Answer(overall, criteria) if overall else None)


def left_out(template: LogTemplate, n: int) -> tuple[dict[str, str], int]:
    """What stands in the place of a log that has no text, and the words that it is counted as."""
    words = (template.words_at_least or 300) + 37 * n % 260
    first = template.prompts[0].id
    return {first: NOT_WRITTEN.format(what="a reflective log", words=words)}, words
