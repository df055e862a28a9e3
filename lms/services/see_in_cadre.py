"""One person as a planner sees one: registers, posts, the place in the pipeline and why; no text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.as_of import AsOf
from lms.domain.employment import employers_on
from lms.domain.policy import Actor, Target, may
from lms.domain.records import Record, Records, person
from lms.domain.registers import MEMBERSHIPS, Entry, entry_on
from lms.domain.standing import Standing, standing_of
from lms.domain.standing_words import why
from lms.errors import NotKnown
from lms.services.programmes import catalogue
from lms.services.site import Site
from lms.store import people

LISTS = ("aft-supervisors", "scw", "sssc", "niscc", "hcpc", "nmc")
"""Registers that nobody is due to look up, and on which a signature or a standing may turn."""
LOOKED_UP = ("swe", "ukcp", *LISTS, *MEMBERSHIPS)
"""Every register of which a page takes what was seen."""
NUMBERED = ("swe", "ukcp")
"""The registers whose numbers are kept."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What a look at a register on one day showed, and who entered it.

    Where no entry was found, ``last`` is the last day on the register, if the register gave it.
    """

    record: str
    register: str
    result: str
    title: str
    checked: date
    first: date | None
    last: date | None
    flags: tuple[str, ...]
    touches: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Job:
    """A post, from when to when; the last day is None while it goes on."""

    employer: str
    team: str
    post: str
    fte: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class InCadre:
    """One person on a day: never a log, a mark's text or any other text."""

    person: str
    name: str
    as_of: date
    standing: Standing
    entries: Mapping[str, Entry]
    why: tuple[str, ...]
    observations: tuple[Observation, ...]
    jobs: tuple[Job, ...]
    employers: frozenset[str]
    numbers: Mapping[str, str]


def require_name(site: Site, actor: Actor, identity: str, act: str, *days: date) -> Records:
    """The records of somebody whom the planner may see by name, working there on one of some days.

    NotKnown where there is nobody of that id, or nobody whom the planner may know of.
    """
    records = site.about(person(identity))
    employers = frozenset[str]().union(*(employers_on(records, day) for day in days))
    allowed = may(actor, act, Target(identity, authorities=employers), site.today())
    if not allowed or people.person(site.session(), identity) is None:
        raise NotKnown
    return records


def see_in_cadre(
    site: Site,
    actor: Actor,
    identity: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> InCadre:
    """One person, for a planner whose grant covers an authority that employs her or him."""
    day = as_of or site.today()
    require_name(site, actor, identity, "see-cadre-names", site.today(), day)
    session = site.session()
    who = people.person(session, identity)
    if who is None:
        raise NotKnown
    records = site.about(person(identity), known_at=known_at)
    standing = standing_of(identity, records, day, catalogue(site))
    told = Records(r for r in records if r.on <= day) if day < site.today() else records
    checks = told.of("registration")
    by = people.people(session, {r.recorded_by for r in checks})
    return InCadre(
        person=identity,
        name=who.name,
        as_of=day,
        standing=standing,
        entries={name: entry_on(records, name, AsOf(day)) for name in LOOKED_UP},
        why=why(standing),
        observations=tuple(
            _observation(r, by[r.recorded_by].name if r.recorded_by in by else "")
            for r in sorted(checks, key=_newest_first)
        ),
        jobs=_jobs(told, people.places(session)),
        employers=employers_on(records, day),
        numbers=people.numbers_of(session, identity),
    )


def _newest_first(check: Record) -> tuple[int, int]:
    return -checked_on(check).toordinal(), -check.position


def checked_on(check: Record) -> date:
    """The day somebody looked: the one given, else the first day of what was seen."""
    return check.get("checked") or check.first


def _observation(check: Record, by: str) -> Observation:
    entry = check.get("result") != "absent"
    return Observation(
        record=check.id,
        register=check.get("register"),
        result="entry" if entry else "absent",
        title=check.get("title") or "",
        checked=checked_on(check),
        first=check.first if entry else None,
        last=check.last if entry else check.get("last"),
        flags=tuple(f for f in ("conditions", "sanctions", "suspended") if check.get(f)),
        touches=tuple(check.get("touches") or ()),
        by=by,
    )


def _jobs(records: Records, places: Mapping[str, people.Place]) -> tuple[Job, ...]:
    def name(place: str | None) -> str:
        return places[place].name if place and place in places else place or ""

    return tuple(
        Job(
            name(r.get("employer")),
            name(r.get("team")),
            r.get("post") or "",
            r.get("fte") or "1.0",
            r.first,
            last_day(r, records),
        )
        for r in sorted(records.of("employment"), key=lambda r: r.first, reverse=True)
    )


def last_day(job: Record, records: Records) -> date | None:
    """The last day of a post: its own, or the first end recorded after it began."""
    ends = records.of("employment-end", employer=job.get("employer"))
    days = [d for d in (job.last, *(e.on for e in ends if e.on >= job.first)) if d]
    return min(days, default=None)
