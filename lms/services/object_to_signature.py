"""A signer objects to what was signed in his or her name: it is held until a tutor decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.policy import Actor
from lms.domain.practice_time import entry_words
from lms.domain.records import NewRecord, Record, Records, Refusal, person
from lms.domain.signed_entries import DECLINED, decision_on
from lms.errors import BadInput, Refused
from lms.services.enrolments import Learning
from lms.services.notify import notify
from lms.services.objection_links import ObjectionLink, open_objection_link
from lms.services.people import name_of
from lms.services.recording import recording, writes
from lms.services.role_holders import holders_for
from lms.services.signing_page import enrolments_for
from lms.services.site import Site, fact
from lms.store.writer import Writer

LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature in somebody's name; ``objection`` is empty, ``waits``, ``upheld``, ``dismissed``."""

    signature: str
    entry: str
    role: str
    on: date
    objection: str


@dataclass(frozen=True, slots=True)
class SignedPage:
    """What was signed in one person's name for one learner, newest first.

    An entry that was corrected since is not among them, unless it was objected to.
    """

    signer: str
    learner: str
    expires: datetime
    signed: tuple[Signed, ...]


def see_signed(site: Site, token: str) -> SignedPage:
    """What was signed in the name of whoever has the link; LinkClosed where it opens nothing."""
    link, session = open_objection_link(site, token), site.session()
    records = site.about_me(link.learner)
    reversed_ = {r.get("entry") for r in records.of("reversal")}
    every = [_signed(s, entry, records) for s, entry in _in_name_of(link, records)]
    stand = {s.id for s, entry in _in_name_of(link, records) if entry.id not in reversed_}
    found = [one for one in every if one.signature in stand or one.objection]
    return SignedPage(
        signer=name_of(session, link.supervisor),
        learner=name_of(session, link.learner),
        expires=link.expires,
        signed=tuple(found[::-1]),
    )


def _in_name_of(link: ObjectionLink, records: Records) -> list[tuple[Record, Record]]:
    """The signatures with their entries that are still on record, reversed ones among them."""
    return [
        (s, entry)
        for s in records.of("signature", signer=link.supervisor)
        if s.get("decision") != DECLINED and (entry := records.by_id(s.get("entry")))
    ]


def _signed(signature: Record, entry: Record, records: Records) -> Signed:
    objection = next(iter(records.of("objection", signature=signature.id)), None)
    decided = decision_on(objection, records.of("objection-decision")) if objection else None
    state = "" if objection is None else decided.get("outcome") if decided else "waits"
    return Signed(signature.id, entry_words(entry), signature.get("role"), signature.on, state)


@writes
def object_to(
    site: Site, token: str, signatures: tuple[str, ...], reason: str, key: str | None = None
) -> int:
    """Record the objection to each signature, all or none, with its reason; gives how many.

    LinkClosed where the token opens nothing, BadInput where something is missing, Refused where a
    signature is not in this name or was objected to before.
    """
    link = open_objection_link(site, token)
    problems = _problems(signatures, reason)
    if problems:
        raise BadInput("Nothing has been recorded yet.", problems)
    actor = Actor(f"signer:{link.supervisor}")
    asked = {"object": sorted(signatures), "learner": link.learner}
    with recording(site, actor) as writer:
        return int(
            writer.answer_once(key, asked, lambda: _object(site, writer, link, signatures, reason))
        )


def _problems(signatures: tuple[str, ...], reason: str) -> list[str]:
    found = []
    if not signatures:
        found.append("Tick each entry that you object to.")
    if not reason.strip():
        found.append("Say what is wrong, so that a tutor can decide.")
    if len(reason) > LONGEST_REASON:
        found.append(f"Give the reason in at most {LONGEST_REASON:,} characters.")
    return found


def _object(
    site: Site, writer: Writer, link: ObjectionLink, signatures: tuple[str, ...], reason: str
) -> int:
    records = writer.about(person(link.learner))
    every = {o.enrolment.id: o for o in enrolments_for(site, writer.session, records)}
    mine = {s.id: s for s, _ in _in_name_of(link, records)}
    wanted, held = tuple(dict.fromkeys(signatures)), dict[str, Learning]()
    for identity in wanted:
        found = mine.get(identity)
        of = every.get(found.enrolment or "") if found else None
        if found is None or of is None:
            raise Refused(Refusal("not-yours", "That was not signed in your name.", (identity,)))
        writer.append(_objection(site, writer, of, found, reason))
        held[of.enrolment.id] = of
    for of in held.values():
        _tell(site, writer, of)
    return len(wanted)


def _tell(site: Site, writer: Writer, of: Learning) -> None:
    """The learner, whose hours are held, and the tutors, one of whom decides."""
    own = of.enrolment
    says = "A supervisor has objected to a signature on your practice; it is held until a tutor decides."
    notify(site, writer, own.person, "A signature is held", says, f"/learning/{own.id}/hours")
    says = "A supervisor has objected to a signature; it is in your queue to decide."
    for tutor in holders_for(site, "tutor", own.programme, own.cohort):
        if tutor != own.person:
            notify(site, writer, tutor, "An objection to decide", says, "/teaching/")


def _objection(
    site: Site, writer: Writer, of: Learning, signature: Record, reason: str
) -> NewRecord:
    return fact(
        of.subject,
        "objection",
        site.today(),
        enrolment=of.enrolment.id,
        curriculum=of.programme.key,
        signature=signature.id,
        reason=writer.document(of.subject, {"text": reason.strip()}),
    )
