"""What comes with a submission for its marker: the files, and the answers to earlier feedback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lms.domain.assessment.numbering import attempt_in
from lms.domain.programme import Assessment
from lms.domain.records import Record
from lms.services.enrolments import Learning
from lms.services.feedback_points import Point, answers_of, to_answer
from lms.services.handed_content import HandedFile, handed_content
from lms.services.site import Site
from lms.store.documents import content_of


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file as its marker sees it; without the writer's name for it where that could tell."""

    id: str
    name: str
    kind: str
    words: int | None
    stated: bool
    stated_words: int | None = None
    reason: str = ""
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """The files of a submission, the answers to the points of feedback before, and whether there is
    an earlier text to compare with.
    """

    files: tuple[ShownFile, ...] = ()
    answers: tuple[tuple[Point, str], ...] = ()
    before: bool = False


def brought_along(
    site: Site, of: Learning, assessment: Assessment, record: Record, content: Any, named: bool
) -> Brought:
    """What came with a submission; ``content`` is its document, handed out already."""
    session = site.session()
    answers = answers_of(content_of(session, record.get("answers")))
    points = to_answer(session, of.own, assessment, attempt_in(of.own, record))
    others = of.own.of("submission", assessment=assessment.id)
    files = handed_content(content).files
    return Brought(
        files=tuple(_shown(f, n, named) for n, f in enumerate(files, start=1)),
        answers=tuple((p, said) for p in points if (said := answers.to(p.key))),
        before=any(r.position < record.position for r in others),
    )


def _shown(file: HandedFile, number: int, named: bool) -> ShownFile:
    name = file.as_named if named else f"File {number}"
    return ShownFile(
        id=file.id,
        name=name,
        kind=file.kind,
        words=file.words,
        stated=file.stated,
        stated_words=file.stated_words,
        reason=file.reason,
        unread=file.unread,
    )
