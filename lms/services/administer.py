"""What whoever runs the site sees: people with accounts and roles, plugins, and who read what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.domain.policy import ANYTHING, Actor, Grant
from lms.errors import NotFound
from lms.registry import CORE, LeftOut, Loaded
from lms.services.closing import closed_because
from lms.services.programmes import all_versions, load
from lms.services.site import Site, require
from lms.store import accounts, people
from lms.store.people import Person
from lms.store.read_audits import ReadingNoted, all_readings
from lms.store.roles import grants_of

READINGS = 50


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One role of somebody, with the record that grants it."""

    record: str
    grant: Grant


@dataclass(frozen=True, slots=True)
class Administered:
    """A person with the account, if any, and the roles, newest first."""

    person: Person
    account: str
    signs_in_with: str
    grants: tuple[GrantLine, ...]


NONE, OPEN, CLOSED, INVITED = "none", "open", "closed", "invited"
"""No account; one that can be used; one that is closed; one that has no password yet."""


def see_person(site: Site, actor: Actor, identity: str) -> Administered:
    """One person, for whoever manages people."""
    require(site, actor, "manage-people", ANYTHING)
    who = people.person(site.session(), identity)
    if who is None:
        raise NotFound("There is no such person.")
    account = accounts.account_of(site.session(), identity)
    state = NONE
    if account is not None:
        state = CLOSED if not account.active else OPEN if account.password else INVITED
    granted = grants_of(site.session(), [identity])
    lines = [GrantLine(record, grant) for record, _, grant in granted]
    return Administered(who, state, account.email if account else "", tuple(reversed(lines)))


@dataclass(frozen=True, slots=True)
class ClosedVersion:
    """A published version that needs a plugin which is not loaded."""

    key: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Plugins:
    """The plugins in use, those left out and why, and the versions closed by that."""

    loaded: tuple[Loaded, ...]
    left_out: tuple[LeftOut, ...]
    closed: tuple[ClosedVersion, ...]


def see_plugins(site: Site, actor: Actor) -> Plugins:
    """What the registry found, and what that means for the published versions."""
    require(site, actor, "see-plugins", ANYTHING)
    versions = [load(site, v.programme, v.version) for v in all_versions(site)]
    return Plugins(
        tuple(p for p in site.registry.loaded if p.name != CORE),
        site.registry.left_out,
        tuple(
            ClosedVersion(version.key, version.title, why)
            for version in versions
            if (why := closed_because(site, version))
        ),
    )


@dataclass(frozen=True, slots=True)
class Readings:
    """Who read which record about whom, newest first; never what it said.

    ``names`` are those of people, and of the cohorts that a text is about as a whole.
    """

    readings: tuple[ReadingNoted, ...]
    names: Mapping[str, str]
    next: int | None


def see_readings(
    site: Site,
    actor: Actor,
    reader: str = "",
    about: str = "",
    before: int | None = None,
    limit: int = READINGS,
) -> Readings:
    """A page of what was noted when somebody read another person's text."""
    require(site, actor, "see-read-audit", ANYTHING)
    found = all_readings(site.session(), reader, about, before, limit + 1)
    shown = found[:limit]
    wanted = {i for r in shown for i in (r.reader, r.about)} | {reader, about}
    known = people.people(site.session(), wanted)
    cohorts = {c.id: c.name for c in people.cohorts(site.session()) if c.id in wanted}
    return Readings(
        tuple(shown),
        cohorts | {identity: who.name for identity, who in known.items()},
        shown[-1].id if len(found) > limit else None,
    )
