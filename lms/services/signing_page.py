"""What a supervisor's link shows: every entry of one learner that waits for that supervisor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lms.domain.evidence import enrolments_of
from lms.domain.part import EVERYTHING as WHOLE
from lms.domain.part import Asked, Part, part_of
from lms.domain.policy import Actor
from lms.domain.practice_time import times_of
from lms.domain.records import NewRecord, Record, Records
from lms.domain.signed_entries import corrected, to_answer
from lms.domain.to_sign import WaitingEntry, signers, waiting_for
from lms.services.enrolments import Learning
from lms.services.programmes import programme_of
from lms.services.read_audit import record_readings
from lms.services.signing_links import open_link
from lms.services.site import Site
from lms.store.documents import contents_of
from lms.store.people import people
from lms.store.signing_links import SigningLink

PURPOSE = "sign practice entry"
EVERYTHING, PAGE, PROGRAM = "everything", "page", "program"


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """Exactly what the supervisor is asked to sign."""

    record: str
    enrolment: str
    on: date
    start: str
    end: str
    times: str
    category: str
    minutes: int
    direct: int | None
    form: str
    with_whom: str
    family: str
    online: bool
    note: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """An entry that this supervisor has answered already, with what the learner added to it since.

    ``added`` are the records that hold the ``addenda``.
    """

    entry: ShownEntry
    role: str
    decision: str
    at: datetime
    addenda: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CorrectionAsked:
    """A signed entry as it was, as it would become, and why; it waits for an answer in one role.

    ``becomes`` is None where the entry is to be taken back altogether.
    """

    record: str
    role: str
    was: ShownEntry
    becomes: ShownEntry | None
    reason: str

    @property
    def texts(self) -> tuple[str, ...]:
        """The records whose texts it shows: the correction, and the entry where that has a note."""
        note = self.becomes.note if self.becomes else ""
        asked = (self.record,) if self.reason or note else ()
        return (*asked, *((self.was.record,) if self.was.note else ()))


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """One correction for whoever signed the entry."""

    signer: str
    learner: str
    asked: CorrectionAsked


@dataclass(frozen=True, slots=True)
class SigningPage:
    """One learner's entries for one supervisor; ``roles`` are those on accepted agency forms."""

    signer: str
    learner: str
    roles: tuple[str, ...]
    expires: datetime
    waiting: Part[ShownEntry]
    answered: Part[Answered]
    corrections: tuple[CorrectionAsked, ...] = ()

    def waiting_as(self, role: str) -> tuple[ShownEntry, ...]:
        """The entries that the supervisor may sign in one role."""
        return tuple(e for e in self.waiting if role in e.roles)


def signer_of(link: SigningLink) -> Actor:
    """The supervisor as the ledger and the read audit name him or her: no account, no roles."""
    return Actor(f"signer:{link.supervisor}")


def see_signing_page(
    site: Site,
    token: str,
    shown: str = EVERYTHING,
    asked: Asked = WHOLE,
    answers: Asked = WHOLE,
) -> SigningPage:
    """Open a supervisor's page; LinkClosed where the token opens nothing.

    The notes and additions shown are private text of somebody else, so that they were read is
    noted: on a PAGE corrections are only named, and for a PROGRAM is nothing of what is answered.
    Of what waits, and of what is answered, the part ``asked`` for is shown.
    """
    link = open_link(site, token)
    session, every = site.session(), _enrolments(site, link)
    waiting = part_of([entry for of in every for entry in _waiting(session, link, of)], asked)
    corrections = tuple(
        c for of in every for c in _corrections(session, link, of, in_full=shown != PAGE)
    )
    given = [a for of in every if shown != PROGRAM for a in _answered(session, link, of)]
    answered = part_of(given[::-1], answers)
    read = [e.record for e in waiting if e.note]
    read += [record for one in corrections for record in one.texts]
    read += [record for one in answered for record in one.added]
    record_readings(site, signer_of(link), link.learner, read, PURPOSE)
    signer, learner = _names(session, link)
    return SigningPage(
        signer=signer,
        learner=learner,
        roles=_roles(link, every),
        expires=link.expires,
        waiting=waiting,
        answered=answered,
        corrections=corrections,
    )


def see_entry_to_sign(site: Site, token: str, entry: str, role: str) -> ShownEntry | None:
    """One entry that waits in a role, None where it does not; its note alone is handed over."""
    link = open_link(site, token)
    waiting = (e for of in _enrolments(site, link) for e in _waiting(site.session(), link, of))
    found = next((e for e in waiting if e.record == entry and role in e.roles), None)
    if found is not None and found.note:
        record_readings(site, signer_of(link), link.learner, [found.record], PURPOSE)
    return found


