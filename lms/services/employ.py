"""Recording who works where: a post begins, or it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lms.domain.policy import Actor, Target
from lms.domain.records import person
from lms.domain.refusals.of_presence import why_not_employed
from lms.errors import NotFound
from lms.services.add_person import NewPerson, new_person_problems, save_new_person
from lms.services.problem_at import NO_DAY, ProblemAt, day_problems, refuse_form, refused_at
from lms.services.recording import recording, writes
from lms.services.site import Site, fact, require
from lms.store import people
from lms.store.writer import Writer

MOST_FTE = Decimal("1.5")
SHARE = re.compile(r"[0-9]?\.?[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post in an authority, perhaps in one of its teams; ``fte`` is its share of full time."""

    employer: str
    team: str
    post: str
    fte: str
    first: date
    last: date | None = None


@writes
def employ(
    site: Site,
    actor: Actor,
    identity: str,
    post: NewPost,
    new: NewPerson | None = None,
    key: str | None = None,
) -> str:
    """Record that somebody works in an authority, adding the person where new; gives the person."""
    target = Target(identity, authorities=frozenset({post.employer} - {""}))
    require(site, actor, "record-employment", target)
    with recording(site, actor) as writer:

        def act() -> str:
            problems = _post_problems(writer, post)
            if new is not None:
                problems += new_person_problems(writer.session, new, named=False)
            refuse_form(problems, "This employment cannot be recorded.")
            who = save_new_person(writer, new).id if new is not None else _known(writer, identity)
            _record(writer, who, post)
            return who

        # Without a new person this is the word that keys kept earlier have in its place.
        asked = ["employ", identity, post, new or str(new)]
        return str(writer.answer_once(key, asked, act))


def _known(writer: Writer, identity: str) -> str:
    if people.person(writer.session, identity) is None:
        raise NotFound("There is no such person.")
    return identity


def _record(writer: Writer, identity: str, post: NewPost) -> None:
    writer.append(
        fact(
            person(identity),
            "employment",
            post.first,
            until=post.last,
            employer=post.employer,
            team=post.team or None,
            post=post.post.strip() or None,
            fte=post.fte.strip(),
        )
    )


def _post_problems(writer: Writer, post: NewPost) -> list[ProblemAt]:
    places = people.places(writer.session)
    found = []
    if post.employer not in {p.id for p in places.values() if p.within is None}:
        found.append(ProblemAt("employer", "Choose the authority."))
    if post.team and (post.team not in places or places[post.team].within != post.employer):
        found.append(ProblemAt("team", "That team is not in the authority chosen."))
    if not _is_share(post.fte):
        found.append(ProblemAt("fte", "Give a share of full time, such as 1 or 0.6; 1.5 at most."))
    found += day_problems("first", post.first, "the first day")
    if post.last is not None:
        found += day_problems("last", post.last, "the last day")
        if NO_DAY not in (post.first, post.last) and post.last < post.first:
            found.append(ProblemAt("last", "The last day is before the first."))
    return found


def _is_share(text: str) -> bool:
    return bool(SHARE.fullmatch(text.strip())) and 0 < Decimal(text.strip()) <= MOST_FTE


@writes
def end_employment(
    site: Site, actor: Actor, identity: str, employer: str, last: date, key: str | None = None
) -> str:
    """Record the last day in an authority; the person leaves its counts the day after (8a.6)."""
    target = Target(identity, authorities=frozenset({employer} - {""}))
    require(site, actor, "record-employment", target)
    records = site.about_me(identity)
    with recording(site, actor) as writer:

        def act() -> str:
            problems = day_problems("last", last, "the last day")
            if not problems:
                problems += refused_at("last", why_not_employed(records, employer, last))
            refuse_form(problems, "The end cannot be recorded.")
            ended = fact(person(identity), "employment-end", last, employer=employer)
            return writer.append(ended).id

        return str(writer.answer_once(key, ["end-employment", identity, employer, last], act))
