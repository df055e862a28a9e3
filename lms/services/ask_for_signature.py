"""Asking a supervisor to sign: a personal link, sent to the address of the person on the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lms.domain.policy import Actor
from lms.domain.records import Refusal
from lms.domain.signed_entries import to_answer
from lms.domain.to_sign import signers, waiting_for
from lms.errors import BadInput, NotFound, Refused
from lms.services.enrolments import learning
from lms.services.recording import recording, writes
from lms.services.signing_links import issue_link, rests
from lms.services.site import Site
from lms.store import signing_links
from lms.store.people import person


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked to sign how many entries, and until when the link works."""

    name: str
    entries: int
    expires: datetime


@writes
def ask_for_signature(
    site: Site, actor: Actor, enrolment: str, signer: str, key: str | None = None
) -> Asked:
    """Send the signer a link to every entry of one's own that waits for him or her.

    NotFound where no accepted agency form names the signer; BadInput where no address is known;
    Refused where nothing waits, or where a mail went out only just now.
    """
    of = learning(site, actor, enrolment, "ask-for-signature")
    who = person(site.session(), signer)
    if who is None or signer not in signers(of.own):
        raise NotFound("No accepted agency form names this person; ask your tutor to accept one.")
    if not who.email:
        raise BadInput(f"No e-mail address is known for {who.name}; ask your tutor to add it.")
    waiting = len(waiting_for(signer, of.own, of.stages)) + len(to_answer(signer, of.own))
    with recording(site, actor) as writer:
        asked = {"enrolment": enrolment, "signer": signer}

        def ask() -> dict[str, str]:
            last = signing_links.newest(writer.session, of.enrolment.person).get(signer)
            if not waiting:
                raise Refused(Refusal("nothing-to-sign", f"Nothing waits for {who.name} to sign."))
            if last is not None and rests(site, last):
                reason = f"{who.name} was sent a link a few minutes ago; try again in a while."
                raise Refused(Refusal("asked-just-now", reason))
            link = issue_link(writer, signer, of.enrolment.person, enrolment)
            return {"expires": link.expires.isoformat()}

        answer = writer.answer_once(key, asked, ask)
    return Asked(who.name, waiting, datetime.fromisoformat(answer["expires"]))