def see_correction_to_sign(
    site: Site, token: str, correction: str, role: str
) -> CorrectionPage | None:
    """One correction that waits in a role, None where it does not; its texts alone are handed over."""
    link = open_link(site, token)
    session = site.session()
    asked = (c for of in _enrolments(site, link) for c in _corrections(session, link, of))
    found = next((c for c in asked if (c.record, c.role) == (correction, role)), None)
    if found is None:
        return None
    record_readings(site, signer_of(link), link.learner, found.texts, PURPOSE)
    return CorrectionPage(*_names(session, link), found)


def _names(session: Session, link: SigningLink) -> tuple[str, str]:
    """The signer's name and the learner's."""
    names = people(session, [link.supervisor, link.learner])
    return names[link.supervisor].name, names[link.learner].name


def _enrolments(site: Site, link: SigningLink) -> list[Learning]:
    return enrolments_for(site, site.session(), site.about_me(link.learner))


def enrolments_for(site: Site, session: Session, records: Records) -> list[Learning]:
    """Every enrolment of the learner, each with the version it is on."""
    return [Learning(e, records, programme_of(site, e, session)) for e in enrolments_of(records)]


def _roles(link: SigningLink, every: list[Learning]) -> tuple[str, ...]:
    roles = [role for of in every for role in signers(of.own).get(link.supervisor, ())]
    return tuple(dict.fromkeys(roles))


def _waiting(session: Session, link: SigningLink, of: Learning) -> list[ShownEntry]:
    waiting = waiting_for(link.supervisor, of.own, of.stages)
    notes = contents_of(session, [w.entry.get("note") for w in waiting if w.entry.get("note")])
    return [_shown(w, str(notes.get(w.entry.get("note") or "") or "")) for w in waiting]


def _shown(waiting: WaitingEntry, note: str = "") -> ShownEntry:
    return _as_shown(waiting.entry, waiting.roles, note)


def _as_shown(entry: Record | NewRecord, roles: tuple[str, ...], note: str) -> ShownEntry:
    return ShownEntry(
        record=entry.id or "",
        enrolment=entry.enrolment or "",
        on=entry.on,
        start=entry.get("start") or "",
        end=entry.get("end") or "",
        times=times_of(entry),
        category=entry.get("category"),
        minutes=int(entry.get("minutes")),
        direct=entry.get("direct"),
        form=entry.get("form") or "",
        with_whom=entry.get("with") or "",
        family=entry.get("family") or "",
        online=bool(entry.get("online")),
        note=note,
        roles=roles,
    )


def _corrections(
    session: Session, link: SigningLink, of: Learning, *, in_full: bool = True
) -> list[CorrectionAsked]:
    """The corrections that wait for this supervisor, each role on its own, with their texts."""
    asked = to_answer(link.supervisor, of.own)
    entries = [c.entry for c, _ in asked]
    records = [c.record for c, _ in asked]
    names = [r.get(f) for r in (*entries, *records) for f in ("note", "reason") if r.get(f)]
    texts = contents_of(session, names if in_full else ())

    def text(record: Record, field: str) -> str:
        return str(texts.get(record.get(field) or "") or "")

    return [
        CorrectionAsked(
            record=c.record.id,
            role=role,
            was=_as_shown(c.entry, (), text(c.entry, "note")),
            becomes=_as_shown(new, (), text(c.record, "note")) if new else None,
            reason=text(c.record, "reason"),
        )
        for c, role in asked
        for new in [corrected(c.record, c.entry)]
    ]


def _answered(session: Session, link: SigningLink, of: Learning) -> list[Answered]:
    added = of.own.of("addendum")
    texts = contents_of(session, [a.get("text") for a in added if a.get("text")])

    def answered(signature: Record, entry: Record) -> Answered:
        mine = [a for a in added if a.get("entry") == entry.id]
        return Answered(
            _shown(WaitingEntry(entry, ())),
            signature.get("role"),
            _decision(signature),
            signature.recorded,
            tuple(str(texts.get(a.get("text") or "") or "") for a in mine),
            tuple(a.id for a in mine),
        )

    return [
        answered(s, entry)
        for s in of.own.of("signature", signer=link.supervisor)
        if (entry := of.own.by_id(s.get("entry")))
    ]


def _decision(signature: Record) -> str:
    return str(signature.get("decision") or "signed")
