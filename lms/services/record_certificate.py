"""Recording an outside certificate, by what it shows, and taking back one entered by mistake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.domain.kinds import LEVELS
from lms.domain.policy import Actor
from lms.domain.records import RETRACTION, NewRecord, Record, Refusal, person
from lms.domain.to_sign import signers
from lms.errors import NotFound, NotPermitted, Refused
from lms.services.decide import kept_reason, reason_problems
from lms.services.enrolments import learning
from lms.services.problem_at import ProblemAt, past_day_problems, refuse_form
from lms.services.recording import recording, writes
from lms.services.site import Site, fact, require, target_person
from lms.store import people
from lms.store.writer import Writer

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


@writes
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
    _require_another(actor, identity)
    with recording(site, actor) as writer:
        asked = [ACT, identity, certificate]
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


@writes
def take_back_certificate(
    site: Site, actor: Actor, enrolment: str, record: str, reason: str, key: str | None = None
) -> str:
    """Take back a certificate entered by mistake, of a learner or of one of the learner's supervisors.

    It gives the id of the record that says so. What was decided on the certificate meanwhile stays.
    """
    of = learning(site, actor, enrolment, ACT)
    whose = {of.enrolment.person, *signers(of.own)}
    found = site.ledger.find(site.session(), record)
    if found is None or found.kind != KIND or found.subject.id not in whose:
        raise NotFound("There is no such certificate of this learner or a supervisor.")
    _require_another(actor, found.subject.id)
    with recording(site, actor) as writer:

        def act() -> str:
            problems = reason_problems(reason, "Write what the mistake was.")
            refuse_form(problems, "The certificate cannot be taken back yet.")
            if writer.about(found.subject).by_id(record) is None:
                raise NotFound("This certificate has been taken back already.")
            why = kept_reason(writer, found.subject.id, reason)
            gone = fact(found.subject, RETRACTION, site.today(), replaces=record, reason=why)
            return writer.append(gone).id

        return str(writer.answer_once(key, ["take-back-certificate", record, reason], act))


def _require_another(actor: Actor, identity: str) -> None:
    if actor.person == identity:
        raise NotPermitted("Nobody decides about his or her own certificate; ask another tutor.")


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
