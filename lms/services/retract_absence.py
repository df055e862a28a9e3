"""Taking back a look that found no entry, as a mistake, with the reason (8a.30)."""

from __future__ import annotations

from lms.domain.policy import Actor
from lms.domain.records import RETRACTION, Record, Refusal
from lms.errors import NotKnown, Refused
from lms.services.decide import kept_reason, reason_problems
from lms.services.problem_at import refuse_form
from lms.services.recording import recording, writes
from lms.services.see_in_cadre import require_name
from lms.services.site import Site, fact
from lms.store.writer import Writer

ACT = "record-register-check"


def absence(site: Site, actor: Actor, identity: str) -> Record:
    """A look that found no entry, in force or not, of somebody whom the actor may check."""
    record = site.ledger.find(site.session(), identity)
    if record is None or record.kind != "registration":
        raise NotKnown
    require_name(site, actor, record.subject.id, ACT, site.today())
    if record.get("result") != "absent":
        says = "That look found an entry. If it shows another one now, enter another look."
        raise Refused(Refusal("not-absent", says, (identity,)))
    return record


@writes
def retract_absence(
    site: Site, actor: Actor, identity: str, reason: str, key: str | None = None
) -> str:
    """Take the look back as a mistake; gives the retraction's id. Days it made absent are no more."""
    found = absence(site, actor, identity)
    problems = reason_problems(reason, "Write why it was a mistake.")
    refuse_form(problems, "This look cannot be taken back yet.")
    with recording(site, actor) as writer:
        asked = ["retract-absence", identity, reason]
        return str(writer.answer_once(key, asked, lambda: _retract(site, writer, found, reason)))


def _retract(site: Site, writer: Writer, found: Record, reason: str) -> str:
    if writer.about(found.subject).by_id(found.id) is None:
        says = "This look has been taken back already."
        raise Refused(Refusal("taken-back", says, (found.id,)))
    kept = kept_reason(writer, found.subject.id, reason)
    retraction = fact(found.subject, RETRACTION, site.today(), replaces=found.id, reason=kept)
    return writer.append(retraction).id
