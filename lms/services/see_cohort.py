"""A cohort as those who lead or teach it see it: every learner, every stage, what is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.accreditation import accreditation_says
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.assessment.work import policy_key
from lms.domain.evidence import Period
from lms.domain.intake import intake_words, programme_subject
from lms.domain.latest import last_set
from lms.domain.part import EVERYTHING, Asked, Part, part_of
from lms.domain.policy import Actor, Target
from lms.domain.programme import Programme
from lms.domain.records import Records
from lms.domain.records import cohort as cohort_subject
from lms.errors import NotFound
from lms.services.closing import closed_because
from lms.services.enrolled_on import of_cohort_on
from lms.services.programmes import load, newest
from lms.services.site import Site, require
from lms.services.stage_lines import StageLine, stage_lines
from lms.services.whose_work import marks_cohort_blindly
from lms.store import people
from lms.store.enrolments import Enrolled
from lms.store.people import Cohort

ONE = Asked(size=1)
"""For whoever asks about a cohort and not about its learners."""


@dataclass(frozen=True, slots=True)
class StageDates:
    """When a stage runs for the cohort, as its records say; ``dates`` is None where none is set."""

    id: str
    title: str
    admission: str
    dates: Period | None
    accreditation: str


@dataclass(frozen=True, slots=True)
class LearnerLine:
    """One learner of the cohort: the enrolment, and how each of its stages stands."""

    person: str
    name: str
    enrolment: Enrolled
    stages: tuple[StageLine, ...]

    @property
    def paused(self) -> bool:
        """Whether an approved break is in force."""
        return any(stage.paused for stage in self.stages)

    @property
    def entry_outstanding(self) -> tuple[str, ...]:
        """The titles of entry checks still open on the first stage not settled before it."""
        return tuple(v["title"] for v in self.stages[0].entry_outstanding) if self.stages else ()


@dataclass(frozen=True, slots=True)
class CohortPage:
    """A cohort with its stages' dates and its learners, or a part of them, those who left at the end.

    ``here`` is how many have not left, ``admissions`` on which terms everybody came.
    ``policy_key`` names the marking policy that it keeps, ``policy`` is None where that is not on
    this site. ``intake`` says so where the programme is closed to new enrolments, or will be.
    """

    id: str
    name: str
    day: date
    programme: Programme
    closed: str
    stages: tuple[StageDates, ...]
    learners: Part[LearnerLine]
    here: int
    admissions: frozenset[str]
    policy_key: str
    policy: MarkingPolicy | None
    intake: str = ""

    @property
    def present(self) -> tuple[LearnerLine, ...]:
        """Whoever has not left by the day."""
        return tuple(line for line in self.learners if not line.enrolment.gone_by(self.day))

    @property
    def left(self) -> tuple[LearnerLine, ...]:
        """Whoever has left by the day."""
        return tuple(line for line in self.learners if line.enrolment.gone_by(self.day))


def cohort_named(site: Site, programme: str, identity: str) -> Cohort:
    """A cohort of a programme; NotFound where there is none."""
    found = people.cohort(site.session(), identity)
    if found is None or found.programme != programme:
        raise NotFound(f'There is no cohort "{identity}" of "{programme}".')
    return found


def see_cohort(
    site: Site,
    actor: Actor,
    programme: str,
    identity: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
    asked: Asked = EVERYTHING,
) -> CohortPage:
    """A cohort with the verdicts of whoever was in it on the day, in a fixed number of statements.

    Only the learners asked for are evaluated.
    """
    require(site, actor, "see-cohort", Target(programme=programme, cohort=identity))
    day = as_of or site.today()
    cohort = cohort_named(site, programme, identity)
    enrolments = of_cohort_on(site, identity, as_of, known_at)
    version = load(site, programme, newest(site, programme).version)
    blind = marks_cohort_blindly(site, actor, version, identity)
    known = people.people(site.session(), [e.person for e in enrolments])
    names = {e.id: known[e.person].name if e.person in known else e.person for e in enrolments}
    enrolments.sort(key=lambda e: (e.gone_by(day), names[e.id].casefold()))
    part = part_of(enrolments, asked)
    lines = stage_lines(site, part, as_of, known_at, shown=blind)
    records = site.about(cohort_subject(identity), known_at=known_at)
    kept = policy_key(version, identity, records)
    return CohortPage(
        id=cohort.id,
        name=cohort.name,
        day=day,
        programme=version,
        closed=closed_because(site, version),
        stages=_stage_dates(version, records, day),
        learners=part.made(lambda e: LearnerLine(e.person, names[e.id], e, lines[e.id])),
        here=sum(not e.gone_by(day) for e in enrolments),
        admissions=frozenset(e.admission for e in enrolments),
        policy_key=kept,
        policy=site.marking.find(kept),
        intake=intake_words(site.about(programme_subject(programme), known_at=known_at), day),
    )


def _stage_dates(programme: Programme, records: Records, day: date) -> tuple[StageDates, ...]:
    found = []
    for stage in programme.stages:
        own = last_set(records.of("cohort-stage", stage=f"{programme.id}/{stage.id}"))
        dates = Period(own.first, own.last) if own else None
        said = accreditation_says(records, f"{programme.id}/{stage.id}", day)
        found.append(StageDates(stage.id, stage.title, stage.enrolment, dates, said))
    return tuple(found)
