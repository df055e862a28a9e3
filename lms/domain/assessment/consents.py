"""Whether a consent to recording covers a piece of work on the day it is shown or handed in."""

from __future__ import annotations

from datetime import date

from lms.domain.assessment.checks import check_one_text
from lms.domain.employment import employers_on
from lms.domain.records import NewRecord, Record, Records, Refusal


def consents_on(day: date, enrolment: str, records: Records) -> tuple[Record, ...]:
    """The consents of one enrolment that are in date on a day and were not given elsewhere.

    A consent that names an employer is that employer's: it does not travel (8a.6).
    """
    own = records.in_enrolment(enrolment)
    return tuple(c for c in own.of("consent") if c.covers(day) and _still_there(c, day, records))


def _still_there(consent: Record, day: date, records: Records) -> bool:
    employer = consent.get("employer")
    return employer is None or employer in employers_on(records, day)


def check_consent(
    named: str | None, day: date, family: str | None, enrolment: str, records: Records
) -> Refusal | None:
    """Why a named consent does not cover work of an enrolment on a day; None where it does.

    The family is compared only where both the consent and the work name one.
    """
    consent = records.in_enrolment(enrolment).by_id(named)
    if consent is None or consent.kind != "consent":
        return Refusal("no-consent", "Name the consent under which the session was recorded.")
    if consent not in consents_on(day, enrolment, records):
        reason = f"That consent was not in date on {day.day} {day:%B %Y}, or was given elsewhere."
        return Refusal("consent-not-in-date", reason, (consent.id,))
    if family and consent.get("family") and consent.get("family") != family:
        reason = f"That consent was given by family {consent.get('family')}, not {family}."
        return Refusal("consent-of-another-family", reason, (consent.id,))
    return None


def check_submission(new: NewRecord, records: Records) -> Refusal | None:
    """What is shown in person leaves no text; a consent that is named covers the day; and an attempt
    has one text.
    """
    if new.get("in-person") and (new.get("document") or new.get("answers")):
        reason = "Of work shown in person only the day and the consent are kept, never its content."
        return Refusal("in-person", reason)
    named = new.get("consent")
    if named:
        wrong = check_consent(named, new.on, new.get("family"), new.enrolment or "", records)
        if wrong:
            return wrong
    return check_one_text(new, records)
