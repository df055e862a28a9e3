"""Handing in a log or assessed work: checked, kept once however often one clicks, with a receipt."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from lms.domain.attempts import next_attempt
from lms.domain.policy import Actor
from lms.domain.programme import Assessment
from lms.domain.records import NewRecord, Refusal, person
from lms.errors import BadInput, Refused
from lms.services.check_writing import check_writing, require_fit
from lms.services.drafts import newer_draft, own_draft
from lms.services.enrolments import as_it_stands, check_open
from lms.services.pieces import LOG, Piece, Written, piece, piece_of
from lms.services.receipts import Receipt, receipt_of
from lms.services.recording import recording
from lms.services.site import Site, fact
from lms.store import drafts
from lms.store.ledger import Writer

NO_STATEMENT = "Confirm that nobody can be recognised in your work."


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What is handed in: the draft at a revision, or a text that came with the request.

    ``confirmed`` holds the marks of the warnings that the writer has looked at; ``statement`` is
    the writer's word that nobody can be recognised, which assessed work needs.
    """

    revision: int | None = None
    written: Written | None = None
    confirmed: Collection[str] = ()
    statement: bool = False


def hand_in(
    site: Site,
    actor: Actor,
    enrolment: str,
    kind: str,
    item: str,
    handed: HandedIn,
    key: str | None = None,
) -> Receipt:
    """Record a log or a submission and give its receipt; the same ``key`` gives the first one again.

    BadInput where it may not go out yet (NotConfirmed where only warnings stand in the way),
    Conflict where the draft has changed since it was looked at, Refused where no attempt is left.
    """
    of = piece(site, actor, enrolment, kind, item)
    written = handed.written or _draft_at(site, of, handed.revision)
    if written is not None:
        # Before the lock is taken: going through a long text takes a while.
        _require_statement(of, handed)
        require_fit(check_writing(site, of, written), handed.confirmed)
    with recording(site, actor) as writer:
        answer = writer.answer_once(
            key, _asked(of, handed), lambda: _record(site, writer, of, handed)
        )
        record = site.ledger.find(writer.session, answer["record"])
        assert record is not None  # noqa: S101 - the answer is kept with the record it names
        return receipt_of(writer.session, of.learning, record)


def _draft_at(site: Site, of: Piece, revision: int | None) -> Written | None:
    kept = drafts.find(site.session(), of.learning.enrolment.person, of.place)
    return own_draft(of, kept).written if kept and kept.revision == revision else None


def _require_statement(of: Piece, handed: HandedIn) -> None:
    if of.kind != LOG and not handed.statement:
        raise BadInput("This cannot be handed in yet. Your draft is kept.", [NO_STATEMENT])


def _asked(of: Piece, handed: HandedIn) -> dict[str, Any]:
    texts = dict(handed.written.texts) if handed.written else None
    return {"place": of.place, "revision": handed.revision, "texts": texts}


def _record(site: Site, writer: Writer, of: Piece, handed: HandedIn) -> dict[str, str]:
    now = as_it_stands(of.learning, writer)
    check_open(now)
    written = handed.written or _take_draft(writer, of, handed.revision)
    document = writer.document(
        person(of.learning.enrolment.person),
        dict(written.texts) if of.kind == LOG else "".join(written.texts.values()),
    )
    record = writer.append(_fact(site, piece_of(now, of.kind, of.id), written, document))
    return {"record": record.id}


def _take_draft(writer: Writer, of: Piece, revision: int | None) -> Written:
    """The draft that was looked at, which handing in uses up."""
    kept = drafts.find(writer.session, writer.actor, of.place)
    if kept is None or kept.revision != revision:
        raise newer_draft(of, kept)
    drafts.remove(writer.session, writer.actor, of.place)
    return own_draft(of, kept).written


def _fact(site: Site, of: Piece, written: Written, document: str) -> NewRecord:
    own = of.learning
    shared = {
        "enrolment": own.enrolment.id,
        "curriculum": own.programme.key,
        "document": document,
        "words": written.words,
    }
    if not isinstance(of.item, Assessment):
        return fact(own.subject, LOG, site.today(), template=of.id, **shared)  # type: ignore[arg-type]
    attempt = next_attempt(of.item, own.own)
    if isinstance(attempt, Refusal):
        raise Refused(attempt)
    return fact(
        own.subject,
        of.kind,
        site.today(),
        assessment=of.id,
        attempt=attempt,
        family=written.family or None,
        **shared,  # type: ignore[arg-type]
    )
