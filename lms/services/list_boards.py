"""The boards that somebody sits on or records: every stage of every cohort that they decide about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.domain.latest import last_set, latest_by_day
from lms.domain.policy import Actor, Target, may
from lms.domain.programme import Programme
from lms.domain.records import Records
from lms.domain.records import cohort as cohort_subject
from lms.services.programmes import all_versions, load
from lms.services.site import Site
from lms.store import people
from lms.store.enrolments import learners_by_cohort
from lms.store.people import Cohort


@dataclass(frozen=True, slots=True)
class BoardStage:
    """A stage before the board: its dates in the cohort, if any, and when the board last met."""

    stage: str
    title: str
    last_day: date | None
    met: date | None

    def is_due(self, today: date) -> bool:
        """Whether the stage is over and no board has met about it."""
        return self.met is None and self.last_day is not None and self.last_day < today


@dataclass(frozen=True, slots=True)
class BoardCohort:
    """A cohort with its stages, as its board sees them."""

    programme: str
    programme_title: str
    cohort: str
    name: str
    stages: tuple[BoardStage, ...]


def list_boards(site: Site, actor: Actor) -> list[BoardCohort]:
    """Every cohort with learners whose board papers the actor may read, in a few statements."""
    session = site.session()
    newest = {v.programme: v.version for v in all_versions(site)}
    counts = learners_by_cohort(session, site.today())
    seen = [
        c
        for c in people.cohorts(session)
        if c.programme in newest and counts.get(c.id) and _reads(site, actor, c)
    ]
    records = site.about(*(cohort_subject(c.id) for c in seen))
    return [
        _cohort(
            c, load(site, c.programme, newest[c.programme]), records.about(cohort_subject(c.id))
        )
        for c in seen
    ]


def _reads(site: Site, actor: Actor, cohort: Cohort) -> bool:
    target = Target(programme=cohort.programme, cohort=cohort.id)
    return may(actor, "read-board", target, site.today())


def _cohort(cohort: Cohort, programme: Programme, records: Records) -> BoardCohort:
    """The cohort's stages: those that have dates for it, or all where none has."""
    stages = [_stage(programme, s.id, s.title, records) for s in programme.stages]
    dated = tuple(s for s in stages if s.last_day is not None or s.met is not None)
    return BoardCohort(
        programme.id, programme.title, cohort.id, cohort.name, dated or tuple(stages)
    )


def _stage(programme: Programme, stage: str, title: str, records: Records) -> BoardStage:
    reference = f"{programme.id}/{stage}"
    dates = last_set(records.of("cohort-stage", stage=reference))
    met = latest_by_day(records.of("board-meeting", stage=reference))
    return BoardStage(stage, title, dates.last if dates else None, met.on if met else None)
