"""A tutor decides a signer's objection: upheld, the signature no longer counts; dismissed, it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.domain.policy import Actor
from lms.domain.practice_time import entry_words
from lms.domain.signed_entries import DISMISSED, UPHELD, decision_on
from lms.errors import NotFound, NotPermitted
from lms.services.decide import kept_reason, reason_problems
from lms.services.enrolments import enrolled_fact
from lms.services.learner_record import learner_record, require_another
from lms.services.notify import notify
from lms.services.people import name_of
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.read_audit import record_reading
from lms.services.recording import recording, writes
from lms.services.site import Site
from lms.store.documents import content_of, text_in

ACT = "decide-objection"
OUTCOMES = (UPHELD, DISMISSED)


@dataclass(frozen=True, slots=True)
class ShownObjection:
    """An objection with the signature and entry that it is about, and what the signer wrote."""

    record: str
    person: str
    name: str
    signer: str
    role: str
    entry: str
    signed: date
    made: date
    text: str
    decided: str


def read_objection(site: Site, actor: Actor, identity: str) -> ShownObjection:
    """An objection for whoever decides it; that its reason was read is noted."""
    record, of = learner_record(site, actor, identity, ACT, "objection")
    require_another(actor, of)
    signature = of.own.by_id(record.get("signature"))
    entry = of.own.by_id(signature.get("entry")) if signature else None
    if signature is None or entry is None:
        raise NotFound("What this was about is no longer on record.")
    record_reading(site, actor, of.enrolment.person, record.id, ACT)
    session = site.session()
    decided = decision_on(record, of.own.of("objection-decision"))
    return ShownObjection(
        record=record.id,
        person=of.enrolment.person,
        name=name_of(session, of.enrolment.person),
        signer=name_of(session, signature.get("signer")),
        role=signature.get("role"),
        entry=entry_words(entry),
        signed=signature.on,
        made=record.on,
        text=text_in(content_of(session, record.get("reason"))),
        decided=decided.get("outcome") if decided else "",
    )


@writes
def decide_objection(
    site: Site, actor: Actor, objection: str, outcome: str, reason: str, key: str | None = None
) -> str:
    """Record the decision with its reason and give its id; Refused where it is decided already."""
    record, of = learner_record(site, actor, objection, ACT, "objection")
    require_another(actor, of)
    signature = of.own.by_id(record.get("signature"))
    if signature is not None and actor.person == signature.get("signer"):
        raise NotPermitted("Nobody decides his or her own objection; ask another tutor.")
    problems = reason_problems(reason, "Write what you looked at and what it showed.")
    if outcome not in OUTCOMES:
        problems.insert(0, ProblemAt("outcome", "Choose whether the objection is upheld."))
    refuse_form(problems, "This cannot be decided yet.")
    with recording(site, actor) as writer:

        def decide() -> str:
            new = enrolled_fact(
                of,
                "objection-decision",
                site.today(),
                objection=record.id,
                outcome=outcome,
                reason=kept_reason(writer, of.enrolment.person, reason),
            )
            decided = writer.append(new).id
            where = f"/learning/{of.enrolment.id}/hours"
            says = "A tutor has decided about a supervisor's objection to a signature on your practice."
            notify(site, writer, of.enrolment.person, "An objection was decided", says, where)
            return decided

        asked = ["decide-objection", record.id, outcome, reason]
        return str(writer.answer_once(key, asked, decide))
