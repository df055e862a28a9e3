"""A moderator's notes on the scripts of a sample, kept while the sample is being read."""

from __future__ import annotations

from lms.domain.assessment.moderation import State
from lms.domain.policy import Actor, Target
from lms.domain.refusals.of_sets import NOT_DRAWN
from lms.errors import NotFound, Refused
from lms.services.moderation_sets import script_set
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.recording import changing
from lms.services.site import Site, require
from lms.store import drafts

LONGEST_NOTE = 5000


def notes_place(sample: str) -> str:
    """Where one moderator's notes on a sample are kept."""
    return f"moderation:{sample}"


def own_notes(site: Site, actor: Actor, sample: str) -> dict[str, str]:
    """One's own notes by submission; they become part of the decision's reason."""
    kept = drafts.find(site.session(), actor.person, notes_place(sample))
    content = kept.content if kept and isinstance(kept.content, dict) else {}
    return {str(s): str(n) for s, n in (content.get("notes") or {}).items()}


def keep_note(
    site: Site,
    actor: Actor,
    programme: str,
    cohort: str,
    assessment: str,
    submission: str,
    note: str,
) -> None:
    """Keep a note on one script of the sample that waits; an empty one takes it away."""
    require(site, actor, "moderate", Target(programme=programme, cohort=cohort))
    long = [ProblemAt("note", f"A note has at most {LONGEST_NOTE:,} characters.")]
    refuse_form(long if len(note) > LONGEST_NOTE else [], "This note cannot be kept.")
    found = script_set(site, programme, cohort, assessment).moderation
    if found.state is not State.DRAWN or found.sample is None:
        raise Refused(NOT_DRAWN)
    if submission not in {row["submission"] for row in found.sample.get("scripts")}:
        raise NotFound("This script is not in the sample.")
    place = notes_place(found.sample.id)
    with changing(site, actor) as writer:
        kept = drafts.find(writer.session, actor.person, place)
        notes = dict(kept.content["notes"]) if kept else {}
        notes.pop(submission, None)
        if note.strip():
            notes[submission] = note.replace("\r\n", "\n").strip()
        seen = kept.revision if kept else 0
        now = writer.ledger.clock()
        drafts.save(writer.session, actor.person, place, {"notes": notes}, seen, now)
