"""Recording an outside certificate: what somebody completed elsewhere, and what the certificate shows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from lms.domain.kinds import LEVELS
from lms.domain.policy import Actor
from lms.domain.records import NewRecord, Record, Refusal, person
from lms.errors import NotPermitted, Refused
from lms.services.problem_at import ProblemAt, past_day_problems, refuse_form
from lms.services.recording import recording
from lms.services.site import Site, fact, require, target_person
from lms.store import people
from lms.store.ledger import Writer

ACT = "record-certificate"
KIND = "certificate"
LONGEST_PROVIDER = 200


@dataclass(frozen=True, slots=True)
class Certificate:
    """A course completed elsewhere: its level, the day, and what the certificate itself shows.

    ``accredited`` that the course was accredited, ``hours_shown`` that it had the level's hours;
    None where that was not said, which is no answer.
    """

    level: str
    on: date
    accredited: bool | None = None
    hours_shown: bool | None = None
    provider: str = ""


def record_certificate(
    site: Site,
    actor: Actor,
    identity: str,
    certificate: Certificate,
    programme: str,
    cohort: str = "",
    key: str | None = None,
) -> str:
    """Record somebody's certificate, seen for an admission to a programme; gives the record's id.

    It belongs to the person and counts wherever a rule asks for one, enrolled or not. BadInput
    names each field that is wrong; Refused where the same certificate is on record already.
    """
    require(site, actor, ACT, target_person(site, identity, programme, cohort))
    if actor.person == identity:
        raise NotPermitted("Nobody records his or her own certificate; ask another tutor.")
    with recording(site, actor) as writer:
        asked = [ACT, identity, asdict(certificate) | {"on": certificate.on.isoformat()}]
        return str(
            writer.answer_once(key, asked, lambda: _record(site, writer, identity, certificate))
        )


def _record(site: Site, writer: Writer, identity: str, certificate: Certificate) -> str:
    refuse_form(
        _problems(site, writer, identity, certificate), "The certificate cannot be recorded yet."
    )
    new = fact(
        person(identity),
        KIND,
        certificate.on,
        level=certificate.level,
        accredited=certificate.accredited,
        hours_shown=certificate.hours_shown,
        provider=certificate.provider.strip() or None,
    )
    for other in writer.about(person(identity)).of(KIND):
        if (other.on, shown_by(other)) == (new.on, shown_by(new)):
            raise Refused(
                Refusal("recorded", "This certificate is on record already.", (other.id,))
            )
    return writer.append(new).id


def shown_by(certificate: Record | NewRecord) -> tuple[object, ...]:
    """All that a certificate shows beside its day."""
    flags = (bool(certificate.get(name)) for name in ("accredited", "hours-shown"))
    return (certificate.get("level"), *flags, certificate.get("provider") or "")


def _problems(
    site: Site, writer: Writer, identity: str, certificate: Certificate
) -> list[ProblemAt]:
    found = []
    if people.person(writer.session, identity) is None:
        found.append(ProblemAt("person", "Choose somebody who is known here."))
    if certificate.level not in LEVELS:
        found.append(ProblemAt("level", "Choose the level that the course was at."))
    if certificate.accredited is None:
        found.append(ProblemAt("accredited", "Say whether it shows accreditation."))
    if certificate.hours_shown is None:
        found.append(ProblemAt("hours-shown", "Say whether it shows the hours."))
    if len(certificate.provider) > LONGEST_PROVIDER:
        found.append(ProblemAt("provider", f"Write no more than {LONGEST_PROVIDER} characters."))
    day = past_day_problems("on", certificate.on, site.today(), "the day of completion")
    return [*found, *day]
