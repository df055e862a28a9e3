"""What a learner may write, and where its draft is kept: a log by its template, or assessed work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lms.domain.assessment.portfolio import RULE as OWN_WORDS
from lms.domain.assessment.portfolio import count_own_words
from lms.domain.policy import Actor
from lms.domain.programme import Assessment, LogTemplate, Prompt, Stage
from lms.domain.word_count import RULE, count_words
from lms.errors import NotFound
from lms.services.enrolments import Learning, learning
from lms.services.handed_content import HandedFile
from lms.services.site import Site

LOG, WORK = "log", "submission"
ACTS = {LOG: "write-log", WORK: "submit-work"}
TEXT = "text"
"""The one part of a piece of assessed work."""
ANSWER = re.compile(r"answer-(?:overall|criterion-[\w.-]{1,80}|anchored-\d{1,3})")
"""The box for an answer to one point of the feedback on an earlier attempt."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to be written in an enrolment; ``kind`` is the kind of record it becomes.

    A log has one part for each prompt of its template; assessed work has the one part ``text``.
    """

    learning: Learning
    stage: Stage
    kind: str
    item: LogTemplate | Assessment
    parts: tuple[Prompt, ...]

    @property
    def id(self) -> str:
        return self.item.id

    @property
    def title(self) -> str:
        return self.item.title

    @property
    def place(self) -> str:
        """Where its draft is kept."""
        return f"{self.kind}:{self.learning.enrolment.id}:{self.id}"

    @property
    def asks_family(self) -> bool:
        """Whether the learner names the family by a code of his or her own."""
        return isinstance(self.item, Assessment) and self.item.family_code

    @property
    def asks_consent(self) -> bool:
        """Whether the consent to a recording is to be named."""
        return isinstance(self.item, Assessment) and self.item.consent

    @property
    def word_rule(self) -> str:
        """How its words are counted, as its writer is told."""
        assembled = isinstance(self.item, Assessment) and self.item.assembled
        return f"{RULE} {OWN_WORDS}" if assembled else RULE

    @property
    def words_at_least(self) -> int | None:
        """The fewest words asked for; for assessed work, the length less its tolerance."""
        if isinstance(self.item, LogTemplate):
            return self.item.words_at_least
        return None if self.item.words is None else -(-self._length(-self.item.tolerance) // 100)

    @property
    def words_at_most(self) -> int | None:
        """The most words asked for; for assessed work, the length and its tolerance."""
        if isinstance(self.item, LogTemplate):
            return self.item.words_at_most
        return None if self.item.words is None else self._length(self.item.tolerance) // 100

    def _length(self, tolerance: int) -> int:
        words = self.item.words if isinstance(self.item, Assessment) else 0
        return (words or 0) * (100 + tolerance)


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody has written for a piece: the text of each part, and the family's code.

    ``files`` come with assessed work; ``answers`` speak to points of earlier feedback, by the names
    of their boxes. Of what was ``assembled`` from records, only the writer's own words are counted.
    """

    texts: Mapping[str, str]
    family: str = ""
    assembled: bool = False
    files: tuple[HandedFile, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> int:
        """The words of all parts and files together; answers to feedback do not count."""
        return self.typed_words + sum(file.words or 0 for file in self.files)

    @property
    def stated_words(self) -> int | None:
        """The same by the writer's own count of files; None where it is no other number."""
        stated = self.words + sum(
            file.stated_words - (file.words or 0)
            for file in self.files
            if file.stated_words is not None
        )
        return None if stated == self.words else stated

    @property
    def typed_words(self) -> int:
        """The words of all parts together."""
        count = count_own_words if self.assembled else count_words
        return sum(count(text) for text in self.texts.values())

    @property
    def boxes(self) -> dict[str, str]:
        """All that is typed, by the name of its box."""
        return {**self.texts, **self.answers}

    @property
    def size(self) -> int:
        """The bytes of all that is typed."""
        return sum(len(text.encode("utf-8", "replace")) for text in self.boxes.values())

    @property
    def empty(self) -> bool:
        return not self.files and not any(text.strip() for text in self.texts.values())

    def with_files(self, files: tuple[HandedFile, ...]) -> Written:
        """The same writing with other files."""
        return replace(self, files=files)


def piece(site: Site, actor: Actor, enrolment: str, kind: str, item: str) -> Piece:
    """A piece that the actor may write; NotFound where the version has no such thing."""
    if kind not in ACTS:
        raise NotFound("There is nothing of that kind to write.")
    found = piece_of(learning(site, actor, enrolment, ACTS[kind]), kind, item)
    if isinstance(found.item, Assessment) and found.item.in_person:
        raise NotFound("This is shown in person; your tutor records that you have done so.")
    return found


def piece_of(of: Learning, kind: str, item: str) -> Piece:
    """A piece of an enrolment; NotFound where the version has no such thing."""
    if kind == LOG and (log := of.log(item)):
        stage, template = log
        return Piece(of, stage, kind, template, template.prompts)
    if kind == WORK and (work := of.assessment(item)):
        stage, assessment = work
        return Piece(of, stage, kind, assessment, (Prompt(TEXT, assessment.title, ""),))
    raise NotFound("Your version of the programme has no such thing to write.")


def read_written(of: Piece, texts: Mapping[str, object], family: object = "") -> Written:
    """What came in, with exactly the parts that the piece has, line ends made alike."""
    shaped = {part.id: _text(texts.get(part.id)) for part in of.parts}
    code = str(family or "").strip().upper() if of.asks_family else ""
    if not isinstance(of.item, Assessment):
        return Written(shaped, code)
    answers = {box: _text(said) for box, said in texts.items() if ANSWER.fullmatch(box)}
    return Written(shaped, code, of.item.assembled, answers=answers)


def _text(value: object) -> str:
    if not isinstance(value, str):
        return ""
    whole = value.encode("utf-8", "replace").decode()  # half a character cannot be stored
    return whole.replace("\r\n", "\n").replace("\x00", "")
