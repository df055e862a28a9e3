"""Handing in a log or assessed work: checked, kept once however often one clicks, with a receipt."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lms.domain.assessment.consents import check_consent
from lms.domain.attempts import next_attempt
from lms.domain.policy import Actor
from lms.domain.programme import Assessment
from lms.domain.records import LONDON, NewRecord, Refusal, person
from lms.errors import BadInput, Moved, Refused
from lms.services.assessed import work_of
from lms.services.check_writing import check_writing, require_fit
from lms.services.drafts import newer_draft, own_draft
from lms.services.enrolments import Learning, as_it_stands, check_open, enrolled_fact
from lms.services.feedback_points import answers_document
from lms.services.handed_content import content_with
from lms.services.pieces import LOG, Piece, Written, piece, piece_of
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.receipts import Receipt, read_receipt
from lms.services.recording import recording, writes
from lms.services.site import Site
from lms.store import drafts
from lms.store.writer import Writer

NO_STATEMENT = "Confirm that nobody can be recognised in your work."
NO_CONSENT = "Choose the consent under which the session was recorded."
CANNOT = "This cannot be handed in yet. Your draft is kept."


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What is handed in: the draft at a revision, or a text that came with the request.

    ``confirmed`` holds the marks of the warnings that the writer has looked at; ``statement`` is
    the writer's word that nobody can be recognised, which assessed work needs; ``consent`` the
    record of the consent under which a session was recorded. ``arrived`` is when the request
    reached the site: now, unless whoever took it in looked at the clock before.
    """

    revision: int | None = None
    written: Written | None = None
    confirmed: Collection[str] = ()
    statement: bool = False
    consent: str = ""
    arrived: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Act:
    """One handing in: what, when it arrived, how many warnings were looked at, what it used up."""

    site: Site
    of: Piece
    handed: HandedIn
    arrived: datetime
    looked_at: int
    used: list[str] = field(default_factory=list)


@writes
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
    Late work is taken like any other: what that costs is decided when it is marked.
    """
    arrived = handed.arrived or site.now()
    of = piece(site, actor, enrolment, kind, item)
    act = _Act(site, of, handed, arrived, _look_through(site, of, handed))
    with recording(site, actor) as writer:
        answer = writer.answer_once(key, _asked(of, handed), lambda: _record(writer, act))
    site.files.drop(act.used)
    return read_receipt(site, actor, enrolment, answer["record"])


def _look_through(site: Site, of: Piece, handed: HandedIn) -> int:
    """Check what is handed in, before the lock is taken: going through a long text takes a while.

    Gives the number of warnings that the writer has looked at.
    """
    written = handed.written or _draft_at(site, of, handed.revision)
    if written is None:
        return 0
    _require_statement(of, handed)
    checked = check_writing(site, of, written)
    require_fit(checked, handed.confirmed)
    return len(checked.warnings)


def _draft_at(site: Site, of: Piece, revision: int | None) -> Written | None:
    kept = drafts.find(site.session(), of.learning.enrolment.person, of.place)
    return own_draft(of, kept).written if kept and kept.revision == revision else None


def _require_statement(of: Piece, handed: HandedIn) -> None:
    missing = []
    if of.kind != LOG and not handed.statement:
        missing.append(ProblemAt("statement", NO_STATEMENT))
    if of.asks_consent and not handed.consent:
        missing.append(ProblemAt("consent", NO_CONSENT))
    refuse_form(missing, CANNOT)


def _asked(of: Piece, handed: HandedIn) -> dict[str, Any]:
    texts = handed.written.boxes if handed.written else None
    return {"place": of.place, "revision": handed.revision, "texts": texts}


def _record(writer: Writer, act: _Act) -> dict[str, str]:
    now = as_it_stands(act.of.learning, writer)
    check_open(now, act.arrived.astimezone(LONDON).date())
    of = piece_of(now, act.of.kind, act.of.id)
    written = act.handed.written or _take_draft(writer, of, act.handed.revision)
    new = _log(writer, act, of, written) if of.kind == LOG else _work(writer, act, of, written)
    act.used.extend(file.id for file in written.files)
    return {"record": writer.append(new).id}


def _take_draft(writer: Writer, of: Piece, revision: int | None) -> Written:
    """The draft that was looked at, which handing in uses up."""
    kept = drafts.find(writer.session, writer.actor, of.place)
    if kept is None or kept.revision != revision:
        raise newer_draft(of, kept)
    writer.also(lambda session: _use_up(session, kept))
    return own_draft(of, kept).written


def _use_up(session: Session, handed: drafts.Draft) -> None:
    """Moved where the draft was saved again while it was being handed in."""
    now = drafts.find(session, handed.person, handed.place)
    if now is None or now.revision != handed.revision:
        raise Moved
    drafts.remove(session, handed.person, handed.place)


def _log(writer: Writer, act: _Act, of: Piece, written: Written) -> NewRecord:
    own = of.learning
    return enrolled_fact(
        own,
        LOG,
        act.site.today(),
        template=of.id,
        document=writer.document(person(own.enrolment.person), dict(written.texts)),
        words=written.words,
    )


def _work(writer: Writer, act: _Act, of: Piece, written: Written) -> NewRecord:
    own, day = of.learning, act.arrived.astimezone(LONDON).date()
    about = person(own.enrolment.person)
    answers = answers_document(written.answers)
    _require_consent_covers(day, own, act.handed.consent, written.family)
    return enrolled_fact(
        own,
        of.kind,
        day,
        assessment=of.id,
        attempt=_attempt(writer, act, of),
        family=written.family or None,
        document=_sealed(writer, act, written),
        words=written.words,
        stated_words=written.stated_words,
        arrived=act.arrived.isoformat(),
        statement=True,
        confirmed=act.looked_at,
        consent=act.handed.consent or None,
        answers=writer.document(about, answers) if answers else None,
    )


def _require_consent_covers(day: date, own: Learning, named: str, family: str) -> None:
    """Tell at its field why a consent that is named does not cover the work, before it is written."""
    if not named:
        return
    wrong = check_consent(named, day, family or None, own.enrolment.id, own.records)
    refuse_form([ProblemAt("consent", wrong.reason)] if wrong else [], CANNOT)


def _attempt(writer: Writer, act: _Act, of: Piece) -> int:
    """The attempt that this is; Refused where there is none, by what its learner has been shown.

    A mark that is not released yet must not be guessed from what may be handed in.
    """
    assert isinstance(of.item, Assessment)  # noqa: S101 - assessed work is what this is called for
    attempt = 0
    for own in (act.of.learning, of.learning):
        found = next_attempt(work_of(act.site, own, of.item, writer))
        if isinstance(found, Refusal):
            raise Refused(found)
        attempt = found
    return attempt


def _sealed(writer: Writer, act: _Act, written: Written) -> str:
    """The document: text and files under one seal, the files on the disk before it commits."""
    about = person(act.of.learning.enrolment.person)
    text = "".join(written.texts.values())
    document = writer.document(about, content_with(text, written.files))
    if written.files:
        try:
            act.site.files.attach(document.partition(".")[0], [f.id for f in written.files])
        except FileNotFoundError:
            raise BadInput(CANNOT, ["A file is gone. Take it away, then add it again."]) from None
    return document
