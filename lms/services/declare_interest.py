"""Whoever marks, moderates, examines or sits on a board declares an interest in a learner.

A marker then never marks the learner's work; what else is no longer free to be judged, those acts ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.domain.evidence import enrolments_of
from lms.domain.policy import Actor, Target, may, may_somewhere
from lms.domain.records import RETRACTION, person
from lms.errors import NotFound, NotPermitted
from lms.services.decide import kept_reason, reason_problems
from lms.services.notify import notify
from lms.services.people import people
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.recording import recording, writes
from lms.services.role_holders import holders_for
from lms.services.site import Site, fact
from lms.services.waiting_for import scopes
from lms.store.documents import contents_of
from lms.store.enrolments import learners_within
from lms.store.writer import Writer

ACT = "declare-interest"
SHORTEST, MOST = 3, 20
SAYS = (
    "A marker has declared an interest in a learner of a cohort. Look at who marks what, and share "
    "out again what waits for a mark."
)
SAYS_OF_JUDGING = (
    "Somebody who moderates, examines or sits on the board of a cohort has declared an interest in "
    "a learner of it. See that somebody else judges what that learner did."
)


@dataclass(frozen=True, slots=True)
class Interest:
    """An interest in force: in whom, since when, and why."""

    record: str
    learner: str
    name: str
    since: date
    reason: str


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody whose work the actor could meet."""

    person: str
    name: str


def list_interests(site: Site, actor: Actor) -> tuple[Interest, ...]:
    """What somebody has declared and not taken back."""
    _require(site, actor)
    found = site.about_me(actor.person).of("interest")
    names = people(site.session(), {r.get("with") for r in found})
    reasons = contents_of(site.session(), [r.get("reason") for r in found if r.get("reason")])
    return tuple(
        Interest(
            r.id,
            r.get("with"),
            names[r.get("with")].name if r.get("with") in names else r.get("with"),
            r.on,
            str((reasons.get(r.get("reason")) or {}).get("text") or ""),
        )
        for r in found
    )


def _require(site: Site, actor: Actor) -> None:
    """Wherever the actor holds a role: an interest is in a person, not in a programme."""
    if not may_somewhere(actor, ACT, site.today()):
        raise NotPermitted("You have no role that allows this (declare interest).")


def find_learners(site: Site, actor: Actor, text: str) -> tuple[Learner, ...]:
    """At most twenty learners, of the cohorts whose work the actor marks or judges, whose name has
    the text in it: a name typed tells of no work whose it is.
    """
    _require(site, actor)
    wanted = text.strip().casefold()
    if len(wanted) < SHORTEST:
        return ()
    known = people(site.session(), _learners(site, actor))
    found = [Learner(p.id, p.name) for p in known.values() if wanted in p.name.casefold()]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.person))[:MOST])


def _learners(site: Site, actor: Actor) -> set[str]:
    within = [(scope.programme, scope.cohort) for scope in scopes(site, actor, ACT)]
    return learners_within(site.session(), within, site.today()) - {actor.person}


@writes
def declare_interest(
    site: Site, actor: Actor, learner: str, reason: str, key: str | None = None
) -> str:
    """Record an interest in a learner of one's own cohorts, with the reason; gives its id.

    No allocation gives the learner's work to the actor any more. Where the actor is told whose it
    is, it leaves the queue; where not, all the cohort's does that the actor has not marked, until
    the lead, who is told by mail, has shared it out again: one piece alone would tell its code.
    """
    _require(site, actor)
    what = "Say in a few words what connects you; the programme lead can read it."
    problems = reason_problems(reason, what)
    if learner not in _learners(site, actor):
        problems.insert(0, ProblemAt("learner", "Choose a learner from the list."))
    refuse_form(problems, "This interest cannot be declared yet.")
    with recording(site, actor) as writer:

        def act() -> str:
            own = writer.about(person(actor.person)).of("interest", **{"with": learner})
            if own:
                return own[-1].id
            kept = kept_reason(writer, actor.person, reason)
            given: dict[str, Any] = {"with": learner, "reason": kept}
            record = writer.append(fact(person(actor.person), "interest", site.today(), **given))
            _tell_leads(site, actor, writer, learner)
            return record.id

        return str(writer.answer_once(key, [ACT, learner, reason], act))


def _tell_leads(site: Site, actor: Actor, writer: Writer, learner: str) -> None:
    """Tell the leads of the learner's cohorts in which the actor marks or judges what to see to."""
    for enrolment in enrolments_of(site.about(person(learner))):
        programme, cohort = enrolment.programme, enrolment.cohort
        where = Target(programme=programme, cohort=cohort)
        if not may(actor, ACT, where, site.today()):
            continue
        marks = may(actor, "mark-work", where, site.today())
        says = SAYS if marks else SAYS_OF_JUDGING
        for lead in holders_for(site, "programme-lead", programme, cohort):
            if lead != actor.person:
                address = f"/programmes/{programme}/cohorts/{cohort}" + (
                    "/marking/" if marks else ""
                )
                notify(site, writer, lead, "An interest was declared", says, address)


@writes
def take_back_interest(site: Site, actor: Actor, record: str) -> None:
    """Take an interest back that one declared oneself; that it was declared stays on record."""
    _require(site, actor)
    with recording(site, actor) as writer:
        found = writer.about(person(actor.person)).by_id(record)
        if found is None or found.kind != "interest":
            raise NotFound("You have declared no such interest, or you took it back.")
        if found.recorded_by != actor.person:
            raise NotPermitted("Only who declared an interest takes it back.")
        writer.append(fact(found.subject, RETRACTION, site.today(), replaces=found.id))
