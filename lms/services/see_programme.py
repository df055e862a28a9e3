"""A learner's programme page: what to do next, what changed, and how every requirement stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.domain.contributions import Page, Panel, PanelContext
from lms.domain.evidence import Period
from lms.domain.news import Change, news
from lms.domain.next_steps import Situation, Step, next_steps
from lms.domain.policy import Actor
from lms.domain.progress import Progress
from lms.domain.records import RecordKind, Records, moment
from lms.services.assessed import find_work_of
from lms.services.closing import closed_because
from lms.services.drafts import drafts_begun
from lms.services.enrolments import Learning, as_of_day, learning, own_enrolments
from lms.services.evaluation import open_stage, progress_of
from lms.services.site import Site

NEWS_DAYS = timedelta(days=30)
LEARNER = "learner"
RECORDED = "consented-recording"
CONSENT = "consent"
"""The one of core's kinds of fact that learners enter on a form of their own."""


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """One enrolment as its learner sees it on a day.

    ``current`` is the stage that the learner is on, ``pause`` the approved break that covers the
    day, ``closed`` why nothing is decided on the version for now.
    """

    of: Learning
    as_of: date
    stages: tuple[Progress, ...]
    current: Progress | None
    steps: tuple[Step, ...]
    changes: tuple[Change, ...]
    pause: Period | None
    closed: str
    panels: tuple[Panel, ...]
    pages: Mapping[str, Page]
    own_kinds: tuple[RecordKind, ...]

    @property
    def mine(self) -> tuple[Step, ...]:
        """The steps that the learner can take."""
        return tuple(s for s in self.steps if s.mine)

    @property
    def waiting(self) -> tuple[Step, ...]:
        """What waits for somebody else."""
        return tuple(s for s in self.steps if not s.mine)


def see_programme(
    site: Site,
    actor: Actor,
    enrolment: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> ProgrammePage:
    """One enrolment, as of a day and as known at a moment."""
    of = learning(site, actor, enrolment, "read-progress", known_at)
    if as_of is not None and as_of < site.today():
        of = as_of_day(of, as_of)
    return _page(site, actor, of, as_of or site.today(), known_at)


def see_own_programmes(site: Site, actor: Actor) -> tuple[ProgrammePage, ...]:
    """Every enrolment of the actor, those still open first."""
    return tuple(see_programme(site, actor, e.id) for e in own_enrolments(site, actor))


def _page(
    site: Site, actor: Actor, of: Learning, as_of: date, known_at: datetime | None
) -> ProgrammePage:
    found = progress_of(
        site, of.enrolment.person, as_of, known_at, of.programme.id, shown=of.is_own(actor)
    )
    stages = tuple(p for p in found if p.enrolment.id == of.enrolment.id)
    current = open_stage(stages)
    own = actor.person == of.enrolment.person
    drafts = drafts_begun(site, actor) if own else {}
    relay = site.registry.relay(of.programme.plugins)
    return ProgrammePage(
        of=of,
        as_of=as_of,
        stages=stages,
        current=current,
        steps=next_steps(_situation(site, of, current, drafts)) if current else (),
        changes=_changes(site, of, as_of),
        pause=next((b for b in of.enrolment.interruptions if _covers(b, as_of)), None),
        closed=closed_because(site, of.programme),
        panels=_panels(site, of, current),
        pages=relay.pages,
        own_kinds=tuple(own_record_kinds(site, of)),
    )


def _changes(site: Site, of: Learning, as_of: date) -> tuple[Change, ...]:
    """What others had recorded lately, on the day asked about."""
    until = min(site.now(), moment(as_of))
    told = Records(r for r in of.own if r.recorded <= until)
    return news(told, of.programme, until - NEWS_DAYS)


def _situation(site: Site, of: Learning, current: Progress, drafts: Collection[str]) -> Situation:
    return Situation(
        current, of.own, lambda a: find_work_of(site, of, a, as_of=current.as_of), drafts
    )


def _covers(period: Period, day: date) -> bool:
    return period.first <= day and (period.last is None or day <= period.last)


def _panels(site: Site, of: Learning, current: Progress | None) -> tuple[Panel, ...]:
    if current is None:
        return ()
    context = PanelContext(current, of.own, site.today())
    return site.registry.panels(of.programme, context)


def own_record_kinds(site: Site, of: Learning) -> list[RecordKind]:
    """The kinds of fact that the learner may enter on a form derived from their fields.

    A consent to recording is offered only where something of the learner's stages asks for one.
    """
    kinds = site.registry.relay(of.programme.plugins).record_kinds
    return [
        kind
        for kind in kinds.values()
        if LEARNER in kind.entered_by
        and kind.enrolled
        and (kind.name != CONSENT or asks_for_consent(of))
    ]


def asks_for_consent(of: Learning) -> bool:
    """Whether a requirement is about recorded sessions, or work is handed in under a consent."""
    kinds = {r.kind for s in of.stages for top in s.requirements for r in top.walk()}
    return RECORDED in kinds or any(a.consent for s in of.stages for a in s.assessments)
