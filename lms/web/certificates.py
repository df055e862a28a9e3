"""Entering an outside certificate: of an applicant, of a learner, or of somebody who signs for a learner."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, url_for

from lms.domain.calendar import in_words
from lms.domain.kinds import LEVELS
from lms.domain.to_sign import signers
from lms.errors import NotFound
from lms.services.brought_evidence import CERTIFICATE, Brought, brought_evidence
from lms.services.enrolments import Learning, learning
from lms.services.people import name_of, people, person
from lms.services.record_certificate import (
    ACT,
    Certificate,
    record_certificate,
    take_back_certificate,
)
from lms.services.see_cohort import ONE, see_cohort
from lms.web.act_form import (
    DAY,
    LINE,
    RADIOS,
    SELECT,
    TEXT,
    ActForm,
    Input,
    Option,
    act_page,
    the_key,
    typed,
    typed_day,
)
from lms.web.guard import actor, site

certificates = Blueprint("certificates", __name__, url_prefix="/programmes")


@act_page(certificates, "/learners/<enrolment>/certificate", ACT)
def of_learner(enrolment: str) -> ActForm:
    """A certificate of a learner, or of somebody named as the learner's supervisor."""
    of = learning(site(), actor(), enrolment, ACT)
    own = of.enrolment
    home = url_for("programme_learner.learner", enrolment=enrolment)
    whose = [Option(own.person, f"{_name(own.person)}, the learner"), *_supervisors(of)]
    mistakes = [
        (
            f"Take back: {b.says}" + ("" if who == own.person else f" ({_name(who)})"),
            url_for("certificates.take_back", enrolment=enrolment, record=b.record),
        )
        for who, b in _entered(of)
    ]
    return _form(own.person, own.programme, own.cohort, home, whose, mistakes)


def _supervisors(of: Learning) -> list[Option]:
    """Whom the learner's agency forms name: some may sign because of a course that they completed."""
    named = people(site().session(), set(signers(of.own)) - {of.enrolment.person})
    return [Option(p.id, f"{p.name}, a supervisor") for p in named.values()]


@act_page(certificates, "/learners/<enrolment>/certificates/<record>/take-back", ACT)
def take_back(enrolment: str, record: str) -> ActForm:
    """A certificate entered by mistake."""
    of = learning(site(), actor(), enrolment, ACT)
    home = url_for("programme_learner.learner", enrolment=enrolment)
    found = next((b for _, b in _entered(of) if b.record == record), None)
    return ActForm(
        title="Take back a certificate",
        caption=_name(of.enrolment.person),
        back=(_name(of.enrolment.person), home),
        inputs=[Input(TEXT, "reason", "What was the mistake?", "Kept as a private text.")],
        button="Take it back",
        do=lambda: take_back_certificate(
            site(), actor(), enrolment, record, typed("reason"), the_key()
        ),
        done="The certificate is taken back. It counts nowhere.",
        then=home,
        says=[f"{in_words(found.on)}. {found.says}."] if found else (),
        warns="What was decided on it meanwhile stays as it is.",
    )


def _entered(of: Learning) -> list[tuple[str, Brought]]:
    """The certificates of a learner and of the learner's supervisors, each with whose it is."""
    return [
        (who, b)
        for who in (of.enrolment.person, *signers(of.own))
        for b in brought_evidence(site(), site().about_me(who), of.enrolment.programme)
        if b.kind == CERTIFICATE
    ]


@act_page(certificates, "/<programme>/cohorts/<cohort>/enrol/<who>/certificate", ACT)
def of_applicant(programme: str, cohort: str, who: str) -> ActForm:
    """A certificate that an applicant brings, entered before enrolment."""
    page = see_cohort(site(), actor(), programme, cohort, asked=ONE)
    if person(site().session(), who) is None:
        raise NotFound("There is no such person.")
    home = url_for("enrolling.apply", programme=page.programme.id, cohort=page.id, who=who)
    return _form(who, page.programme.id, page.id, home)


def _form(
    who: str,
    programme: str,
    cohort: str,
    home: str,
    whose: Sequence[Option] = (),
    mistakes: Sequence[tuple[str, str]] = (),
) -> ActForm:
    every = brought_evidence(site(), site().about_me(who), programme)
    known = [b for b in every if b.kind == CERTIFICATE]
    asked = [Input(SELECT, "person", "Whose certificate is it?", options=whose, begins=who)] * bool(
        whose
    )
    return ActForm(
        title="Enter an outside certificate",
        caption=_name(who),
        back=(_name(who), home),
        inputs=[*asked, *_inputs()],
        button="Record the certificate",
        do=lambda: record_certificate(
            site(),
            actor(),
            typed("person") if whose else who,
            _certificate(),
            programme,
            cohort,
            the_key(),
        ),
        done="The certificate is recorded. It counts wherever a rule asks for one.",
        then=home,
        says=[
            "Enter what the certificate itself shows. An entry check is met by it alone only where "
            "it shows accreditation and the level’s hours and is less than five years old; "
            "otherwise the check waits for a decision on prior learning."
        ],
        facts=[("On record", b.says) for b in known],
        files=mistakes,
    )


def _name(identity: str) -> str:
    return name_of(site().session(), identity)


def _inputs() -> list[Input]:
    answers = (Option("yes", "Yes"), Option("no", "No"))
    levels = [Option("", "Choose"), *(Option(v, v.capitalize()) for v in LEVELS)]
    return [
        Input(SELECT, "level", "At which level was the course?", options=levels),
        Input(DAY, "on", "Day of completion", "As the certificate gives it."),
        Input(
            RADIOS, "accredited", "Does it show that the course was accredited?", options=answers
        ),
        Input(RADIOS, "hours-shown", "Does it show the level’s hours?", options=answers),
        Input(LINE, "provider", "Provider", "Where the course was; it can be left empty."),
    ]


def _certificate() -> Certificate:
    return Certificate(
        typed("level"),
        typed_day("on"),
        _yes_or_no("accredited"),
        _yes_or_no("hours-shown"),
        typed("provider"),
    )


def _yes_or_no(name: str) -> bool | None:
    return {"yes": True, "no": False}.get(typed(name))
