"""The programmes that somebody leads or teaches, with the newest version and the cohorts of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lms.domain.intake import intake_words, programme_subject
from lms.domain.policy import Actor, Target, may
from lms.domain.records import Records
from lms.errors import NotFound
from lms.services.closing import closed_because
from lms.services.programmes import all_versions, load
from lms.services.site import Site
from lms.store import people
from lms.store.enrolments import learners_by_cohort
from lms.store.people import Cohort
from lms.store.programmes import Version


@dataclass(frozen=True, slots=True)
class CohortLine:
    """A cohort, and how many learners have not left it."""

    id: str
    name: str
    learners: int


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A programme with its newest version; ``closed`` says why nothing is decided on it.

    ``intake`` says so where it is closed to new enrolments, or will be.
    """

    id: str
    title: str
    version: str
    versions: tuple[str, ...]
    published: datetime
    closed: str
    intake: str
    cohorts: tuple[CohortLine, ...]


def list_programmes(site: Site, actor: Actor) -> list[ProgrammeLine]:
    """Every programme of which the actor may see at least one cohort, or could make one."""
    by_programme: dict[str, list[Version]] = {}
    for version in all_versions(site):
        by_programme.setdefault(version.programme, []).append(version)
    cohorts = people.cohorts(site.session())
    counts = learners_by_cohort(site.session(), site.today())
    intakes = site.about(*map(programme_subject, by_programme))
    lines = [
        _line(
            site, actor, versions, [c for c in cohorts if c.programme == programme], counts, intakes
        )
        for programme, versions in by_programme.items()
    ]
    return [line for line in lines if line.cohorts or _sees(site, actor, line.id)]


def _line(
    site: Site,
    actor: Actor,
    versions: list[Version],
    cohorts: list[Cohort],
    counts: Mapping[str, int],
    intakes: Records,
) -> ProgrammeLine:
    newest = versions[-1]
    programme = load(site, newest.programme, newest.version)
    seen = [c for c in cohorts if _sees(site, actor, c.programme, c.id)]
    return ProgrammeLine(
        id=newest.programme,
        title=programme.title,
        version=newest.version,
        versions=tuple(v.version for v in versions),
        published=newest.published,
        closed=closed_because(site, programme),
        intake=intake_words(intakes.about(programme_subject(programme.id)), site.today()),
        cohorts=tuple(CohortLine(c.id, c.name, counts.get(c.id, 0)) for c in seen),
    )


def _sees(site: Site, actor: Actor, programme: str, cohort: str = "") -> bool:
    return may(actor, "see-cohort", Target(programme=programme, cohort=cohort), site.today())


def programme_line(site: Site, actor: Actor, programme: str) -> ProgrammeLine:
    """One of the programmes that the actor may see; NotFound otherwise."""
    found = next((p for p in list_programmes(site, actor) if p.id == programme), None)
    if found is None:
        raise NotFound(f'There is no programme "{programme}" that you may see.')
    return found
