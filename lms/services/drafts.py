"""Drafts of one's own writing: read, saved over the revision one saw, and thrown away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.domain.policy import Actor
from lms.errors import BadInput, Conflict
from lms.services.handed_content import kept_file, read_files
from lms.services.pieces import Piece, Written, piece, read_written
from lms.services.recording import changing
from lms.services.site import Site
from lms.store import drafts

LARGEST_DRAFT = 2_000_000
"""Bytes. A draft may be longer than what can be handed in, so that it can be cut down here."""


@dataclass(frozen=True, slots=True)
class OwnDraft:
    """A draft as its writer sees it; revision 0 is one that was never saved."""

    written: Written
    revision: int = 0
    saved: datetime | None = None


def read_draft(site: Site, actor: Actor, enrolment: str, kind: str, item: str) -> OwnDraft:
    """One's own draft of a piece, empty where none was begun."""
    return draft_of(site, piece(site, actor, enrolment, kind, item))


def draft_of(site: Site, of: Piece) -> OwnDraft:
    """The learner's draft of a piece; the piece was asked for with the right to write it."""
    return own_draft(of, drafts.find(site.session(), of.learning.enrolment.person, of.place))


def own_draft(of: Piece, kept: drafts.Draft | None) -> OwnDraft:
    """A stored draft, in the parts that the piece has now."""
    if kept is None:
        return OwnDraft(read_written(of, {}))
    content = kept.content if isinstance(kept.content, dict) else {}
    boxes = {**(content.get("texts") or {}), **(content.get("answers") or {})}
    written = read_written(of, boxes, content.get("family"))
    files = read_files(content.get("files"))
    return OwnDraft(written.with_files(files), kept.revision, kept.saved)


def draft_content(written: Written) -> dict[str, Any]:
    """What the draft keeps of a piece of writing."""
    content = {"texts": dict(written.texts), "family": written.family}
    answers = {box: said for box, said in written.answers.items() if said}
    files = [kept_file(file) for file in written.files]
    return {
        **content,
        **({"answers": answers} if answers else {}),
        **({"files": files} if files else {}),
    }


def save_draft(site: Site, actor: Actor, of: Piece, written: Written, seen: int) -> OwnDraft:
    """Keep a draft over revision ``seen``; the files that the draft has stay with it.

    Conflict, with the other ``OwnDraft``, where another device saved meanwhile; BadInput where it
    is too long even for a draft.
    """
    if written.size > LARGEST_DRAFT:
        raise BadInput("This is too long to save: a draft may have two million characters.")
    try:
        with changing(site, actor) as writer:
            now = own_draft(of, drafts.find(writer.session, actor.person, of.place))
            content = draft_content(written.with_files(now.written.files))
            kept = drafts.save(
                writer.session, actor.person, of.place, content, seen, writer.ledger.clock()
            )
    except Conflict as conflict:
        raise newer_draft(of, conflict.newer) from None
    return own_draft(of, kept)


def newer_draft(of: Piece, newer: object) -> Conflict:
    """The conflict to show: both texts, so that the writer chooses."""
    kept = newer if isinstance(newer, drafts.Draft) else None
    return Conflict(
        "This draft was saved from another window or device meanwhile. Choose which text to keep."
        if kept
        else "This draft is gone: it was handed in or thrown away in another window.",
        own_draft(of, kept),
    )


def discard_draft(site: Site, actor: Actor, enrolment: str, kind: str, item: str) -> None:
    """Throw one's own draft away."""
    of = piece(site, actor, enrolment, kind, item)
    with changing(site, actor) as writer:
        now = own_draft(of, drafts.find(writer.session, actor.person, of.place))
        drafts.remove(writer.session, actor.person, of.place)
    site.files.drop(file.id for file in now.written.files)


def drafts_begun(site: Site, actor: Actor) -> dict[str, datetime]:
    """When each of one's own drafts was last saved, by its place, in one statement."""
    return {d.place: d.saved for d in drafts.of_person(site.session(), actor.person)}
