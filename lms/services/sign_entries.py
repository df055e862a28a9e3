"""A supervisor signs or declines entries: each once, in a role that an accepted form gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from lms.domain.records import NewRecord, Record, Refusal, person
from lms.domain.to_sign import waiting_for
from lms.domain.wording import capital, many
from lms.errors import BadInput, Refused
from lms.services.enrolments import Learning
from lms.services.notify import notify
from lms.services.outbox import promise
from lms.services.recording import recording, writes
from lms.services.send_signed_copy import SEND_COPY
from lms.services.signing_links import open_link
from lms.services.signing_page import enrolments_for, signer_of
from lms.services.site import Site, fact
from lms.store.signing_links import SigningLink
from lms.store.writer import Writer

SIGNED, DECLINED = "signed", "declined"
LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What the supervisor decides about some entries, in one role; declining needs a reason."""

    entries: tuple[str, ...]
    role: str
    decision: str = SIGNED
    reason: str = ""
    declared: bool = False


@writes
def answer_entries(site: Site, token: str, answer: Answer, key: str | None = None) -> int:
    """Record the answer, all entries or none; gives how many. The same ``key`` counts once.

    LinkClosed where the token opens nothing, BadInput where something is missing, Refused where an
    entry does not wait for this supervisor in this role (any more).
    """
    link = open_link(site, token)
    problems = _problems(answer)
    if problems:
        raise BadInput("Nothing has been signed yet.", problems)
    asked = {
        "link": link.id,
        "entries": list(answer.entries),
        "role": answer.role,
        "decision": answer.decision,
    }
    with recording(site, signer_of(link)) as writer:
        return int(writer.answer_once(key, asked, lambda: _sign_all(site, writer, link, answer)))


def _problems(answer: Answer) -> list[str]:
    found = []
    if not answer.entries:
        found.append("Tick each entry that you want to sign.")
    why = "Say why you decline, so that it can be put right."
    return [*found, *answer_problems(answer, why, "what you sign")]


class Deciding(Protocol):
    """What a signer answers, be it to entries or to a correction."""

    @property
    def decision(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def declared(self) -> bool: ...


def answer_problems(answer: Deciding, why: str, what: str) -> list[str]:
    """What is missing from a signer's answer: ``why`` asks for a reason, ``what`` is said to be true."""
    found = []
    if answer.decision not in (SIGNED, DECLINED):
        found.append("Choose whether you sign or decline.")
    if answer.decision == DECLINED and not answer.reason.strip():
        found.append(why)
    if len(answer.reason) > LONGEST_REASON:
        found.append(f"Give the reason in at most {LONGEST_REASON:,} characters.")
    if answer.decision == SIGNED and not answer.declared:
        found.append(f"Confirm that you hold the role and that {what} is true.")
    return found


def _sign_all(site: Site, writer: Writer, link: SigningLink, answer: Answer) -> int:
    waiting = _waiting(site, writer, link, answer.role)
    given = []
    for identity in dict.fromkeys(answer.entries):
        if identity not in waiting:
            raise Refused(Refusal("not-waiting", NOT_WAITING, (identity,)))
        of = waiting[identity]
        given.append(writer.append(_signature(site, writer, link, answer, of, identity)))
    _tell_learner(site, writer, link.learner, answer.decision, given)
    if answer.decision == SIGNED:
        promise_copies(writer, given)
    return len(given)


def _tell_learner(
    site: Site, writer: Writer, learner: str, decision: str, given: Iterable[Record]
) -> None:
    """One mail for each enrolment of which something was signed or declined; it names nobody."""
    for enrolment, entries in Counter(str(signature.enrolment) for signature in given).items():
        what = many(entries, "practice entry", "practice entries")
        says = f"A supervisor has {decision} {what} of yours."
        if decision == DECLINED:
            says += " The reason stands beside it."
        subject = f"{capital(what)} {decision}"
        notify(site, writer, learner, subject, says, f"/learning/{enrolment}/hours")


def promise_copies(writer: Writer, signatures: Iterable[Record]) -> None:
    """Promise everybody a copy by mail of what was just signed in his or her name."""
    by_signer: dict[str, list[str]] = {}
    for signature in signatures:
        by_signer.setdefault(signature.get("signer"), []).append(signature.id)
    for identities in by_signer.values():
        promise(writer, SEND_COPY, signatures=identities)


NOT_WAITING = (
    "One of these entries no longer waits for you: it was changed, taken back or answered. "
    "Nothing has been signed; look at the list again."
)


def _waiting(site: Site, writer: Writer, link: SigningLink, role: str) -> dict[str, Learning]:
    """The entries that wait for this supervisor in this role, each with its enrolment."""
    return {
        waiting.entry.id: of
        for of in enrolments_for(site, writer.session, writer.about(person(link.learner)))
        for waiting in waiting_for(link.supervisor, of.own, of.stages)
        if role in waiting.roles
    }


def _signature(
    site: Site, writer: Writer, link: SigningLink, answer: Answer, of: Learning, entry: str
) -> NewRecord:
    said = answer.reason.strip()
    return fact(
        person(link.learner),
        "signature",
        site.today(),
        enrolment=of.enrolment.id,
        curriculum=of.programme.key,
        entry=entry,
        signer=link.supervisor,
        role=answer.role,
        decision=answer.decision,
        reason=writer.document(person(link.learner), said) if said else None,
    )
