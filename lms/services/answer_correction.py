"""Whoever signed an entry signs its correction or declines it; once all have signed, it takes effect."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lms.domain.records import Refusal, person
from lms.domain.signed_entries import Correction, corrected, corrections, to_answer
from lms.errors import BadInput, Refused
from lms.services.enrolments import Learning, enrolled_fact
from lms.services.notify import notify
from lms.services.outbox import promise
from lms.services.recording import recording, writes
from lms.services.send_signed_copy import SEND_TAKEN_BACK
from lms.services.sign_entries import DECLINED, SIGNED, answer_problems, promise_copies
from lms.services.signing_links import open_link
from lms.services.signing_page import enrolments_for, signer_of
from lms.services.site import Site
from lms.store.signing_links import SigningLink
from lms.store.writer import Writer

WHY_DECLINED = "Say why you decline; the entry stays as you signed it."


@dataclass(frozen=True, slots=True)
class CorrectionAnswer:
    """What a signer decides about one correction, in one role; declining needs a reason."""

    correction: str
    role: str
    decision: str = SIGNED
    reason: str = ""
    declared: bool = False


@writes
def answer_correction(
    site: Site, token: str, answer: CorrectionAnswer, key: str | None = None
) -> bool:
    """Record the answer; gives whether the correction takes effect by it.

    LinkClosed where the token opens nothing, BadInput where something is missing, Refused where the
    correction does not wait for this signer in this role (any more).
    """
    link = open_link(site, token)
    problems = answer_problems(answer, WHY_DECLINED, "the correction")
    if problems:
        raise BadInput("Nothing has been signed yet.", problems)
    asked = {
        "link": link.id,
        "correction": answer.correction,
        "role": answer.role,
        "decision": answer.decision,
    }
    with recording(site, signer_of(link)) as writer:
        return bool(writer.answer_once(key, asked, lambda: _answer(site, writer, link, answer)))


def _answer(site: Site, writer: Writer, link: SigningLink, answer: CorrectionAnswer) -> bool:
    every = enrolments_for(site, writer.session, writer.about(person(link.learner)))
    of = next((o for o in every if _waits(o, link, answer)), None)
    if of is None:
        raise Refused(Refusal("not-waiting", NOT_WAITING, (answer.correction,)))
    said = answer.reason.strip()
    writer.append(
        enrolled_fact(
            of,
            "correction-answer",
            site.today(),
            correction=answer.correction,
            signer=link.supervisor,
            role=answer.role,
            decision=answer.decision,
            reason=writer.document(of.subject, said) if said else None,
        )
    )
    own = writer.about(of.subject).in_enrolment(of.enrolment.id)
    now = next(c for c in corrections(own) if c.record.id == answer.correction)
    takes_effect = answer.decision != DECLINED and not now.missing
    gone = bool(now.record.get("taken-back"))
    _tell_learner(site, writer, of, answer.decision, takes_effect, gone)
    if takes_effect:
        _take_effect(site, writer, of, now)
    return takes_effect


def _tell_learner(
    site: Site,
    writer: Writer,
    of: Learning,
    decision: str,
    takes_effect: bool,
    taken_back: bool,
) -> None:
    says = f"A supervisor has {decision} a correction that you asked for."
    if takes_effect:
        says += " The entry is taken back." if taken_back else " The entry is corrected."
    where = f"/learning/{of.enrolment.id}/hours"
    notify(site, writer, of.enrolment.person, f"A correction was {decision}", says, where)


NOT_WAITING = (
    "This correction no longer waits for an answer: it was taken back or answered, or the entry "
    "has changed. Nothing has been signed; look at the list again."
)


def _waits(of: Learning, link: SigningLink, answer: CorrectionAnswer) -> bool:
    return any(
        c.record.id == answer.correction and role == answer.role
        for c, role in to_answer(link.supervisor, of.own)
    )


def _take_effect(site: Site, writer: Writer, of: Learning, found: Correction) -> None:
    """Reverse the entry as it was and write it as it is, signed by each who has signed that.

    One that is taken back is reversed, and no other is written in its place.
    """
    writer.append(
        enrolled_fact(
            of,
            "reversal",
            site.today(),
            entry=found.entry.id,
            correction=found.record.id,
            reason=found.record.get("reason"),
        )
    )
    new = corrected(found.record, found.entry)
    if new is None:
        for given in found.answers:
            promise(writer, SEND_TAKEN_BACK, answer=given.id)
        return
    entry = writer.append(replace(new, curriculum=of.programme.key))
    signatures = [
        writer.append(
            enrolled_fact(
                of,
                "signature",
                given.on,
                entry=entry.id,
                signer=given.get("signer"),
                role=given.get("role"),
                decision=SIGNED,
            )
        )
        for given in found.answers
    ]
    promise_copies(writer, signatures)
