"""The set of scripts of one assessment in one cohort, with whose they are and where it stands.

These lists are read in order to act on them, so they are of the present alone, like every queue:
what could be recorded, allocated or drawn on an earlier day is nobody's question. How the work stood
then is on the marks sheet, which takes a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.domain.assessment.allocation import INDEPENDENCE, may_not_mark
from lms.domain.assessment.anonymity import Candidates
from lms.domain.assessment.moderation import (
    Moderation,
    elsewhere_of,
    markers_confirmed,
    may_be_looked_at,
    moderation_of,
    needs_moderation,
    script_of,
)
from lms.domain.assessment.outcome import Result
from lms.domain.assessment.results import results
from lms.domain.assessment.sampling import Script
from lms.domain.assessment.work import Work
from lms.domain.policy import Actor
from lms.domain.programme import Assessment
from lms.domain.records import Records, Refusal, person
from lms.errors import NotFound, Refused
from lms.services.candidates import candidates
from lms.services.cohort_work import CohortWork, cohort_work
from lms.services.enrolments import Learning
from lms.services.programmes import all_versions, load
from lms.services.site import Site

NOT_INDEPENDENT = Refusal(
    "not-independent",
    "A moderator has marked none of these scripts, manages or supervises none of the learners and "
    "has declared no interest in them. Ask another moderator.",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One attempt that may be looked at, with whose it is; ``submission`` is its record's id."""

    of: Learning
    work: Work
    result: Result
    script: Script | None

    @property
    def submission(self) -> str:
        """The record that was handed in."""
        return self.result.submission.id if self.result.submission else ""


@dataclass(frozen=True, slots=True)
class ScriptSet:
    """An assessment of a cohort: every attempt that may be looked at, and its present set."""

    stage: CohortWork
    assessment: Assessment
    entries: Mapping[str, Entry]
    moderation: Moderation

    @property
    def learners(self) -> int:
        """How many of the cohort have this work to do."""
        return sum(w.assessment.id == self.assessment.id for _, w in self.stage.works)

    def of(self, scripts: Iterable[Script]) -> list[Entry]:
        """The entries of some scripts."""
        return [self.entries[s.submission] for s in scripts]


def candidates_of(site: Site, found: ScriptSet) -> Candidates:
    """The codes of a set's scripts."""
    return candidates(site, [found.stage.programme.id], found.entries)


def stages_with(site: Site, programme: str, session: Session | None = None) -> dict[str, str]:
    """The stage of every assessment that any version of a programme has, newest version first."""
    found: dict[str, str] = {}
    for version in reversed(all_versions(site, session)):
        if version.programme != programme:
            continue
        for stage in load(site, programme, version.version, session).stages:
            for assessment in stage.assessments:
                found.setdefault(assessment.id, stage.id)
    return found


def script_set(
    site: Site, programme: str, cohort: str, assessment: str, session: Session | None = None
) -> ScriptSet:
    """One assessment of a cohort; NotFound where there is none that others may ever look at."""
    stage = stages_with(site, programme, session).get(assessment)
    if stage is None:
        raise NotFound(f'There is no assessed work "{assessment}" in this programme.')
    work = cohort_work(site, programme, cohort, stage, session=session)
    known = confirmed_markers(site, session)
    found = next((s for s in script_sets(work, known) if s.assessment.id == assessment), None)
    if found is None:
        raise NotFound("This work is not moderated and nobody examines it.")
    return found


def confirmed_markers(site: Site, session: Session | None = None) -> frozenset[str]:
    """The markers who are not new."""
    return markers_confirmed(moderation_records(site, session))


def moderation_records(site: Site, session: Session | None = None) -> Records:
    """Every sample and every decision of the site, in one statement."""
    return site.ledger.of_kinds(session or site.session(), ("sample", "moderation"))


def script_sets(stage: CohortWork, known_markers: frozenset[str]) -> Iterator[ScriptSet]:
    """Every assessment of a stage of a cohort that somebody else than its marker may look at."""
    for assessment in stage.assessments:
        if assessment.private:
            continue
        entries = {
            e.submission: e
            for of, work in stage.works
            if work.assessment.id == assessment.id
            for e in _entries(of, work, known_markers)
        }
        scripts = [e.script for e in entries.values() if e.script]
        elsewhere = elsewhere_of(e.work for e in entries.values())
        moderation = moderation_of(assessment, scripts, stage.records, elsewhere)
        yield ScriptSet(stage, assessment, entries, moderation)


def _entries(of: Learning, work: Work, known_markers: frozenset[str]) -> Iterator[Entry]:
    if work.assessment.private:
        return
    for result in results(work):
        if may_be_looked_at(result):
            script = script_of(result, lambda marker: marker not in known_markers)
            yield Entry(of, work, result, script if needs_moderation(work.assessment) else None)


def require_independent(
    site: Site, actor: Actor, entries: Iterable[Entry], session: Session | None = None
) -> None:
    """Refused where somebody has marked one of the scripts, or must not judge one of the learners."""
    refusal = why_not_independent(site, actor, entries, session)
    if refusal:
        raise Refused(refusal)


def why_not_independent(
    site: Site, actor: Actor, entries: Iterable[Entry], session: Session | None = None
) -> Refusal | None:
    """Why somebody may not moderate these scripts, without saying because of whom."""
    judged = list(entries)
    marked = any(_has_marked(actor, entry) for entry in judged)
    return NOT_INDEPENDENT if marked or not is_free(site, actor, judged, session) else None


def is_free(
    site: Site, actor: Actor, entries: Iterable[Entry], session: Session | None = None
) -> bool:
    """Whether somebody may judge every learner of some scripts."""
    learners = {entry.of.enrolment.person for entry in entries}
    people = map(person, {actor.person, *learners})
    every = site.ledger.about(session or site.session(), people, kinds=INDEPENDENCE)
    own = every.about(person(actor.person))
    return not any(may_not_mark(actor.person, p, every.about(person(p)), own) for p in learners)


def _has_marked(actor: Actor, entry: Entry) -> bool:
    return any(m.recorded_by == actor.person for m in entry.result.layers.values())
