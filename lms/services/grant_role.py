"""Granting somebody a role on dated days, everywhere or only within what it names, and ending it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.domain.kinds import STAFF_ROLES
from lms.domain.policy import ANYTHING, Actor
from lms.domain.records import RETRACTION, NewRecord, Record, person
from lms.errors import NotFound
from lms.services.problem_at import NO_DAY, ProblemAt, day_problems, refuse_form
from lms.services.programmes import all_versions
from lms.services.recording import recording, writes
from lms.services.site import Site, fact, require
from lms.store import people
from lms.store.roles import grants_to
from lms.store.writer import Writer

OPERATOR = "operator"
EXTERNAL = "external-examiner"
"""Somebody from outside, who sees one programme until a stated day."""


@dataclass(frozen=True, slots=True)
class NewRole:
    """A role from one day to another; empty limits mean everywhere, no last day until ended."""

    role: str
    first: date
    last: date | None = None
    programme: str = ""
    cohort: str = ""
    authority: str = ""


@writes
def grant_role(
    site: Site, actor: Actor, identity: str, role: NewRole, key: str | None = None
) -> str:
    """Grant a role; gives the record's id. BadInput names all that is wrong."""
    require(site, actor, "grant-roles", ANYTHING)
    with recording(site, actor) as writer:

        def act() -> str:
            if people.person(writer.session, identity) is None:
                raise NotFound("There is no such person.")
            refuse_form(_problems(site, writer, role), "This role cannot be granted.")
            granted = fact(
                person(identity),
                "role",
                role.first,
                until=role.last,
                role=role.role,
                programme=role.programme or None,
                cohort=role.cohort or None,
                authority=role.authority or None,
            )
            return writer.append(granted).id

        return str(writer.answer_once(key, ["grant-role", identity, role], act))


def _problems(site: Site, writer: Writer, role: NewRole) -> list[ProblemAt]:
    found = [] if role.role in STAFF_ROLES else [ProblemAt("role", "Choose the role.")]
    found += day_problems("first", role.first, "the first day")
    if role.last is not None:
        found += day_problems("last", role.last, "the last day")
        if NO_DAY not in (role.first, role.last) and role.last < role.first:
            found.append(ProblemAt("last", "The last day is before the first."))
    return found + _outsider_problems(role) + _limit_problems(site, writer, role)


def _outsider_problems(role: NewRole) -> list[ProblemAt]:
    found = []
    if role.role == EXTERNAL and not role.programme:
        found.append(ProblemAt("programme", "Choose the programme that is examined."))
    if role.role == EXTERNAL and role.last is None:
        found.append(ProblemAt("last", "An external examiner's role has a last day; give it."))
    return found


def _limit_problems(site: Site, writer: Writer, role: NewRole) -> list[ProblemAt]:
    found = []
    if role.programme and role.programme not in {v.programme for v in all_versions(site)}:
        found.append(ProblemAt("programme", "There is no such programme."))
    cohort = people.cohort(writer.session, role.cohort) if role.cohort else None
    if role.cohort and (cohort is None or role.programme not in ("", cohort.programme)):
        found.append(ProblemAt("cohort", "There is no such cohort of that programme."))
    places = people.places(writer.session)
    if role.authority and (role.authority not in places or places[role.authority].within):
        found.append(ProblemAt("authority", "There is no such authority."))
    return found


@writes
def end_role(
    site: Site, actor: Actor, identity: str, record: str, last: date, key: str | None = None
) -> None:
    """End a role after its last day; before its first day it is taken back.

    Somebody must remain who can grant roles: the last operator's role is not ended here.
    """
    require(site, actor, "grant-roles", ANYTHING)
    with recording(site, actor) as writer:

        def act() -> str:
            granted = writer.about(person(identity)).by_id(record)
            if granted is None or granted.kind != "role":
                raise NotFound("There is no such role in force; it may have been ended meanwhile.")
            problems = day_problems("last", last, "the last day")
            if not problems and granted.last is not None and last > granted.last:
                problems.append(ProblemAt("last", "The role ends earlier anyway."))
            if granted.get("role") == OPERATOR and not _another_operator(site, writer, record):
                says = "This is the last operator. Grant the role to somebody else first."
                problems.append(ProblemAt("last", says))
            refuse_form(problems, "The role cannot be ended.")
            return writer.append(_ended(granted, last, site.today())).id

        writer.answer_once(key, ["end-role", record, last], act)


def _another_operator(site: Site, writer: Writer, record: str) -> bool:
    """Whether another grant of the role, without an end, is in force today."""
    others = [grant for r, _, grant in grants_to(writer.session, OPERATOR) if r != record]
    return any(g.last is None and g.first <= site.today() for g in others)


def _ended(granted: Record, last: date, today: date) -> NewRecord:
    if last < granted.first:
        return fact(granted.subject, RETRACTION, today, replaces=granted.id)
    fields = dict(granted.payload)
    return fact(granted.subject, "role", granted.first, until=last, replaces=granted.id, **fields)
