"""What waits for one person by roles and turns: the rows from which every queue is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.domain.assessment.allocation import interests_of
from lms.domain.assessment.layers import AGREE, HELD, WORDS, Paper, turn_of
from lms.domain.assessment.outcome import TWO_MARKERS
from lms.domain.evidence import enrolments_of
from lms.domain.policy import POLICY, SYSTEM, Actor, Target, may
from lms.domain.programme import Assessment, Programme
from lms.domain.records import NO_RECORDS, Refusal, person
from lms.services.enrolments import Learning
from lms.services.interests import cohorts_closed, is_closed
from lms.services.programmes import load
from lms.services.site import Site
from lms.services.waiting_items import waiting_items
from lms.services.whose_work import Asked, Told
from lms.store.enrolments import employers_on
from lms.store.waiting import Scope, WaitingItem

LOG, WORK, UNSIGNED, OBJECTION = "log", "submission", "signature", "objection"


@dataclass(frozen=True, slots=True)
class WaitsFor:
    """A row that is the actor's to deal with.

    ``turn`` is what work waits for from the actor: first, second, third, agree, word-count, or
    held, which waits for nobody; ``own`` that it is allocated to the actor or waits for him or her alone.
    """

    row: WaitingItem
    target: Target
    turn: str = ""
    own: bool = False


def waiting_for(site: Site, actor: Actor) -> list[WaitsFor]:
    """The waiting items whose act is the actor's; nobody waits for himself or herself.

    Left out is what is allocated to others, what the actor has marked, and the work of learners
    whom the actor manages, supervises or has declared an interest in; where the actor is not told
    whose it is, all work of such a learner's cohort until it is shared out again.
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
    near = _Near(site, actor, [(r, t) for r, t in allowed if r.what == WORK])
    found = (_turn(site, actor, r, t) for r, t in allowed if not near.closes(r, t))
    return [one for one in found if one is not None]


class _Near:
    """The work that an interest keeps from its declarer: by name, or of the cohort where none is told."""

    def __init__(
        self, site: Site, actor: Actor, works: Sequence[tuple[WaitingItem, Target]]
    ) -> None:
        self._site, self._actor = site, actor
        own = site.about_me(actor.person) if works else NO_RECORDS
        self._interests = interests_of(own)
        if not self._interests:
            return
        self._closed = cohorts_closed(site, own)
        asked = [asked_of(site, row) for row, _ in works]
        self._told = Told(site, actor, [one for one in asked if one is not None])
        self._records = site.about(*(person(row.person) for row, _ in works))

    def closes(self, row: WaitingItem, target: Target) -> bool:
        """Whether it is left out of the queue."""
        if row.what != WORK or not self._interests:
            return False
        asked = asked_of(self._site, row)
        if asked is None or self._told.tells(asked, target):
            return row.person in self._interests
        records = self._records.about(person(row.person))
        opened = next(e for e in enrolments_of(records) if e.id == row.enrolment)
        of = Learning(opened, records, asked.programme)
        text = of.own.by_id(row.record)
        return text is None or is_closed(self._closed, of, text, self._actor.person)


def scopes(site: Site, actor: Actor, act: str = "see-teaching-queue") -> set[Scope]:
    """Where somebody holds a role today that an act is for: unless told otherwise, teaches or marks."""
    if actor is SYSTEM:
        return {Scope()}
    today = site.today()
    return {
        Scope(g.programme, g.cohort)
        for g in actor.grants
        if g.role in POLICY[act] and g.first <= today and (g.last is None or today <= g.last)
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


def asked_of(site: Site, row: WaitingItem) -> Asked | None:
    """A piece of work that waits, as it is asked whom its marker is told of."""
    work = assessment_of(site, row)
    if work is None:
        return None
    where = (row.record, row.person, row.enrolment, row.cohort)
    return Asked(*where, version_of(site, row), work, marked=bool(row.given))


def _turn(site: Site, actor: Actor, row: WaitingItem, target: Target) -> WaitsFor | None:
    if row.what != WORK:
        return WaitsFor(row, target)
    if actor.person in row.barred:
        return None
    work = assessment_of(site, row)
    two = work is not None and work.markers in TWO_MARKERS
    paper = Paper(row.needs, two, row.given, row.allocated)
    if paper.needs in (HELD, WORDS):
        return WaitsFor(row, target, paper.needs)
    if paper.needs == AGREE:
        return WaitsFor(row, target, AGREE, True) if actor.person in paper.markers else None
    turn = turn_of(paper, actor.person)
    if isinstance(turn, Refusal):
        return None
    return WaitsFor(row, target, turn, row.allocated.get(turn) == actor.person)
