"""Who works where in the example world, since when, and who has moved or left."""

from __future__ import annotations

from datetime import date, timedelta

from lms.services.demo.cast import EVERYBODY, Member
from lms.services.demo.places import PLANNERS
from lms.services.demo.story import Story

YEARS_SPREAD = 13
"""People began in different years; the place in the list decides, so it is always the same."""
LEFT = {"ulric": 9, "wilfred": 14, "xavier": 2, "godfrey": 3}
"""Months since the last day of those who left their authority."""
MOVED = {"esme": (2, "harrowmere", "harrowmere-heron")}
"""Months since the last day, and where the person began on the next."""
SECOND_POSTS = {"nathaniel": ("harrowmere", "harrowmere-otter", "0.4")}
"""A post held beside the first one."""


def months_employed(member: Member) -> int:
    """How many months before today somebody began, never less than the site's own age."""
    return 44 + 17 * EVERYBODY.index(member) % (12 * YEARS_SPREAD)


def tell_employment(story: Story) -> None:
    """Everybody's post; those on no team work for a university or for themselves."""
    for member in EVERYBODY:
        if member.team:
            _post(story, member)
    for person, months in LEFT.items():
        _leave(story, person, months)
    for person, (months, employer, team) in MOVED.items():
        last = _leave(story, person, months)
        first = last + timedelta(days=1)
        _begin(story, person, first, employer, team, "1.0")
    for person, (employer, team, fte) in SECOND_POSTS.items():
        _begin(story, person, story.dates.ago(30), employer, team, fte)


def _post(story: Story, member: Member) -> None:
    since = story.dates.ago(months_employed(member))
    story.tell(
        member.id,
        "employment",
        since,
        by=PLANNERS[member.authority],
        employer=member.authority,
        team=member.team,
        fte=member.fte,
        post=member.post,
    )


def _begin(story: Story, person: str, first: date, employer: str, team: str, fte: str) -> None:
    story.tell(
        person,
        "employment",
        first,
        by=PLANNERS[employer],
        employer=employer,
        team=team,
        fte=fte,
        post="senior-social-worker",
    )


def _leave(story: Story, person: str, months: int) -> date:
    member = next(m for m in EVERYBODY if m.id == person)
    last = story.dates.ago(months)
    story.tell(
        person, "employment-end", last, by=PLANNERS[member.authority], employer=member.authority
    )
    return last
