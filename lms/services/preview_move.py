"""What a move to another cohort would change, item by item, before anybody records it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from lms.domain.assessment.moving import Piece, pieces_after
from lms.domain.evidence import Period, enrolments_of
from lms.domain.policy import Actor, Target
from lms.domain.progress import Progress
from lms.domain.records import Record
from lms.domain.verdicts import Outcome, number
from lms.domain.wording import in_units
from lms.services.assessed import find_work_of
from lms.services.decide import deciding
from lms.services.enrolments import Learning
from lms.services.evaluation import progress_with
from lms.services.people import name_of, name_of_cohort
from lms.services.see_cohort import cohort_named
from lms.services.site import Site, require
from lms.store.people import Cohort


@dataclass(frozen=True, slots=True)
class Changed:
    """A requirement whose verdict would be another: how it stands now and afterwards."""

    stage: str
    title: str
    before: Outcome
    after: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stage's dates now and after the move."""

    title: str
    before: Period
    after: Period


@dataclass(frozen=True, slots=True)
class Kept:
    """Something counted that stays as it is: hours, sessions, days, logs."""

    stage: str
    title: str
    amount: str


@dataclass(frozen=True, slots=True)
class MovePage:
    """One move: who, from where to where, and what becomes of each thing.

    ``cohorts`` gives the names of the cohorts that the pieces speak of.
    """

    of: Learning
    name: str
    into: Cohort
    on: date
    pieces: tuple[Piece, ...]
    stages: tuple[Run, ...]
    kept: tuple[Kept, ...]
    changed: tuple[Changed, ...]
    cohorts: Mapping[str, str]

    @property
    def to_name(self) -> tuple[Piece, ...]:
        """The pieces of work for which the move must name a day."""
        return tuple(p for p in self.pieces if p.must_name)


def preview_move(
    site: Site, actor: Actor, enrolment: str, cohort: str, on: date | None = None
) -> MovePage:
    """What a move would come to if it were recorded now; nothing is written."""
    of = deciding(site, actor, "move-learner", enrolment)
    programme = of.enrolment.programme
    require(site, actor, "move-learner", Target(programme=programme, cohort=cohort))
    into = cohort_named(site, programme, cohort)
    return move_page(site, of, as_if_moved(site, of, cohort, on or site.today()), into)


def move_page(site: Site, of: Learning, moved: Learning, into: Cohort) -> MovePage:
    """What lies between an enrolment and the same after a move."""
    before, after = _stages(site, of), _stages(site, moved)
    session = site.session()
    names = {c: name_of_cohort(session, c) for c in moved.enrolment.cohorts}
    return MovePage(
        of=of,
        name=name_of(session, of.enrolment.person),
        into=into,
        on=moved.enrolment.moves[-1].on,
        pieces=pieces_of(site, of, moved),
        stages=tuple(
            Run(then.stage.title, now.dates, then.dates)
            for now, then in zip(before, after, strict=True)
            if now.dates != then.dates
        ),
        kept=tuple(k for p in after for k in _kept(p)),
        changed=tuple(
            c for now, then in zip(before, after, strict=True) for c in _changed(now, then)
        ),
        cohorts=names,
    )


def pieces_of(site: Site, of: Learning, moved: Learning) -> tuple[Piece, ...]:
    """Every piece of work after a move; none of those whose policy is not on this site."""
    found: list[Piece] = []
    for stage in of.stages:
        for assessment in stage.assessments:
            before = find_work_of(site, of, assessment)
            after = find_work_of(site, moved, assessment)
            if before and after:
                found += pieces_after(before, after)
    return tuple(found)


def as_if_moved(site: Site, of: Learning, cohort: str, on: date) -> Learning:
    """The enrolment as it would be if the move were the next thing recorded."""
    move = Record(
        position=site.ledger.head(site.session())[0] + 1,
        id="",
        subject=of.subject,
        kind="cohort-move",
        version=1,
        first=on,
        last=on,
        recorded=site.now(),
        recorded_by="",
        payload={"cohort": cohort},
        enrolment=of.enrolment.id,
    )
    records = of.records.adding(move)
    enrolment = next(e for e in enrolments_of(records) if e.id == of.enrolment.id)
    return replace(of, enrolment=enrolment, records=records)


def _stages(site: Site, of: Learning) -> list[Progress]:
    found = progress_with(site, of.records, site.today(), of.enrolment.programme)
    return [p for p in found if p.enrolment.id == of.enrolment.id]


COUNTED = ("hours", "sessions", "days", "logs")


def _kept(progress: Progress) -> list[Kept]:
    return [
        Kept(
            progress.stage.title,
            v.title,
            f"{number(v.finding.amount)} {in_units(v.finding.amount, v.finding.unit)}",
        )
        for top in progress.verdicts
        for v in top.walk()
        if v.finding.unit in COUNTED and v.kind != "taught-hours" and v.finding.amount
    ]


def _changed(now: Progress, then: Progress) -> list[Changed]:
    before = {v.id: v for top in now.verdicts for v in top.walk()}
    return [
        Changed(then.stage.title, v.title, before[v.id].outcome, v.outcome, v.reason)
        for top in then.verdicts
        for v in top.walk()
        if v.outcome is not before[v.id].outcome
    ]
