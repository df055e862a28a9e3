"""Admitting somebody: the person enrolled is let in and told, and so is whoever must act next."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from lms.domain.calendar import in_words
from lms.domain.policy import Actor
from lms.domain.programme import Programme
from lms.domain.records import Record
from lms.domain.wording import many
from lms.services.accounts import open_account
from lms.services.invite import SEND_INVITE
from lms.services.notify import notify
from lms.services.outbox import promise
from lms.services.role_holders import holders_for
from lms.services.site import Site
from lms.store import accounts, people
from lms.store.people import Person
from lms.store.writer import Writer

INVITED, TOLD, NO_ADDRESS, CLOSED, TAKEN = "invited", "told", "no-address", "closed", "taken"
REACHED = {
    INVITED: "An invitation to sign in goes out by mail.",
    TOLD: "A mail tells the person.",
    NO_ADDRESS: "Nobody could be told: there is no e-mail address. Whoever runs the site is told.",
    CLOSED: "The person's account is closed. Whoever runs the site is told.",
    TAKEN: "Somebody else signs in with this e-mail address. Whoever runs the site is told.",
}
"""What whoever enrols somebody reads about it."""
NOT_REACHED = {
    NO_ADDRESS: "has no e-mail address, so nobody could be told; add it, then send an invitation",
    CLOSED: "has an account that is closed; whoever runs the site can open it again",
    TAKEN: "has an e-mail address with which somebody else signs in; put one of the two right",
}
"""Why somebody enrolled could not be let in, and what to do."""


def let_in(site: Site, writer: Writer, enrolment: Record, programme: Programme, who: Person) -> str:
    """Invite the person enrolled, or tell whoever can sign in already; says which it was.

    Promised in the transaction of the enrolment, so nobody is enrolled unheard or told in vain.
    """
    state = _way_in(writer.session, who)
    if state == INVITED:
        writer.also(lambda session: _give_account(session, who))
        promise(writer, SEND_INVITE, person=who.id, enrolment=enrolment.id)
    elif state == TOLD:
        says = f"You have been enrolled on {programme.title}, from {in_words(enrolment.on)}."
        where = f"/learning/{enrolment.id}"
        notify(site, writer, who.id, "You have been enrolled", says, where)
    return state


def _give_account(session: Session, who: Person) -> None:
    if accounts.account_of(session, who.id) is None and who.email:
        open_account(session, who.id, who.email)


def way_in(session: Session, identity: str) -> str:
    """How somebody can be reached and let in: one of the five states of this module."""
    who = people.person(session, identity)
    return _way_in(session, who) if who else NO_ADDRESS


def _way_in(session: Session, who: Person) -> str:
    account = accounts.account_of(session, who.id)
    if account is not None and not account.active:
        return CLOSED
    if account is not None and account.password is not None:
        return TOLD if who.email else NO_ADDRESS
    if not who.email:
        return NO_ADDRESS
    other = accounts.account_by_email(session, who.email)
    return TAKEN if other is not None and other.person != who.id else INVITED


def reached(site: Site, enrolment: str) -> str:
    """How the person of an enrolment just made was reached, for whoever made it."""
    opening = site.ledger.find(site.session(), enrolment)
    return way_in(site.session(), opening.subject.id) if opening else NO_ADDRESS


def tell_who_acts_next(
    site: Site,
    writer: Writer,
    actor: Actor,
    enrolment: Record,
    programme: Programme,
    outstanding: Sequence[str],
    state: str,
) -> None:
    """Tell the cohort's tutors, whoever decides the entry checks left open, and who lets people in.

    ``outstanding`` are the ids of those checks, ``state`` how the person was reached. Nobody is
    told of what he or she has just done, nor of his or her own enrolment.
    """
    cohort, own = str(enrolment.get("cohort")), {actor.person, enrolment.subject.id}
    learner = f"/teaching/learners/{enrolment.subject.id}"
    says = f"A learner has been enrolled on {programme.title} in a cohort that you teach."
    for tutor in _others(holders_for(site, "tutor", programme.id, cohort), own):
        notify(site, writer, tutor, "A new learner", says, learner)
    if outstanding:
        checks = many(len(outstanding), "entry check is", "entry checks are")
        says = (
            f"A learner has been enrolled on {programme.title}, and {checks} still to be decided."
        )
        where = f"/programmes/learners/{enrolment.id}/"
        for who in _others(_deciders(site, programme.id, cohort), own):
            notify(site, writer, who, "Entry checks to decide", says, where)
    if state in NOT_REACHED:
        says = f"Somebody was enrolled on {programme.title} who {NOT_REACHED[state]}."
        where = f"/administration/people/{enrolment.subject.id}"
        for operator in _others(holders_for(site, "operator", programme.id, cohort), own):
            notify(site, writer, operator, "Somebody enrolled cannot sign in", says, where)


def _deciders(site: Site, programme: str, cohort: str) -> tuple[str, ...]:
    """The admissions tutors; the programme's leads where it has none."""
    admissions = holders_for(site, "admissions-tutor", programme, cohort)
    return admissions or holders_for(site, "programme-lead", programme, cohort)


def _others(holders: Sequence[str], own: set[str]) -> list[str]:
    return [holder for holder in holders if holder not in own]
