"""Taking back what was handed in, while nobody has answered it; its text becomes a draft again."""

from __future__ import annotations

from lms.domain.attempts import attempt_of
from lms.domain.policy import Actor
from lms.domain.records import RETRACTION, Record, Records, Refusal
from lms.errors import NotFound, Refused
from lms.services.pieces import ACTS, LOG, TEXT, Piece, piece
from lms.services.receipts import ITEM
from lms.services.recording import recording
from lms.services.site import Site, fact
from lms.store import drafts
from lms.store.documents import content_of
from lms.store.ledger import Writer


def withdraw_writing(
    site: Site, actor: Actor, enrolment: str, kind: str, item: str, record: str
) -> Piece:
    """Take back a log or a submission of one's own; Refused once somebody has answered it."""
    of = piece(site, actor, enrolment, kind, item)
    with recording(site, actor) as writer:
        own = writer.about(of.learning.subject).in_enrolment(enrolment)
        found = own.by_id(record)
        if found is None or found.kind != kind or found.get(ITEM[kind]) != item:
            raise NotFound("This is no longer on record; it may have been taken back already.")
        if not may_withdraw(found, own):
            reason = "Somebody has answered it already, so it stays. You can write another."
            raise Refused(Refusal("answered", reason, (found.id,)))
        subject = of.learning.subject
        writer.append(fact(subject, RETRACTION, site.today(), enrolment=enrolment, replaces=record))
        _make_draft(writer, of, found)
    return of


def may_withdraw(record: Record, own: Records) -> bool:
    """Whether nobody has answered a log or marked a submission yet."""
    if record.kind not in ACTS:
        return False
    if record.kind == LOG:
        return not own.of("log-response", log=record.id)
    marks = own.of("mark", assessment=record.get("assessment"))
    return all(attempt_of(m) != attempt_of(record) for m in marks)


def _make_draft(writer: Writer, of: Piece, record: Record) -> None:
    """The text as a draft again, unless another one has been begun in its place."""
    if drafts.find(writer.session, writer.actor, of.place) is not None:
        return
    kept = content_of(writer.session, record.get("document"))
    texts = kept if isinstance(kept, dict) else {TEXT: kept or ""}
    content = {"texts": texts, "family": record.get("family") or ""}
    drafts.save(writer.session, writer.actor, of.place, content, 0, writer.ledger.clock())
