"""A cohort's accreditation: what was decided, and every entry check that turns on it, then and now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lms.domain.accreditation import (
    KIND,
    accreditation_says,
    accreditation_words,
    completed_in,
    depends_on_accreditation,
    last_day,
)
from lms.domain.as_of import AsOf
from lms.domain.latest import by_day, last_set
from lms.domain.policy import Actor, Target, may
from lms.domain.progress import Progress, evaluate_stage, subjects_read
from lms.domain.records import Record, Records, person
from lms.domain.records import cohort as cohort_subject
from lms.domain.stage_dates import completions
from lms.domain.verdicts import Verdict
from lms.services.decide_accreditation import ACT
from lms.services.evaluation import progress_of_people
from lms.services.programmes import catalogue, load, newest
from lms.services.see_cohort import cohort_named
from lms.services.site import Site, require
from lms.store import people
from lms.store.documents import contents_of, text_in
from lms.store.enrolments import of_cohort


@dataclass(frozen=True, slots=True)
class AccreditationLine:
    """One decision about a stage of the cohort; ``says`` is what it comes to, in words."""

    record: str
    stage: str
    title: str
    outcome: str
    says: str
    on: date
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckAgain:
    """An entry check of somebody who completed a stage in the cohort, before the decision and now."""

    person: str
    name: str
    enrolment: str
    requirement: str
    title: str
    before: str
    reason_before: str
    now: str
    reason: str


@dataclass(frozen=True, slots=True)
class AccreditationPage:
    """The cohort's stages, each with what holds of it today, the decisions and the checks.

    ``checks`` are those of programmes that the actor may see; nobody is enrolled by any of them.
    """

    cohort: str
    name: str
    programme: str
    stages: tuple[tuple[str, str, str], ...]
    decisions: tuple[AccreditationLine, ...]
    checks: tuple[CheckAgain, ...]


def see_accreditation(site: Site, actor: Actor, programme: str, cohort: str) -> AccreditationPage:
    """What is on record about a cohort's accreditation, for whoever decides it."""
    require(site, actor, ACT, Target(programme=programme, cohort=cohort))
    found = cohort_named(site, programme, cohort)
    version = load(site, programme, newest(site, programme).version)
    titles = {f"{programme}/{s.id}": s.title for s in version.stages}
    records = site.about(cohort_subject(cohort))
    return AccreditationPage(
        cohort=cohort,
        name=found.name,
        programme=programme,
        stages=tuple(
            (ref.partition("/")[2], title, accreditation_says(records, ref, site.today()))
            for ref, title in titles.items()
        ),
        decisions=_decisions(site, records, titles),
        checks=tuple(_checks(site, actor, cohort, records)),
    )


def _decisions(
    site: Site, records: Records, titles: dict[str, str]
) -> tuple[AccreditationLine, ...]:
    every = by_day(records.of(KIND))
    texts = contents_of(site.session(), [str(r.get("reason")) for r in every])
    by = people.people(site.session(), {r.recorded_by for r in every})
    return tuple(
        AccreditationLine(
            record=r.id,
            stage=str(r.get("stage")).partition("/")[2],
            title=titles.get(str(r.get("stage")), str(r.get("stage"))),
            outcome=str(r.get("outcome")),
            says=accreditation_words(r, last_day(records, str(r.get("stage")))),
            on=r.on,
            by=by[r.recorded_by].name if r.recorded_by in by else r.recorded_by,
            reason=text_in(texts.get(str(r.get("reason")))),
        )
        for r in reversed(every)
    )


def _checks(site: Site, actor: Actor, cohort: str, records: Records) -> Iterable[CheckAgain]:
    """The entry checks of the cohort's people that ask for what they completed in it."""
    last = last_set(records.of(KIND))
    if last is None:
        return
    decided = {str(r.get("stage")) for r in records.of(KIND)}
    named = sorted({e.person for e in of_cohort(site.session(), cohort)})
    names = people.people(site.session(), named)
    today, own = site.today(), site.about(*map(person, named))
    for identity, evaluated in progress_of_people(site, named, today).items():
        known = own.about(person(identity))
        stages = {s for s in decided if _completed_here(s, known, cohort, today)}
        for progress in (e.progress for e in evaluated if _may_see(site, actor, e.progress)):
            now = list(_turning_on(progress, stages))
            before = _as_known_before(site, progress, known, last) if now else None
            for verdict in now:
                earlier = before.verdict(verdict.id) if before else None
                yield _again(verdict, earlier, progress, names[identity].name)


def _as_known_before(
    site: Site, progress: Progress, own: Records, decided: Record
) -> Progress | None:
    """The stage by what the ledger had when it was decided; None where nobody was enrolled on it."""
    enrolment, stage = progress.enrolment, progress.stage
    before = _up_to(own, decided)
    if before.by_id(enrolment.id) is None:
        return None
    kinds = site.registry.relay(progress.programme.plugins).requirement_kinds
    others = site.about(*subjects_read(stage, enrolment, before, kinds))
    return evaluate_stage(
        progress.programme,
        stage,
        enrolment,
        before,
        _up_to(others, decided),
        progress.as_of,
        kinds,
        catalogue(site).level_of,
        site.marking,
    )


def _up_to(records: Records, decided: Record) -> Records:
    return Records(r for r in records if r.position < decided.position)


def _completed_here(stage: str, own: Records, cohort: str, today: date) -> bool:
    done: list[Record] = completions(stage, own, AsOf(today))
    return any(completed_in(each, own) == cohort for each in done)


def _may_see(site: Site, actor: Actor, progress: Progress) -> bool:
    own = progress.enrolment
    target = Target(own.person, own.programme, own.cohort)
    return may(actor, "see-cohort", target, site.today())


def _turning_on(progress: Progress, stages: set[str]) -> Iterable[Verdict]:
    for verdict in progress.verdicts:
        asked = progress.stage.requirement(verdict.id)
        if asked is None or not depends_on_accreditation(asked):
            continue
        if asked.settings["completed-stage"] in stages:
            yield verdict


def _again(now: Verdict, before: Verdict | None, progress: Progress, name: str) -> CheckAgain:
    return CheckAgain(
        person=progress.person,
        name=name,
        enrolment=progress.enrolment.id,
        requirement=now.id,
        title=f"{progress.stage.title}: {now.title}",
        before=before.outcome.value if before else "",
        reason_before=before.reason if before else "",
        now=now.outcome.value,
        reason=now.reason,
    )
