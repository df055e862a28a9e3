"""What learners of the example world wrote: our own words, about invented families, from files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lms.domain.programme import LogTemplate
from lms.domain.word_count import count_words

LEFT_OUT = (
    "[The example world leaves this piece out. In its place imagine {what}, {words} words long, "
    "about invented people.]"
)
TUTOR = "The tutor's answer"


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


def _text(name: str) -> str:
    file = files("lms.services.demo") / "texts" / f"{name}.md"
    return file.read_text("utf-8") if file.is_file() else ""


@cache
def log_text(name: str) -> LogText:
    """A log from its file: ``# template (decision)``, then a ``##`` heading for each prompt."""
    head, *sections = _text(name).split("\n## ")
    template, _, decision = head.strip().removeprefix("# ").partition(" ")
    parts = [tuple(part.strip() for part in section.split("\n", 1)) for section in sections]
    feedback = next((part[1] for part in parts if part[0] == TUTOR), "")
    return LogText(
        template,
        decision.strip("()"),
        tuple((title, text) for title, text in parts if title != TUTOR),
        feedback,
    )


def work_text(person: str, assessment: str) -> tuple[str, int]:
    """The text of somebody's assessed work and its words; empty where the world leaves it out."""
    text = _text(f"{person}-{assessment.replace('.', '-')}").strip()
    return text, count_words(text)


def left_out(template: LogTemplate, n: int) -> tuple[dict[str, str], int]:
    """What stands in the place of a log that the world leaves out, and the words to imagine."""
    words = (template.words_at_least or 300) + 37 * n % 260
    first = template.prompts[0].id
    return {first: LEFT_OUT.format(what="a reflective log", words=words)}, words
