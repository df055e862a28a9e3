"""Ending every link that a signer was sent about one learner: to sign, and to object."""

from __future__ import annotations

from lms.domain.policy import Actor
from lms.domain.records import Record
from lms.domain.to_sign import signers
from lms.errors import NotFound
from lms.services.enrolments import Learning, learning
from lms.services.recording import recording, writes
from lms.services.site import Site, fact
from lms.store import signing_links
from lms.store.writer import Writer

ACT = "end-signing-links"
ENDED = "links-ended"


@writes
def end_signing_links(
    site: Site, actor: Actor, enrolment: str, signer: str, key: str | None = None
) -> str:
    """End a signer's links about a learner at once; gives the record's id.

    For a mail that went astray or was passed on. Whoever is still named on an agency form has a new
    link sent to the address on record, by asking for it or when something is to be signed.
    """
    of = signed_for(site, actor, enrolment, signer)
    with recording(site, actor) as writer:
        asked = [ACT, enrolment, signer]
        return str(writer.answer_once(key, asked, lambda: _record(site, writer, of, signer)))


def signed_for(site: Site, actor: Actor, enrolment: str, signer: str) -> Learning:
    """The enrolment, where the actor may end the signer's links; NotFound where nobody sent any."""
    of = learning(site, actor, enrolment, ACT)
    signed = {s.get("signer") for s in of.records.of("signature")}
    sent = signing_links.newest(site.session(), of.enrolment.person)
    if signer not in {*signed, *sent, *signers(of.records)}:
        raise NotFound("Nobody of that name signs for this learner.")
    return of


def links_ended(of: Learning, signer: str) -> list[Record]:
    """When the signer's links were ended, in ledger order."""
    return of.records.of(ENDED, signer=signer)


def _record(site: Site, writer: Writer, of: Learning, signer: str) -> str:
    now = writer.ledger.clock()
    writer.also(lambda session: signing_links.revoke(session, signer, of.enrolment.person, now))
    return writer.append(fact(of.subject, ENDED, site.today(), signer=signer)).id
