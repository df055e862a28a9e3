"""What a marker has typed and not recorded: kept on the server, and seen by nobody else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lms.domain.policy import Actor
from lms.errors import BadInput
from lms.services.found_work import find_work, require_may_mark
from lms.services.learner_record import require_another
from lms.services.recording import changing
from lms.services.site import Site
from lms.store import drafts
from lms.store.writer import Writer

LARGEST = 500_000
"""Bytes."""


@dataclass(frozen=True, slots=True)
class MarkingDraft:
    """The boxes of the form as typed, by their names; revision 0 is one that was never saved."""

    typed: Mapping[str, Any] = field(default_factory=dict)
    revision: int = 0
    saved: datetime | None = None


def read_marking_draft(site: Site, actor: Actor, submission: str) -> MarkingDraft:
    """One's own draft of a marking, empty where none was begun."""
    return _draft(drafts.find(site.session(), actor.person, _place(submission)))


def save_marking_draft(
    site: Site, actor: Actor, submission: str, typed: Mapping[str, Any], seen: int
) -> MarkingDraft:
    """Keep what is typed over revision ``seen``; Conflict where another window saved meanwhile."""
    work = find_work(site, actor, submission, "mark-work")
    require_another(actor, work.of)
    require_may_mark(site, actor, work.of, work.record)
    if len(json.dumps(dict(typed)).encode()) > LARGEST:
        raise BadInput("This is too long to save. Record the marking, or shorten the comments.")
    with changing(site, actor) as writer:
        kept = drafts.save(
            writer.session,
            actor.person,
            _place(submission),
            dict(typed),
            seen,
            writer.ledger.clock(),
        )
    return _draft(kept)


def drop_draft(writer: Writer, submission: str) -> None:
    """Throw the writer's draft away: it was recorded, or the writer does not want it."""
    marker = writer.actor
    writer.also(lambda session: drafts.remove(session, marker, _place(submission)))


def discard_marking_draft(site: Site, actor: Actor, submission: str) -> None:
    """Throw one's own draft away."""
    with changing(site, actor) as writer:
        drop_draft(writer, submission)


def _place(submission: str) -> str:
    return f"marking:{submission}"


def _draft(kept: drafts.Draft | None) -> MarkingDraft:
    if kept is None:
        return MarkingDraft()
    content = kept.content if isinstance(kept.content, dict) else {}
    return MarkingDraft(content, kept.revision, kept.saved)
