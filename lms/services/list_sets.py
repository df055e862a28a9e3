"""The sets that somebody moderates or draws samples for, and the scripts that came back to a marker.

These lists are read in order to act on them, so they are of the present alone, like every queue:
what could be recorded, allocated or drawn on an earlier day is nobody's question. How the work stood
then is on the marks sheet, which takes a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lms.domain.assessment.moderation import (
    SENT_BACK,
    State,
    markers_confirmed,
    needs_moderation,
)
from lms.domain.policy import Actor, Target, may
from lms.domain.records import Records
from lms.errors import NotFound, Refused
from lms.services.cohort_work import cohort_work
from lms.services.moderation_sets import ScriptSet, candidates_of, moderation_records, script_sets
from lms.services.programmes import load, newest
from lms.services.read_audit import record_reading_of_others
from lms.services.site import Site
from lms.store import people
from lms.store.documents import content_of, text_in
from lms.store.people import Cohort

WAITING = (State.TO_DRAW, State.DRAWN)
ORDER = (State.DRAWN, State.TO_DRAW, State.SENT_BACK, State.CONFIRMED, State.NOT_NEEDED)


@dataclass(frozen=True, slots=True)
class SetLine:
    """One set in a list."""

    programme: str
    programme_title: str
    cohort: str
    cohort_name: str
    stage: str
    assessment: str
    title: str
    state: State
    says: str
    scripts: int
    in_sample: int

    @property
    def waits(self) -> bool:
        """Whether a moderator can do something about it now."""
        return self.state in WAITING


@dataclass(frozen=True, slots=True)
class BackAgain:
    """A script to be marked again, as its marker is told of it."""

    submission: str
    name: str
    title: str
    cohort_name: str
    reason: str


def list_sets(site: Site, actor: Actor) -> tuple[SetLine, ...]:
    """Every set of the cohorts in which the actor draws or moderates, what waits first.

    The number of statements grows with cohorts and their stages, not with learners.
    """
    records = moderation_records(site)
    cohorts = _cohorts(site, actor, "draw-sample")
    lines = [_line(s) for s in _sets(site, cohorts, records) if needs_moderation(s.assessment)]
    return tuple(sorted(lines, key=lambda x: (ORDER.index(x.state), x.cohort_name, x.title)))


def _cohorts(site: Site, actor: Actor, act: str) -> list[Cohort]:
    """The cohorts in which the actor may do an act today."""
    today = site.today()
    return [
        c
        for c in people.cohorts(site.session())
        if may(actor, act, Target(programme=c.programme, cohort=c.id), today)
    ]


def _sets(site: Site, cohorts: Iterable[Cohort], records: Records) -> Iterator[ScriptSet]:
    known = markers_confirmed(records)
    for cohort in cohorts:
        yield from _of_cohort(site, cohort, known)


def _of_cohort(site: Site, cohort: Cohort, known: frozenset[str]) -> Iterator[ScriptSet]:
    try:
        programme = load(site, cohort.programme, newest(site, cohort.programme).version)
    except NotFound:
        return
    for stage in programme.stages:
        if not any(needs_moderation(a) for a in stage.assessments):
            continue
        try:
            work = cohort_work(site, programme.id, cohort.id, stage.id)
        except Refused:  # its policy is not on this site: nothing is decided about it
            continue
        if work.learners:
            yield from script_sets(work, known)


def _line(found: ScriptSet) -> SetLine:
    moderation, stage = found.moderation, found.stage
    return SetLine(
        programme=stage.programme.id,
        programme_title=stage.programme.title,
        cohort=stage.cohort.id,
        cohort_name=stage.cohort.name,
        stage=stage.stage.id,
        assessment=found.assessment.id,
        title=found.assessment.title,
        state=moderation.state,
        says=moderation.says,
        scripts=len(moderation.scripts)
        or sum(e.script is not None for e in found.entries.values()),
        in_sample=len(moderation.sample.get("scripts")) if moderation.sample else 0,
    )


def list_back_again(site: Site, actor: Actor, *, handed: bool = True) -> tuple[BackAgain, ...]:
    """The scripts of sets sent back that the actor marked and has not gone back to yet.

    Only cohorts with a set that was sent back are read. Why they were is noted as read; where it is
    not shown, it is not ``handed`` over.
    """
    records = moderation_records(site)
    back = _sent_back(records)
    cohorts = [c for c in _cohorts(site, actor, "mark-work") if c.id in back] if back else []
    return tuple(
        one
        for found in _sets(site, cohorts, records)
        for one in _back_again(site, actor, found, handed)
    )


def _back_again(site: Site, actor: Actor, found: ScriptSet, handed: bool) -> list[BackAgain]:
    own = [s for s in found.moderation.to_mark_again if s.marker == actor.person]
    if not own:
        return []
    decision = found.stage.records.of("moderation", assessment=found.assessment.id)[-1]
    reason = ""
    if handed:
        record_reading_of_others(site, actor, found.stage.cohort.id, [decision], "moderation")
        reason = text_in(content_of(site.session(), decision.get("reason")))
    codes, title, cohort = (
        candidates_of(site, found),
        found.assessment.title,
        found.stage.cohort.name,
    )
    lines = [
        BackAgain(s, codes.name(e.of.enrolment.id, s), title, cohort, reason)
        for e in found.of(own)
        for s in [e.submission]
    ]
    return sorted(lines, key=lambda line: (line.name, line.submission))


def _sent_back(records: Records) -> frozenset[str]:
    """The cohorts in which the last decision on some work was to send its set back."""
    last = {(d.subject.id, d.get("assessment")): d for d in records.of("moderation")}
    back = {cohort for (cohort, _), d in last.items() if d.get("decision") == SENT_BACK}
    return frozenset(back)
