"""Taking back what was recorded by mistake as shown in person, while nobody has marked it."""

from __future__ import annotations

from lms.domain.assessment.numbering import attempt_in
from lms.domain.policy import Actor
from lms.domain.records import RETRACTION, Records, Refusal
from lms.errors import NotFound, Refused
from lms.services.learner_record import learner_record, require_another
from lms.services.recording import recording, writes
from lms.services.see_in_person import ACT
from lms.services.site import Site, fact


@writes
def take_back_in_person(site: Site, actor: Actor, identity: str, reason: str = "") -> None:
    """Take back what was recorded by mistake; Refused once anybody has marked it."""
    record, of = learner_record(site, actor, identity, ACT, "submission")
    require_another(actor, of)
    if not record.get("in-person"):
        raise NotFound("This was handed in; only its writer can take it back.")
    with recording(site, actor) as writer:
        own = writer.about(of.subject).in_enrolment(of.enrolment.id)
        _require_unmarked(own, identity)
        writer.append(
            fact(
                of.subject,
                RETRACTION,
                site.today(),
                enrolment=of.enrolment.id,
                replaces=identity,
                reason=writer.document(of.subject, reason.strip()) if reason.strip() else None,
            )
        )


def _require_unmarked(own: Records, identity: str) -> None:
    record = own.by_id(identity)
    if record is None:
        raise NotFound("This is no longer on record; it may have been taken back already.")
    marks = own.of("mark", assessment=record.get("assessment"))
    if any(attempt_in(own, m) == attempt_in(own, record) for m in marks):
        reason = "Somebody has marked it already, so it stays on record."
        raise Refused(Refusal("marked", reason, (identity,)))
