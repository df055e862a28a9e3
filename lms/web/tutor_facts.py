"""What a tutor enters, takes back or ends on a page of its own: recordings, judgements, links."""

from __future__ import annotations

from flask import Blueprint, url_for

from lms.domain.calendar import in_words
from lms.domain.records import Record
from lms.domain.wording import titled
from lms.services.end_signing_links import ACT as END_LINKS
from lms.services.end_signing_links import end_signing_links, links_ended, signed_for
from lms.services.enrolments import Learning
from lms.services.people import name_of
from lms.services.record_judgement import Judgement, judged, record_judgement
from lms.services.record_watched import Watched, record_watched, see_watched
from lms.services.take_back_entry import ACT as TAKE_BACK
from lms.services.take_back_entry import entry_to_take_back, take_back_entry
from lms.web.act_form import (
    DAY,
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

tutor_facts = Blueprint(
    "tutor_facts", __name__, url_prefix="/teaching/learners/<person>/<enrolment>"
)


def _home(person: str) -> tuple[str, str]:
    address = url_for("tutor_learner.learner", person=person)
    return name_of(site().session(), person), address


@act_page(tutor_facts, "/watched", "record-watched")
def watched(person: str, enrolment: str) -> ActForm:
    """A session recorded with consent was watched: which consent, and which day."""
    page = see_watched(site(), actor(), enrolment)
    name, home = back = _home(page.of.enrolment.person)
    consents = [Option(c.id, consent_in_words(c)) for c in page.consents]
    return ActForm(
        title="Record that a recorded session was watched",
        caption=name,
        back=back,
        inputs=[
            Input(
                SELECT,
                "consent",
                "Which consent was it recorded under?",
                "As the learner entered it. It must cover the day.",
                options=[Option("", "Choose"), *consents],
            ),
            Input(DAY, "on", "Day on which it was watched", day=site().today()),
        ]
        if consents
        else [],
        button="Record it" if consents else "",
        do=lambda: record_watched(
            site(), actor(), enrolment, Watched(typed("consent"), typed_day("on")), the_key()
        ),
        done="That it was watched is recorded.",
        then=home,
        says=[
            "Only the day and the consent are kept. The recording stays with the agency; "
            "never upload it."
            if consents
            else "No consent to recording is on record. The learner enters it first."
        ],
        facts=[(in_words(w.on), _under(w, page.of)) for w in page.watched],
        files=[
            (f"Take back: watched on {in_words(w.on)}", _away(person, enrolment, w))
            for w in page.watched
        ],
    )


@act_page(tutor_facts, "/entries/<record>/take-back", TAKE_BACK)
def take_back(person: str, enrolment: str, record: str) -> ActForm:
    """Something entered by mistake: a recording watched, a report, catch-up."""
    found, of = entry_to_take_back(site(), actor(), record)
    name, home = back = _home(of.enrolment.person)
    return ActForm(
        title="Take back an entry",
        caption=name,
        back=back,
        inputs=[Input(TEXT, "reason", "What was the mistake?", "Kept as a private text.")],
        button="Take it back",
        do=lambda: take_back_entry(site(), actor(), record, typed("reason"), the_key()),
        done="It is taken back. It counts nowhere.",
        then=home,
        says=[f"{ENTRIES[found.kind]}, {in_words(found.on)}."],
        warns="What was decided on it meanwhile stays as it is.",
    )


ENTRIES = {
    "recording-watched": "A recorded session that was watched",
    "report": "A report",
    "catch-up": "Catch-up that was granted",
}


def _away(person: str, enrolment: str, entry: Record) -> str:
    """Where an entry is taken back."""
    return url_for("tutor_facts.take_back", person=person, enrolment=enrolment, record=entry.id)


def consent_in_words(consent: Record) -> str:
    """A consent as a tutor tells it from another: the family's code and the days."""
    family = consent.get("family")
    until = f"to {in_words(consent.last)}" if consent.last else "with no end given"
    return (
        f"{f'Family {family}' if family else 'No family code'}, {in_words(consent.first)} {until}"
    )


def _under(watched: Record, of: Learning) -> str:
    consent = of.own.by_id(watched.get("consent"))
    return f"Watched. {consent_in_words(consent)}" if consent else "Watched. The consent is gone."


@act_page(tutor_facts, "/signers/<signer>/end-links", END_LINKS)
def end_links(person: str, enrolment: str, signer: str) -> ActForm:
    """The links of somebody who signs: to sign, and to object to what was signed."""
    of = signed_for(site(), actor(), enrolment, signer)
    name, home = back = _home(of.enrolment.person)
    who = name_of(site().session(), signer)
    return ActForm(
        title="End the links of somebody who signs",
        caption=name,
        back=back,
        inputs=[],
        button="End the links",
        do=lambda: end_signing_links(site(), actor(), enrolment, signer, the_key()),
        done=f"Every link that {who} was sent about {name} is ended.",
        then=home,
        says=[
            f"For when a mail to {who} went astray or was passed on. Every link of {who} about "
            f"{name} stops working at once: to sign, and to object to what was signed. What was "
            "signed stays.",
            "Whoever is still named on an agency form is sent a new link, to the address on "
            "record, when it is asked for.",
        ],
        facts=[(in_words(r.on), "The links were ended.") for r in links_ended(of, signer)],
    )


@act_page(tutor_facts, "/judgements/<requirement>", "record-judgement")
def judgement(person: str, enrolment: str, requirement: str) -> ActForm:
    """What was judged, on which day, and why."""
    wanted, of = judged(site(), actor(), enrolment, requirement)
    name, home = back = _home(of.enrolment.person)
    outcomes = [Option(o, titled(o)) for o in wanted.settings["outcomes"]]
    made = of.own.of("judgement", requirement=requirement)
    return ActForm(
        title=wanted.title,
        caption=name,
        back=back,
        inputs=[
            Input(RADIOS, "outcome", "What was judged?", options=outcomes),
            Input(DAY, "on", "Day of the judgement", day=site().today()),
            Input(
                TEXT,
                "reason",
                "What it rests on",
                "The learner reads this. Where it is not yet, say what would change it.",
            ),
        ],
        button="Record the judgement",
        do=lambda: record_judgement(
            site(),
            actor(),
            enrolment,
            requirement,
            Judgement(typed("outcome"), typed_day("on"), typed("reason")),
            the_key(),
        ),
        done="The judgement is recorded. The learner sees it with its reason.",
        then=home,
        says=[
            "It is no part of completing the stage and enrols nobody. A later judgement stands in "
            "place of an earlier; both stay on record."
        ],
        facts=[(in_words(r.on), titled(str(r.get("outcome")))) for r in made],
    )
