"""Reading what somebody wrote about a learner: a report, or the reason for a decision; it is noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.domain.policy import Actor, may
from lms.domain.records import Record
from lms.errors import NotKnown
from lms.services.enrolments import Learning, target_of
from lms.services.learner_record import learner_record
from lms.services.people import name_of
from lms.services.read_audit import record_reading
from lms.services.site import Site
from lms.services.take_back_entry import ENTERED_BY
from lms.store.documents import content_of, text_in

TEXTS = {
    "report": "document",
    "catch-up": "reason",
    "countersignature": "reason",
    "judgement": "reason",
    "credit": "reason",
    "entry-check": "reason",
    "waiver": "reason",
}
"""The field that names the text of each kind of record that can be read so."""
WRITTEN = {
    "report": "Report",
    "catch-up": "Why catch-up was granted",
    "countersignature": "Why a signature was countersigned",
    "judgement": "What a judgement rests on",
    "credit": "Why prior learning was decided so",
    "entry-check": "Why an entry check was decided so",
    "waiver": "Why a requirement was waived",
}
"""What each such text is called."""
TO_LEARNERS = {kind: field for kind, field in TEXTS.items() if kind != "countersignature"}
"""Those that the learner reads: how the standing of a signer was confirmed is about the signer."""


@dataclass(frozen=True, slots=True)
class Reason:
    """The text with who recorded it and, for a report, who wrote it and what it comes to.

    ``may_take_back`` says that the reader may take it back as a mistake.
    """

    record: str
    kind: str
    person: str
    name: str
    on: date
    by: str
    outcome: str
    text: str
    erased: bool
    enrolment: str
    may_take_back: bool


def read_reason(site: Site, actor: Actor, identity: str) -> Reason:
    """A report or a reason, for the learner and for those who teach or lead the programme."""
    record, of = learner_record(site, actor, identity, "read-reason", *TEXTS)
    if of.is_own(actor) and record.kind not in TO_LEARNERS:
        raise NotKnown
    record_reading(site, actor, of.enrolment.person, record.id, "read-reason")
    session = site.session()
    content = content_of(session, record.get(TEXTS[record.kind]))
    return Reason(
        record=record.id,
        kind=record.kind,
        person=of.enrolment.person,
        name=name_of(session, of.enrolment.person),
        on=record.on,
        by=name_of(session, record.get("by") or record.recorded_by),
        outcome=record.get("outcome") or "",
        text=text_in(content),
        erased=content is None,
        enrolment=of.enrolment.id,
        may_take_back=_may_take_back(site, actor, of, record),
    )


def _may_take_back(site: Site, actor: Actor, of: Learning, record: Record) -> bool:
    act = ENTERED_BY.get(record.kind, "")
    return not of.is_own(actor) and may(
        actor, act, target_of(site, of.enrolment, actor), site.today()
    )
