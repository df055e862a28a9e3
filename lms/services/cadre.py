"""Counting the cadre and its pipeline: who is dual qualified on a day, where, and who is on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

from lms.domain.employment import posts_on
from lms.domain.policy import Actor, Target, may, may_somewhere
from lms.domain.standing import standing_of
from lms.domain.workforce import Count, Member, by_authority, by_team, count
from lms.errors import NotFound, NotPermitted
from lms.services.programmes import catalogue
from lms.services.site import Site
from lms.store.people import places

COUNTED_FROM = (
    "employment",
    "employment-end",
    "registration",
    "certificate",
    "enrolment",
    "cohort-move",
    "interruption",
    "withdrawal",
    "credit",
    "board-outcome",
    "award",
)
"""The kinds of fact on which a standing and a post rest."""


@dataclass(frozen=True, slots=True)
class Cadre:
    """The counts of what was asked about, and of its parts: exact where the reader may see the names,
    else rounded, each by itself (8a.38).

    ``parts`` are the authorities of the partnership, or the teams of one authority. A person
    with posts in two of them counts in both, and once in the whole (8a.16).
    """

    as_of: date
    known_at: datetime | None
    whole: Count
    parts: tuple[Count, ...]

    @property
    def rounded(self) -> bool:
        """Whether any of the counts is rounded."""
        return any(c.rounded_to for c in (self.whole, *self.parts))


def count_cadre(
    site: Site,
    actor: Actor,
    as_of: date | None = None,
    known_at: datetime | None = None,
    authority: str = "",
    team: str = "",
) -> Cadre:
    """Count the partnership, one authority, or one team of it, as of a day.

    Counts of authorities whose names the reader has no right to are rounded, and so is a whole that
    includes one. NotFound where there is no such authority or team.
    """
    require_counts(site, actor)
    day = as_of or site.today()
    members = members_on(site, day, known_at)
    _require_place(site, members, authority, team)
    parts: tuple[Count, ...] = ()
    if not team:
        parts = by_team(members, authority) if authority else by_authority(members)
    whole = count(members, authority, team)
    asked = {authority} if authority else _employers(site, members, team)
    hidden = {e for e in asked if not may_name(site, actor, e)}
    return Cadre(
        day,
        known_at,
        _as_seen(whole, hidden),
        tuple(_as_seen(part, {part.authority} & hidden) for part in parts),
    )


def _as_seen(counted: Count, hidden: set[str]) -> Count:
    return counted.rounded() if hidden else counted


def _employers(site: Site, members: tuple[Member, ...], team: str) -> set[str]:
    """Every authority, whether or not anybody works there on the day; of a team, those it is in."""
    known = places(site.session()).values()
    if team:
        within = {p.within for p in known if p.id == team and p.within}
        return within | {p.employer for m in members for p in m.posts if p.team == team}
    posts = {p.employer for m in members for p in m.posts}
    return posts | {p.id for p in known if p.within is None}


def may_name(site: Site, actor: Actor, authority: str) -> bool:
    """Whether the planner may see names of people who work for an authority."""
    target = Target(authorities=frozenset({authority}))
    return may(actor, "see-cadre-names", target, site.today())


def require_counts(site: Site, actor: Actor) -> None:
    """Let whoever plans for any authority see the counts of all; names are another matter."""
    if not may_somewhere(actor, "see-cadre-counts", site.today()):
        raise NotPermitted("You have no role that allows this (see cadre counts).")


def members_on(site: Site, day: date, known_at: datetime | None = None) -> tuple[Member, ...]:
    """Everybody with a post on a day, in one statement however many there are."""
    records = site.ledger.of_kinds(site.session(), COUNTED_FROM, known_at)
    known = catalogue(site)
    people = sorted(s for s in records.subjects if s.type == "person")
    return tuple(
        Member(standing_of(person.id, own, day, known), posts)
        for person in people
        for own in [records.about(person)]
        if (posts := posts_on(own, day))
    )


def _require_place(site: Site, members: tuple[Member, ...], authority: str, team: str) -> None:
    """An authority or team that nobody works in today may still be known by name."""
    posts = {(p.employer, p.team) for m in members for p in m.posts}
    known = places(site.session())
    authorities = {e for e, _ in posts} | {p.id for p in known.values() if p.within is None}
    teams = {t for e, t in posts if t and authority in ("", e)}
    teams |= {p.id for p in known.values() if p.within and authority in ("", p.within)}
    for what, wanted, there in (("authority", authority, authorities), ("team", team, teams)):
        if wanted and wanted not in there:
            near = get_close_matches(wanted, sorted(there), 1)
            hint = f' Did you mean "{near[0]}"?' if near else ""
            raise NotFound(f'There is no {what} "{wanted}".{hint}')
