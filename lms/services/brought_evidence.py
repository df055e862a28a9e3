"""What is on record about somebody that an entry check looks at: certificates, and judgements made here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lms.domain.evidence import enrolments_of
from lms.domain.records import Record, Records
from lms.domain.wording import parted
from lms.services.programmes import programme_of
from lms.services.site import Site

CERTIFICATE, JUDGEMENT = "certificate", "judgement"


@dataclass(frozen=True, slots=True)
class Brought:
    """One thing on record, in a sentence and by its day."""

    record: str
    kind: str
    on: date
    says: str


def brought_evidence(site: Site, records: Records, programme: str) -> tuple[Brought, ...]:
    """Somebody's certificates, and the judgements made on one programme, newest first.

    Of a judgement its outcome is given and never its reason; those made on another programme are
    that programme's business.
    """
    found = [*_certificates(records), *_judgements(site, records, programme)]
    return tuple(sorted(found, key=lambda b: (b.on, b.record), reverse=True))


def _certificates(records: Records) -> Iterator[Brought]:
    for record in records.of(CERTIFICATE):
        yield Brought(record.id, CERTIFICATE, record.on, certificate_in_words(record))


def certificate_in_words(certificate: Record) -> str:
    """The level, where it is from, and what it shows."""
    shows = [
        what
        for field, what in (("accredited", "accreditation"), ("hours-shown", "the hours"))
        if certificate.get(field)
    ]
    where = f" from {certificate.get('provider')}" if certificate.get("provider") else ""
    shown = " and ".join(shows) or "neither accreditation nor the hours"
    return f"{str(certificate.get('level')).capitalize()} certificate{where}; it shows {shown}"


def _judgements(site: Site, records: Records, programme: str) -> Iterator[Brought]:
    for enrolment in (e for e in enrolments_of(records) if e.programme == programme):
        own = records.in_enrolment(enrolment.id).of(JUDGEMENT)
        stages = programme_of(site, enrolment).stages if own else ()
        for record in own:
            asked = (s.requirement(record.get("requirement") or "") for s in stages)
            title = next((r.title for r in asked if r), "A judgement")
            outcome = parted(str(record.get("outcome")))
            yield Brought(record.id, JUDGEMENT, record.on, f"{title}: {outcome}")
