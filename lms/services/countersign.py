"""Countersigning: a tutor confirms the standing of a signer who signed after losing it (8a.1)."""

from __future__ import annotations

from lms.domain.countersigning import why_not_countersigned
from lms.domain.policy import Actor
from lms.domain.records import Record
from lms.errors import NotPermitted, Refused
from lms.services.decide import kept_reason, reason_problems
from lms.services.enrolments import Learning, enrolled_fact
from lms.services.evaluation import progress_of_people
from lms.services.learner_record import learner_record, require_another
from lms.services.problem_at import refuse_form
from lms.services.recording import recording, writes
from lms.services.site import Site
from lms.store.writer import Writer


@writes
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
    refusal = why_not_countersigned(signature, [e.progress for e in evaluated], own)
    if refusal:
        raise Refused(refusal)
    new = enrolled_fact(
        learner,
        "countersignature",
        site.today(),
        signature=signature.id,
        reason=kept_reason(writer, who, reason),
    )
    return writer.append(new).id
