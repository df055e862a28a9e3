"""Feedback as points that can be answered one by one, and the answers that a resubmission gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.slips import quarantined_by
from lms.domain.programme import Assessment
from lms.domain.records import Record, Records
from lms.services.feedback import Anchored, Feedback, feedback_of
from lms.store.documents import contents_of

OVERALL, CRITERION, ANCHORED = "answer-overall", "answer-criterion-", "answer-anchored-"
"""How the boxes for answers are called; criteria by id, anchored comments by number from 1."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of feedback: its box, what it is about, the passage quoted, and what was said."""

    key: str
    title: str
    says: str
    quote: str = ""
    band: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the learner answered, point by point; ``anchored`` is in the order of the comments."""

    overall: str = ""
    criteria: Mapping[str, str] | None = None
    anchored: tuple[str, ...] = ()

    def to(self, key: str) -> str:
        """The answer to the point of a box; empty where there is none."""
        if key == OVERALL:
            return self.overall
        if key.startswith(CRITERION):
            return (self.criteria or {}).get(key.removeprefix(CRITERION), "")
        number = int(key.removeprefix(ANCHORED)) if key.startswith(ANCHORED) else 0
        return self.anchored[number - 1] if 0 < number <= len(self.anchored) else ""


def feedbacks_of(session: Session, marks: Iterable[Record]) -> tuple[tuple[Record, Feedback], ...]:
    """Each mark with its feedback, in ledger order, read in one statement."""
    found = list(marks)
    kept = contents_of(session, [str(m.get("feedback") or "") for m in found])
    return tuple((m, feedback_of(kept.get(str(m.get("feedback"))))) for m in found)


def marks_of(own: Records, assessment: str, attempt: int) -> list[Record]:
    """The marks of one attempt that are among the records shown."""
    return [m for m in own.of("mark", assessment=assessment) if attempt_in(own, m) == attempt]


def anchored_in(given: Iterable[tuple[Record, Feedback]]) -> tuple[Anchored, ...]:
    """All comments beside the text, the first marker's first."""
    return tuple(comment for _, feedback in given for comment in feedback.anchored)


def points_of(
    assessment: Assessment, given: Iterable[tuple[Record, Feedback]], closed: bool = False
) -> tuple[Point, ...]:
    """Everything the markers said about an attempt: over all, by criterion, beside the text.

    Of a text that is ``closed`` no passage is quoted.
    """
    given = tuple(given)
    overall = _joined(feedback.overall for _, feedback in given)
    found = [Point(OVERALL, "Over all", overall)] if overall else []
    for criterion in assessment.criteria:
        said = _joined(feedback.on(criterion.id) for _, feedback in given)
        bands = dict.fromkeys(str(b) for m, _ in given if (b := _bands(m).get(criterion.id)))
        if said or bands:
            band = " and ".join(bands)
            found.append(Point(CRITERION + criterion.id, criterion.title, said, band=band))
    for number, comment in enumerate(anchored_in(given), start=1):
        key = f"{ANCHORED}{number}"
        found.append(Point(key, f"Comment {number}", comment.says, "" if closed else comment.quote))
    return tuple(found)


def _bands(mark: Record) -> Mapping[str, object]:
    bands: Mapping[str, object] = mark.get("criteria") or {}
    return bands


def _joined(texts: Iterable[str]) -> str:
    """What two markers say to the same point, each said once."""
    return "\n\n".join(dict.fromkeys(text for text in texts if text))


def to_answer(
    session: Session, own: Records, assessment: Assessment, attempt: int
) -> tuple[Point, ...]:
    """The points that the text of an attempt can answer: those said about the one before it."""
    for earlier in range(attempt - 1, 0, -1):
        given = feedbacks_of(session, marks_of(own, assessment.id, earlier))
        if points := points_of(assessment, given, is_closed(own, assessment, earlier)):
            return tuple(p for p in points if p.says)
    return ()


def is_closed(own: Records, assessment: Assessment, attempt: int) -> bool:
    """Whether the text of an attempt is under quarantine, so that no passage of it is shown."""
    named = own.of("submission", assessment=assessment.id)
    return any(quarantined_by(own, r) for r in named if attempt_in(own, r) == attempt)


def answers_document(boxes: Mapping[str, str]) -> dict[str, Any] | None:
    """What is kept of answers: ``{"overall", "criteria": {id: …}, "anchored": […]}``; None of none."""
    said = {key: text.strip() for key, text in boxes.items() if text.strip()}
    if not said:
        return None
    anchored = {int(k.removeprefix(ANCHORED)): v for k, v in said.items() if k.startswith(ANCHORED)}
    return {
        "overall": said.get(OVERALL, ""),
        "criteria": {
            k.removeprefix(CRITERION): v for k, v in said.items() if k.startswith(CRITERION)
        },
        "anchored": [anchored.get(n, "") for n in range(1, max(anchored, default=0) + 1)],
    }


def answers_of(document: Any) -> Answers:
    """Answers from the document that keeps them; none where there is none or it was erased."""
    if not isinstance(document, Mapping):
        return Answers()
    return Answers(
        str(document.get("overall") or ""),
        dict(document.get("criteria") or {}),
        tuple(str(said or "") for said in document.get("anchored") or ()),
    )


def boxes_of(answers: Answers) -> dict[str, str]:
    """Answers as the boxes of a draft hold them."""
    criteria = {CRITERION + name: said for name, said in (answers.criteria or {}).items()}
    anchored = {f"{ANCHORED}{n}": said for n, said in enumerate(answers.anchored, start=1)}
    found = {OVERALL: answers.overall, **criteria, **anchored}
    return {box: said for box, said in found.items() if said}
