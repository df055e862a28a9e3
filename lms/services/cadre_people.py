"""The cadre down to names, where the planner's grant covers the authority; counts elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from lms.domain.employment import Post
from lms.domain.policy import Actor
from lms.domain.standing import PipelineStage, Standing
from lms.domain.workforce import APART, Member, to_nearest
from lms.services.cadre import may_name, members_on, require_counts
from lms.services.site import Site
from lms.store import people


@dataclass(frozen=True, slots=True)
class NamedMember:
    """One person whose name the planner may see, with the posts the grant covers."""

    person: str
    name: str
    standing: Standing
    posts: tuple[Post, ...]

    @property
    def fte(self) -> Fraction:
        """The share of a full-time post in those posts together."""
        return sum((p.fte for p in self.posts), Fraction(0))


@dataclass(frozen=True, slots=True)
class Named:
    """The names, and how many more people stand there in each authority not covered.

    ``others`` has every such authority that employs somebody, its number rounded to the nearest
    five (8a.38).
    """

    as_of: date
    members: tuple[NamedMember, ...]
    others: Mapping[str, int]


def cadre_people(
    site: Site,
    actor: Actor,
    as_of: date | None = None,
    known_at: datetime | None = None,
    authority: str = "",
    stage: PipelineStage | None = None,
    everybody: bool = False,
) -> Named:
    """Who stands where on a day, by name; in a fixed number of statements.

    Without a stage, everybody who counts: the pipeline, and those shown apart from it; or, with
    ``everybody``, all who work there, on the way or not.
    """
    require_counts(site, actor)
    day = as_of or site.today()
    found, others = [], Counter[str]()
    members_then = members_on(site, day, known_at)
    for member in members_then:
        posts = [p for p in member.posts if authority in ("", p.employer)]
        if not posts or not (everybody or _counts(member, stage)):
            continue
        covered = tuple(p for p in posts if may_name(site, actor, p.employer))
        if covered:
            found.append((member.standing, covered))
        else:
            others.update({p.employer for p in posts})
    names = people.people(site.session(), [s.person for s, _ in found])
    members = [
        NamedMember(s.person, names[s.person].name if s.person in names else s.person, s, posts)
        for s, posts in found
    ]
    order = list(PipelineStage)
    members.sort(key=lambda m: (order.index(m.standing.stage), m.name.casefold()))
    return Named(day, tuple(members), _rounded(site, actor, members_then, authority, others))


def _rounded(
    site: Site, actor: Actor, then: Iterable[Member], authority: str, others: Mapping[str, int]
) -> Mapping[str, int]:
    employers = {p.employer for m in then for p in m.posts if authority in ("", p.employer)}
    elsewhere = sorted(e for e in employers if not may_name(site, actor, e))
    return {employer: to_nearest(others.get(employer, 0)) for employer in elsewhere}


def _counts(member: Member, stage: PipelineStage | None) -> bool:
    own = member.standing.stage
    if stage is not None and own is not stage:
        return False
    return own in APART or (member.standing.in_pipeline and own is not PipelineStage.NONE)
