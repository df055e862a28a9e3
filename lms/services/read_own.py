"""Reading again what one handed in oneself, with the answers to it; nobody's business, so not noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lms.domain.attempts import attempt_of
from lms.domain.policy import Actor
from lms.domain.programme import Assessment
from lms.domain.records import Record
from lms.domain.requirements.assessed_work import passes, recorded_mark
from lms.errors import NotFound
from lms.services.enrolments import Learning, learning
from lms.services.people import name_of
from lms.services.pieces import ACTS, LOG, TEXT
from lms.services.receipts import Receipt, receipt_of
from lms.services.site import Site
from lms.services.withdraw_writing import may_withdraw
from lms.store.documents import content_of


@dataclass(frozen=True, slots=True)
class OwnPart:
    """A prompt, or the title of the work, and what one wrote."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What a tutor or marker answered: the words, the comments by criterion, the result."""

    says: str
    overall: str
    criteria: tuple[OwnPart, ...]
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class OwnWriting:
    """A log or submission of one's own; ``erased`` says that its text is gone."""

    of: Learning
    receipt: Receipt
    parts: tuple[OwnPart, ...]
    erased: bool
    answers: tuple[OwnAnswer, ...]
    may_withdraw: bool


def read_own(site: Site, actor: Actor, enrolment: str, record: str) -> OwnWriting:
    """Something one handed in; NotFound where it was taken back or never was."""
    of = learning(site, actor, enrolment, "read-receipt")
    found = of.own.by_id(record)
    if found is None or found.kind not in ACTS:
        raise NotFound("There is nothing of yours under this address; you may have taken it back.")
    content = content_of(site.session(), found.get("document"))
    return OwnWriting(
        of=of,
        receipt=receipt_of(site.session(), of, found),
        parts=_parts(of, found, content),
        erased=content is None,
        answers=_log_answers(site, of, found) if found.kind == LOG else _marks(site, of, found),
        may_withdraw=may_withdraw(found, of.own),
    )


def _parts(of: Learning, record: Record, content: object) -> tuple[OwnPart, ...]:
    texts = dict(content) if isinstance(content, dict) else {TEXT: str(content or "")}
    found = of.log(str(record.get("template")))
    titles = {p.id: p.title for p in found[1].prompts} if found else {}
    ordered = [*titles, *(name for name in texts if name not in titles)]
    return tuple(
        OwnPart(titles.get(name, ""), str(texts.get(name) or ""))
        for name in ordered
        if texts.get(name) or name in titles
    )


def _log_answers(site: Site, of: Learning, log: Record) -> tuple[OwnAnswer, ...]:
    return tuple(
        OwnAnswer(
            says=str(r.get("decision")).capitalize(),
            overall=str(content_of(site.session(), r.get("feedback")) or ""),
            criteria=(),
            by=name_of(site.session(), r.recorded_by),
            on=r.on,
        )
        for r in of.own.of("log-response", log=log.id)
    )


def _marks(site: Site, of: Learning, submission: Record) -> tuple[OwnAnswer, ...]:
    found = of.assessment(str(submission.get("assessment")))
    marks = of.own.of("mark", assessment=submission.get("assessment"))
    same = [m for m in marks if attempt_of(m) == attempt_of(submission)]
    return tuple(_mark(site, mark, found[1] if found else None) for mark in same)


def _mark(site: Site, mark: Record, assessment: Assessment | None) -> OwnAnswer:
    """A mark with its comments; who marked is left out, for the board answers for it."""
    content = content_of(site.session(), mark.get("feedback"))
    feedback: Mapping[str, object] = content if isinstance(content, dict) else {"overall": content}
    comments = feedback.get("criteria")
    bands: Mapping[str, object] = mark.get("criteria") or {}
    criteria = assessment.criteria if assessment else ()
    return OwnAnswer(
        says=_result(mark, assessment),
        overall=str(feedback.get("overall") or ""),
        criteria=tuple(
            OwnPart(
                f"{c.title}: {bands[c.id]}" if c.id in bands else c.title,
                str(comments.get(c.id) or "") if isinstance(comments, dict) else "",
            )
            for c in criteria
            if c.id in bands or (isinstance(comments, dict) and comments.get(c.id))
        ),
        by="",
        on=mark.on,
    )


def _result(mark: Record, assessment: Assessment | None) -> str:
    if assessment is None or assessment.marking == "formative":
        return "Feedback"
    passed = "Passed" if passes(mark, assessment) else "Not passed"
    counts = recorded_mark(mark, assessment)
    if counts is None:
        return f"{passed} (provisional until the board has met)"
    raw = mark.get("mark")
    capped = f", capped from {raw}" if raw != counts else ""
    return f"{passed} with {counts}{capped} (provisional until the board has met)"
