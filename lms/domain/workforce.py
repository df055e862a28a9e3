"""Counting the cadre: people, not posts, by where they stand and by who employs them (8a.16)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from lms.domain.employment import Post
from lms.domain.standing import PipelineStage, Standing

CONFIRMED = PipelineStage.DUAL_QUALIFIED
AWAITING = PipelineStage.UNCONFIRMED
APART = (PipelineStage.CLINICIAN, PipelineStage.REGISTERED_ELSEWHERE)
"""Shown beside the cadre and its pipeline, never in them."""

PIPELINE = tuple(
    s for s in PipelineStage if s not in (CONFIRMED, AWAITING, *APART, PipelineStage.NONE)
)


@dataclass(frozen=True, slots=True)
class Member:
    """One person on the day asked about: the standing, and the posts in force."""

    standing: Standing
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """So many people, their posts in full-time equivalents, and how many carry which flag.

    ``fte`` is None where it is rounded and rounds to nothing although the people do not: "5 people,
    0 full-time equivalent" would contradict itself.
    """

    people: int = 0
    fte: Fraction | None = Fraction(0)
    paused: int = 0
    conditions: int = 0
    recheck_due: int = 0

    def together(self, other: Tally) -> Tally:
        """The people of both, who are never the same."""
        return Tally(
            self.people + other.people,
            (self.fte or 0) + (other.fte or Fraction(0)),
            self.paused + other.paused,
            self.conditions + other.conditions,
            self.recheck_due + other.recheck_due,
        )

    def rounded(self) -> Tally:
        """Each figure to the nearest five; of nobody at all where the people round to none."""
        if not to_nearest(self.people):
            return NOBODY
        return Tally(
            to_nearest(self.people),
            Fraction(to_nearest(self.fte or 0)) or None,
            to_nearest(self.paused),
            to_nearest(self.conditions),
            to_nearest(self.recheck_due),
        )

    def plus(self, standing: Standing, fte: Fraction) -> Tally:
        """The same with one more person."""
        return Tally(
            self.people + 1,
            (self.fte or 0) + fte,
            self.paused + standing.paused,
            self.conditions + standing.conditions,
            self.recheck_due + standing.recheck_due,
        )


NOBODY = Tally()
NEAREST = 5
"""To what the counts are rounded of people whose names the reader may not see (8a.38)."""


def to_nearest(figure: int | Fraction) -> int:
    """A figure rounded to the nearest five; half of five goes up."""
    return int((figure + Fraction(NEAREST, 2)) // NEAREST) * NEAREST


@dataclass(frozen=True, slots=True)
class Count:
    """The counts of one team, one authority or, where both are empty, the whole partnership.

    ``stages`` has every stage with people at it: the pipeline's, those shown apart, and ``none``
    for who has a Social Work England entry and is not on the way. ``rounded_to`` is five where every
    figure is rounded, so that no name can be worked out from them; None where all are exact.
    """

    authority: str
    team: str
    stages: Mapping[PipelineStage, Tally]
    on_the_way: Tally = NOBODY
    rounded_to: int | None = None

    def rounded(self) -> Count:
        """The same for whoever may not see the names; a stage that rounds to nobody is left out."""
        stages = {stage: tally.rounded() for stage, tally in self.stages.items()}
        return replace(
            self,
            stages={stage: tally for stage, tally in stages.items() if tally.people},
            on_the_way=self.on_the_way.rounded(),
            rounded_to=NEAREST,
        )

    def at(self, stage: PipelineStage) -> Tally:
        """The people at one stage."""
        return self.stages.get(stage, NOBODY)

    @property
    def confirmed(self) -> Tally:
        """Dual qualified, both registers confirmed for the day."""
        return self.at(CONFIRMED)

    @property
    def awaiting(self) -> Tally:
        """Neither register known to be without them, one or both awaiting a re-check."""
        return self.at(AWAITING)

    @property
    def pipeline(self) -> Mapping[PipelineStage, Tally]:
        """Every stage on the way, and those whose registration lapsed, in order."""
        return {stage: self.at(stage) for stage in PIPELINE}


def count(members: Iterable[Member], authority: str = "", team: str = "") -> Count:
    """Count the people employed in a team, an authority or anywhere in the partnership.

    Each person counts once, however many posts; only posts there make up the full-time
    equivalent. Pipeline counts need a Social Work England registration, past or present.
    """
    stages: dict[PipelineStage, Tally] = {}
    for member in members:
        posts = [p for p in member.posts if authority in ("", p.employer) and team in ("", p.team)]
        stage = member.standing.stage
        if posts and (member.standing.in_pipeline or stage in APART):
            fte = sum((p.fte for p in posts), Fraction(0))
            stages[stage] = stages.get(stage, NOBODY).plus(member.standing, fte)
    on_the_way = NOBODY
    for stage in PIPELINE:
        on_the_way = on_the_way.together(stages.get(stage, NOBODY))
    return Count(authority, team, stages, on_the_way)


def by_authority(members: Iterable[Member]) -> tuple[Count, ...]:
    """A count for each authority that employs somebody, by name."""
    members = tuple(members)
    return tuple(count(members, a) for a in sorted({p.employer for m in members for p in m.posts}))


def by_team(members: Iterable[Member], authority: str) -> tuple[Count, ...]:
    """A count for each team of an authority, by name; people in no team are in none of them."""
    members = tuple(members)
    posts = (p for m in members for p in m.posts)
    teams = sorted({p.team for p in posts if p.team and p.employer == authority})
    return tuple(count(members, authority, team) for team in teams)
