"""Reading again what one handed in oneself, with the answers to it; nobody's business, so not noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.ratings import Difference, both_raters
from lms.domain.assessment.results import results
from lms.domain.assessment.work import Work
from lms.domain.policy import Actor
from lms.domain.records import Record
from lms.domain.wording import titled
from lms.errors import NotFound
from lms.services.assessed import find_work_of
from lms.services.enrolments import Learning, learning
from lms.services.feedback_points import OVERALL, Point, marks_of
from lms.services.handed_content import handed_content
from lms.services.own_attempts import OwnAttempt, own_attempt
from lms.services.people import name_of
from lms.services.pieces import ACTS, LOG
from lms.services.quarantine import SAYS, may_open
from lms.services.receipts import Receipt, receipt_of
from lms.services.site import Site
from lms.services.withdraw_writing import may_withdraw
from lms.services.word_counts import ShownCount, shown_count
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
    """A log or submission of one's own; ``erased`` says that its text is gone.

    ``attempt`` is how assessed work came off; ``closed`` says why its text cannot be opened.
    ``in_person`` says that it was shown and has no text; ``raters`` where two raters differ;
    ``count`` all that is known of its words.
    """

    of: Learning
    receipt: Receipt
    parts: tuple[OwnPart, ...]
    erased: bool
    answers: tuple[OwnAnswer, ...]
    may_withdraw: bool
    attempt: OwnAttempt | None = None
    closed: str = ""
    in_person: bool = False
    raters: tuple[Difference, ...] = ()
    count: ShownCount | None = None


def read_own(site: Site, actor: Actor, enrolment: str, record: str) -> OwnWriting:
    """Something one handed in; NotFound where it was taken back or never was."""
    of = learning(site, actor, enrolment, "read-receipt")
    found = of.own.by_id(record)
    if found is None or found.kind not in ACTS:
        raise NotFound("There is nothing of yours under this address; you may have taken it back.")
    return _log(site, of, found) if found.kind == LOG else _submission(site, actor, of, found)


def _log(site: Site, of: Learning, found: Record) -> OwnWriting:
    content = content_of(site.session(), found.get("document"))
    return OwnWriting(
        of=of,
        receipt=receipt_of(site, of, found),
        parts=_parts(of, found, content),
        erased=content is None,
        answers=_log_answers(site, of, found),
        may_withdraw=may_withdraw(site, of, found),
    )


def _submission(site: Site, actor: Actor, of: Learning, found: Record) -> OwnWriting:
    open_ = may_open(site, actor, of, found)
    content = content_of(site.session(), found.get("document")) if open_ else None
    handed, work = handed_content(content), _work_of(site, of, found)
    attempt = own_attempt(site, work, found, handed.readable) if work else None
    count = shown_count(site, work, found, handed) if work else None
    typed = [OwnPart("", handed.text)] if handed.text.strip() else []
    return OwnWriting(
        of=of,
        receipt=receipt_of(site, of, found),
        parts=(*typed, *(OwnPart(f.name, f.text) for f in handed.files)),
        erased=content is None and open_ and not found.get("in-person"),
        answers=_feedback(of, found, attempt),
        may_withdraw=open_ and may_withdraw(site, of, found),
        attempt=attempt,
        closed="" if open_ else SAYS,
        in_person=bool(found.get("in-person")),
        raters=_raters(work, found),
        count=count.without_names() if count else None,
    )


def _raters(work: Work | None, submission: Record) -> tuple[Difference, ...]:
    """Where two raters differ, once the learner is shown what both of them gave."""
    if work is None:
        return ()
    mine = [r for r in results(work) if r.attempt == attempt_in(work.own, submission)]
    return both_raters(work.assessment, mine[0]) if mine and mine[0].settled else ()


def _parts(of: Learning, record: Record, content: object) -> tuple[OwnPart, ...]:
    texts = dict(content) if isinstance(content, dict) else {}
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
            says=titled(str(r.get("decision"))),
            overall=str(content_of(site.session(), r.get("feedback")) or ""),
            criteria=(),
            by=name_of(site.session(), r.recorded_by),
            on=r.on,
        )
        for r in of.own.of("log-response", log=log.id)
    )


def _work_of(site: Site, of: Learning, submission: Record) -> Work | None:
    found = of.assessment(str(submission.get("assessment")))
    return find_work_of(site, of, found[1]) if found else None


def _feedback(of: Learning, record: Record, attempt: OwnAttempt | None) -> tuple[OwnAnswer, ...]:
    """All that the markers said, as one answer; who marked is left out, for the board answers."""
    marks = marks_of(of.own, str(record.get("assessment")), attempt_in(of.own, record))
    if attempt is None or not (marks and attempt.line.result):
        return ()
    line = attempt.line
    standing = f" ({line.standing})" if line.standing else ""
    overall = [p for p in attempt.points if p.key == OVERALL]
    return (
        OwnAnswer(
            says=f"{line.result}{standing}",
            overall=overall[0].says if overall else "",
            criteria=tuple(_part(p) for p in attempt.points if p.key != OVERALL),
            by="",
            on=marks[-1].on,
        ),
    )


def _part(point: Point) -> OwnPart:
    about = f"{point.title}: {point.band}" if point.band else point.title
    return OwnPart(f"{about}: “{point.quote}”" if point.quote else about, point.says)
