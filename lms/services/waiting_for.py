"""What waits for one person by roles and turns: the rows from which every queue is made."""

from __future__ import annotations

from dataclasses import dataclass

from lms.domain.assessment.allocation import interests_of
from lms.domain.assessment.layers import AGREE, HELD, Paper, turn_of
from lms.domain.assessment.outcome import TWO_MARKERS
from lms.domain.policy import POLICY, SYSTEM, Actor, Target, may
from lms.domain.programme import Assessment, Programme
from lms.domain.records import Refusal
from lms.services.programmes import load
from lms.services.site import Site
from lms.services.waiting_items import waiting_items
from lms.store.enrolments import employers_on
from lms.store.waiting import Scope, WaitingItem

LOG, WORK, UNSIGNED, OBJECTION = "log", "submission", "signature", "objection"


@dataclass(frozen=True, slots=True)
class WaitsFor:
    """A row that is the actor's to deal with.

    ``turn`` is what work waits for from the actor: first, second, third, agree, or held, which
    waits for nobody; ``own`` that it is allocated to the actor or waits for him or her alone.
    """

    row: WaitingItem
    target: Target
    turn: str = ""
    own: bool = False


def waiting_for(site: Site, actor: Actor) -> list[WaitsFor]:
    """The waiting items whose act is the actor's; nobody waits for himself or herself.

    Left out is what is allocated to others, what the actor has marked, and the work of learners
    whom the actor manages, supervises or has declared an interest in.
    """
    rows = waiting_items(site, scopes(site, actor))
    limited = any(g.authority for g in actor.grants)
    employed = (
        employers_on(site.session(), {r.person for r in rows}, site.today()) if limited else {}
    )
    targets = [
        (r, Target(r.person, r.programme, r.cohort, employed.get(r.person, frozenset())))
        for r in rows
        if r.person != actor.person
    ]
    allowed = [(r, t) for r, t in targets if may(actor, _act(site, r), t, site.today())]
    works = any(row.what == WORK for row, _ in allowed)
    interests = interests_of(site.about_me(actor.person)) if works else frozenset()
    found = (_turn(site, actor, row, target, interests) for row, target in allowed)
    return [one for one in found if one is not None]


def scopes(site: Site, actor: Actor) -> set[Scope]:
    """Where somebody teaches or marks today."""
    if actor is SYSTEM:
        return {Scope()}
    today = site.today()
    return {
        Scope(g.programme, g.cohort)
        for g in actor.grants
        if g.role in POLICY["see-teaching-queue"]
        and g.first <= today
        and (g.last is None or today <= g.last)
    }


def _act(site: Site, row: WaitingItem) -> str:
    if row.what == LOG:
        return "answer-log"
    if row.what == UNSIGNED:
        return "countersign"
    if row.what == OBJECTION:
        return "decide-objection"
    work = assessment_of(site, row)
    return "read-private-work" if work and work.private else "mark-work"


def version_of(site: Site, row: WaitingItem) -> Programme:
    """The version of the programme that the learner is on."""
    return load(site, row.programme, row.version)


def assessment_of(site: Site, row: WaitingItem) -> Assessment | None:
    """The piece of assessed work that a submission is of."""
    stages = version_of(site, row).stages
    return next((a for s in stages for a in s.assessments if a.id == row.item), None)


def _turn(
    site: Site, actor: Actor, row: WaitingItem, target: Target, interests: frozenset[str]
) -> WaitsFor | None:
    if row.what != WORK:
        return WaitsFor(row, target)
    if actor.person in row.barred or row.person in interests:
        return None
    work = assessment_of(site, row)
    two = work is not None and work.markers in TWO_MARKERS
    paper = Paper(row.needs, two, row.given, row.allocated)
    if paper.needs == HELD:
        return WaitsFor(row, target, HELD)
    if paper.needs == AGREE:
        return WaitsFor(row, target, AGREE, True) if actor.person in paper.markers else None
    turn = turn_of(paper, actor.person)
    if isinstance(turn, Refusal):
        return None
    return WaitsFor(row, target, turn, row.allocated.get(turn) == actor.person)
