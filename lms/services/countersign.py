"""Countersigning: a tutor confirms the standing of a signer who signed after losing it (8a.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lms.domain.policy import Actor
from lms.domain.progress import Progress
from lms.domain.records import Record, Records, Refusal
from lms.errors import NotPermitted, Refused
from lms.services.decide import kept_reason, reason_problems
from lms.services.enrolments import Learning, enrolled_fact
from lms.services.evaluation import progress_of_people
from lms.services.learner_record import learner_record, require_another
from lms.services.problem_at import refuse_form
from lms.services.recording import recording
from lms.services.site import Site
from lms.store.ledger import Writer

NEEDS = "needs-countersignature"


@dataclass(frozen=True, slots=True)
class ToCountersign:
    """A signature that counts once a tutor countersigns it, and the entry that it is on."""

    signature: Record
    entry: Record


def signatures_to_countersign(
    progresses: Iterable[Progress], own: Records
) -> tuple[ToCountersign, ...]:
    """The signatures of one enrolment whose entries wait for a tutor's countersignature.

    Of an entry that waits although each of its signatures is countersigned, something came out
    since: all of them are to be decided again.
    """
    entries = {
        n.record
        for progress in progresses
        for top in progress.verdicts
        for verdict in top.walk()
        for n in verdict.finding.not_counted
        if n.code == NEEDS
    }
    done = {r.get("signature") for r in own.of("countersignature")}
    signed = [s for s in own.of("signature") if s.get("decision") != "declined"]
    undone = {s.get("entry") for s in signed if s.id not in done}
    return tuple(
        ToCountersign(signature, entry)
        for signature in signed
        if signature.get("entry") in entries
        and (signature.id not in done or signature.get("entry") not in undone)
        and (entry := own.by_id(signature.get("entry")))
    )


def countersign(
    site: Site, actor: Actor, signature: str, reason: str, key: str | None = None
) -> str:
    """Record a countersignature with its reason and give its id; Refused where none is needed."""
    record, learner = learner_record(site, actor, signature, "countersign", "signature")
    require_another(actor, learner)
    if actor.person == record.get("signer"):
        raise NotPermitted("Nobody countersigns his or her own signature; ask another tutor.")
    refuse_form(
        reason_problems(reason, "Write how you confirmed the signer's standing on the day."),
        "This cannot be countersigned yet.",
    )
    with recording(site, actor) as writer:
        asked = ["countersign", record.id, reason]
        return str(
            writer.answer_once(key, asked, lambda: _record(site, writer, learner, record, reason))
        )


def _record(site: Site, writer: Writer, learner: Learning, signature: Record, reason: str) -> str:
    who = learner.enrolment.person
    evaluated = progress_of_people(site, [who], site.today(), session=writer.session)[who]
    own = writer.about(learner.subject).in_enrolment(learner.enrolment.id)
    waiting = signatures_to_countersign([e.progress for e in evaluated], own)
    if signature.id not in {w.signature.id for w in waiting}:
        says = "This signature needs no countersignature; look at the learner's page."
        raise Refused(Refusal("not-needed", says, (signature.id,)))
    new = enrolled_fact(
        learner,
        "countersignature",
        site.today(),
        signature=signature.id,
        reason=kept_reason(writer, who, reason),
    )
    return writer.append(new).id
