"""A moderator's one decision about a set: confirm it, or send the whole of it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lms.domain.assessment.moderation import CONFIRMED, SENT_BACK, State
from lms.domain.policy import Actor, Target
from lms.domain.records import Refusal
from lms.domain.records import cohort as cohort_subject
from lms.domain.refusals.of_sets import NOT_DRAWN
from lms.errors import Refused
from lms.services.closing import require_open
from lms.services.decide import LONGEST_REASON, reason_problems
from lms.services.moderation_notes import LONGEST_NOTE, notes_place
from lms.services.moderation_sets import ScriptSet, require_independent, script_set
from lms.services.notify import notify
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.recording import recording, writes
from lms.services.site import Site, fact, require
from lms.store import drafts
from lms.store.writer import Writer

DECISIONS = (CONFIRMED, SENT_BACK)
ANOTHER = Refusal(
    "another-sample", "Another sample of this set was drawn meanwhile. Open it, then decide."
)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision about the whole set of a sample, its reason, and notes by submission.

    There is no field for a mark: a sampling moderator changes none (8a.17).
    """

    sample: str
    decision: str
    reason: str
    notes: Mapping[str, str] = field(default_factory=dict)


@writes
def moderate(
    site: Site,
    actor: Actor,
    programme: str,
    cohort: str,
    assessment: str,
    decided: Decided,
    key: str | None = None,
) -> str:
    """Record the decision; gives its id. Markers are told by mail where the set goes back to them.

    Refused where no sample waits, another one was drawn, or the actor is not free to judge the set.
    """
    require(site, actor, "moderate", Target(programme=programme, cohort=cohort))
    refuse_form(decision_problems(decided), "This decision cannot be recorded yet.")
    with recording(site, actor) as writer:
        return str(
            writer.answer_once(
                key,
                ["moderate", programme, cohort, assessment, decided],
                lambda: _moderate(site, actor, writer, (programme, cohort, assessment), decided),
            )
        )


def decision_problems(decided: Decided) -> list[ProblemAt]:
    """What keeps a decision from being recorded: the fields are ``decision`` and ``reason``."""
    found = []
    if decided.decision not in DECISIONS:
        what = "Say whether you confirm the set or send it back."
        found.append(ProblemAt("decision", what))
    asks = "Write what the decision rests on; the markers, the board and the examiner read it."
    found += reason_problems(decided.reason, asks)
    if any(len(note) > LONGEST_NOTE for note in decided.notes.values()):
        found.append(ProblemAt("reason", f"A note has at most {LONGEST_NOTE:,} characters."))
    return found


def _moderate(
    site: Site, actor: Actor, writer: Writer, where: tuple[str, str, str], decided: Decided
) -> str:
    found = script_set(site, *where, writer.session)
    require_open(site, found.stage.programme)
    sample = found.moderation.sample
    if found.moderation.state is not State.DRAWN or sample is None:
        raise Refused(NOT_DRAWN)
    if sample.id != decided.sample:
        raise Refused(ANOTHER)
    require_independent(site, actor, found.of(found.moderation.members), writer.session)
    subject = cohort_subject(found.stage.cohort.id)
    shown = {str(row["submission"]) for row in sample.get("scripts")}
    notes = {s: n.strip() for s, n in decided.notes.items() if n.strip() and s in shown}
    reason = {"text": decided.reason.strip()[:LONGEST_REASON], "notes": notes}
    record = writer.append(
        fact(
            subject,
            "moderation",
            site.today(),
            assessment=found.assessment.id,
            sample=sample.id,
            decision=decided.decision,
            reason=writer.document(subject, reason),
        )
    )
    writer.also(lambda session: drafts.remove(session, actor.person, notes_place(sample.id)))
    if decided.decision == SENT_BACK:
        _tell_markers(site, writer, found)
    return record.id


def _tell_markers(site: Site, writer: Writer, found: ScriptSet) -> None:
    for marker in sorted({s.marker for s in found.moderation.members}):
        notify(
            site,
            writer,
            marker,
            "A set of work has come back to you",
            "A moderator sent back a set that you have marked in. Every script of it is to be "
            "marked again.",
            "/moderation/again",
        )
