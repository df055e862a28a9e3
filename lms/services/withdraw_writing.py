"""Taking back what was handed in, while nobody has opened or answered it; it is a draft again."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.domain.assessment.numbering import attempt_in
from lms.domain.policy import Actor
from lms.domain.records import RETRACTION, Record, Records, Refusal
from lms.errors import Moved, NotFound, Refused
from lms.services.drafts import draft_content
from lms.services.enrolments import Learning
from lms.services.feedback_points import answers_of, boxes_of
from lms.services.handed_content import handed_content
from lms.services.pieces import ACTS, LOG, TEXT, Piece, Written, piece
from lms.services.receipts import ITEM
from lms.services.recording import recording, writes
from lms.services.site import Site, fact
from lms.store import drafts
from lms.store.documents import content_of
from lms.store.read_audits import is_read
from lms.store.writer import Writer

ANSWERED_BY = ("mark", "slip", "misconduct", "word-count-decision")
"""After one of these about its attempt, a submission stays."""


@writes
def withdraw_writing(
    site: Site, actor: Actor, enrolment: str, kind: str, item: str, record: str
) -> Piece:
    """Take back a log or a submission of one's own.

    Refused once somebody has answered a log, or has opened or answered a submission.
    """
    of = piece(site, actor, enrolment, kind, item)
    with recording(site, actor) as writer:
        own = writer.about(of.learning.subject).in_enrolment(enrolment)
        found = own.by_id(record)
        if found is None or found.kind != kind or found.get(ITEM[kind]) != item:
            raise NotFound("This is no longer on record; it may have been taken back already.")
        if not _may_withdraw(found, own, writer.session):
            reason = "It has been opened or answered already, so it stays."
            raise Refused(Refusal("answered", reason, (found.id,)))
        subject = of.learning.subject
        writer.append(fact(subject, RETRACTION, site.today(), enrolment=enrolment, replaces=record))
        writer.also(lambda session: _require_unread(session, record))
        begin_with(site, writer, of, found)
    return of


def _require_unread(session: Session, record: str) -> None:
    """Moved where somebody has opened it while it was being taken back."""
    if is_read(session, record):
        raise Moved


def may_withdraw(site: Site, of: Learning, record: Record) -> bool:
    """Whether a log or a submission of an enrolment can still be taken back.

    A submission stays once anybody has opened it. Work is opened before it is marked, so neither
    the offer nor its absence tells the learner of a mark that is not released yet.
    """
    own = site.about(of.subject).in_enrolment(of.enrolment.id)
    return _may_withdraw(record, own, site.session())


def _may_withdraw(record: Record, own: Records, session: Session) -> bool:
    """The same by all records of the enrolment, those included that its learner is not shown."""
    if record.kind not in ACTS or record.get("in-person"):
        return False  # what staff recorded stays
    if record.kind == LOG:
        return not own.of("log-response", log=record.id)
    named = record.get("assessment")
    after = [r for kind in ANSWERED_BY for r in own.of(kind, assessment=named)]
    answered = any(attempt_in(own, r) == attempt_in(own, record) for r in after)
    return not answered and not is_read(session, record.id)


def begin_with(site: Site, writer: Writer, of: Piece, record: Record) -> None:
    """Make what was handed in a draft again, unless another has been begun in its place."""
    learner = writer.actor
    if drafts.find(writer.session, learner, of.place) is not None:
        return
    kept = content_of(writer.session, record.get("document"))
    written = _as_log(kept) if of.kind == LOG else _as_work(writer, record, kept)
    if written.files:
        document = str(record.get("document")).partition(".")[0]
        site.files.lend(document, [file.id for file in written.files])
    now, content = writer.ledger.clock(), draft_content(written)
    writer.also(lambda session: drafts.save(session, learner, of.place, content, 0, now))


def _as_log(kept: object) -> Written:
    return Written(kept if isinstance(kept, dict) else {TEXT: str(kept or "")})


def _as_work(writer: Writer, record: Record, kept: object) -> Written:
    content = handed_content(kept)
    answers = answers_of(content_of(writer.session, record.get("answers")))
    return Written(
        {TEXT: content.text},
        record.get("family") or "",
        files=content.files,
        answers=boxes_of(answers),
    )
