"""Evaluating people: load what the rules read, in a fixed number of statements, and ask them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lms.domain.assessment.moves import reached
from lms.domain.assessment.release import withheld
from lms.domain.evidence import Enrolment, enrolments_of, policy_at
from lms.domain.programme import Programme, Stage
from lms.domain.progress import Kinds, Progress, evaluate_stage, subjects_read
from lms.domain.records import Records, Subject, person
from lms.domain.records import cohort as cohort_subject
from lms.domain.standing import Standing, standing_of
from lms.domain.verdicts import Outcome
from lms.services.programmes import catalogue, programme_of
from lms.services.site import Site


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A progress, the last position known of each subject that it read, and the levels it asked."""

    progress: Progress
    reads: dict[str, int]
    levels: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Plan:
    """One evaluation to make, and every other subject that it reads."""

    enrolment: Enrolment
    version: Programme
    stage: Stage
    kinds: Kinds
    reads: frozenset[Subject]


def progress_of_people(
    site: Site,
    people: Sequence[str],
    as_of: date,
    known_at: datetime | None = None,
    programme: str | None = None,
    session: Session | None = None,
    shown: bool = False,
) -> dict[str, list[Evaluated]]:
    """Every stage of every enrolment of some people, as of a day and as known at a moment.

    With ``shown``, as the learners see it themselves: without what has not been released.

    Two statements read the ledger however many people there are: one for them, one for all the
    other subjects that the rules look at. Within an act, give its session.
    """
    own = _about(site, [person(p) for p in people], known_at, session)
    plans = {p: _plans(site, own.about(person(p)), programme, session) for p in people}
    subjects = [s for each in plans.values() for plan in each for s in plan.reads]
    others = _about(site, subjects, known_at, session)
    level_of = catalogue(site, session).level_of
    return {
        p: [
            _evaluated(site, plan, own.about(person(p)), others, as_of, level_of, shown)
            for plan in each
        ]
        for p, each in plans.items()
    }


def progress_with(
    site: Site, records: Records, as_of: date, programme: str | None = None
) -> list[Progress]:
    """Every stage of one person's enrolments over records that are given, not read.

    They may hold one that nobody has recorded yet, to see what it would come to.
    """
    plans = _plans(site, records, programme, None)
    others = site.about(*sorted({s for plan in plans for s in plan.reads}))
    level_of = catalogue(site).level_of
    every = (_evaluated(site, p, records, others, as_of, level_of, shown=False) for p in plans)
    return [found.progress for found in every]


def _about(
    site: Site, subjects: Iterable[Subject], known_at: datetime | None, session: Session | None
) -> Records:
    if session is None:
        return site.about(*subjects, known_at=known_at)
    return site.ledger.about(session, subjects, known_at)


def _plans(
    site: Site, records: Records, programme: str | None, session: Session | None
) -> list[_Plan]:
    plans = []
    for enrolment in enrolments_of(records):
        if programme not in (None, enrolment.programme):
            continue
        version = programme_of(site, enrolment, session)
        kinds = site.registry.relay(version.plugins).requirement_kinds
        for stage in version.stages_of(enrolment.admission):
            reads = frozenset(subjects_read(stage, enrolment, records, kinds))
            plans.append(_Plan(enrolment, version, stage, kinds, reads))
    return plans


def _evaluated(
    site: Site,
    plan: _Plan,
    own: Records,
    others: Records,
    as_of: date,
    level_of: Callable[[str], str],
    shown: bool,
) -> Evaluated:
    if shown:
        own = _shown(site, plan, own, others)
    levels: dict[str, str] = {}

    def noted(stage: str) -> str:
        levels[stage] = level_of(stage)
        return levels[stage]

    progress = evaluate_stage(
        plan.version,
        plan.stage,
        plan.enrolment,
        own,
        others,
        as_of,
        plan.kinds,
        noted,
        site.marking,
    )
    learner = person(plan.enrolment.person)
    heads = {str(s): _head(others.about(s)) for s in plan.reads - {learner}}
    return Evaluated(progress, heads | {str(learner): _head(own)}, levels)


def _shown(site: Site, plan: _Plan, own: Records, others: Records) -> Records:
    """The learner's records without what has not been released."""
    enrolment, version = plan.enrolment, plan.version
    cohorts = Records.together(others.about(cohort_subject(c)) for c in sorted(enrolment.cohorts))
    stages, mine = version.stages_of(enrolment.admission), own.in_enrolment(enrolment.id)
    releases = reached(enrolment.moves, cohorts.of("release")) if enrolment.cohorts else None
    policy = policy_at(enrolment, version, mine, cohorts, site.marking)
    hidden = withheld(mine, releases, version, stages, policy)
    return own.only(lambda r: r.id not in hidden) if hidden else own


def _head(records: Records) -> int:
    return records[-1].position if len(records) else 0


def progress_of(
    site: Site,
    identity: str,
    as_of: date,
    known_at: datetime | None = None,
    programme: str | None = None,
    shown: bool = False,
) -> list[Progress]:
    """Every stage of every enrolment of one person; with ``shown``, as that person sees it."""
    found = progress_of_people(site, [identity], as_of, known_at, programme, shown=shown)
    return [evaluated.progress for evaluated in found[identity]]


def open_stage(progresses: Sequence[Progress]) -> Progress | None:
    """The stage of one enrolment that a learner is on: the first that nobody has let go, else the last.

    A board may let somebody go on while a condition is still open; the next stage is then the one.
    """
    return next((p for p in progresses if not _behind(p)), None) or (
        progresses[-1] if progresses else None
    )


def _behind(progress: Progress) -> bool:
    boards = (v for v in progress.verdicts if v.kind == "board")
    return progress.outcome.settles or any(v.outcome is Outcome.MET for v in boards)


def standings(
    site: Site,
    people: Iterable[str],
    as_of: date,
    known_at: datetime | None = None,
    session: Session | None = None,
) -> dict[str, Standing]:
    """Where some people stand on a day, as known at a moment."""
    session = session or site.session()
    wanted = sorted(set(people))
    records = site.ledger.about(session, [person(p) for p in wanted], known_at)
    known = catalogue(site, session)
    return {p: standing_of(p, records.about(person(p)), as_of, known) for p in wanted}


def enrolment_of(site: Site, identity: str) -> tuple[Enrolment, Records] | None:
    """An enrolment by its id, with the learner's records; None where there is none."""
    opening = site.ledger.find(site.session(), identity)
    if opening is None or opening.kind != "enrolment":
        return None
    records = site.about(opening.subject)
    found = next((e for e in enrolments_of(records) if e.id == identity), None)
    return (found, records) if found else None
