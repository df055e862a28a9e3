"""A board's papers: every learner's verdict on a stage as of the meeting, and what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from lms.domain.board import FINAL, outcomes_of, unsettled
from lms.domain.policy import Actor, Target
from lms.domain.programme import Programme, Stage
from lms.domain.progress import Progress
from lms.domain.records import Record, Records, person
from lms.domain.verdicts import Verdict
from lms.errors import NotFound
from lms.services.closing import closed_because
from lms.services.evaluation import Evaluated, progress_of_people
from lms.services.programmes import load, newest
from lms.services.see_cohort import cohort_named
from lms.services.site import Site, require
from lms.store import people
from lms.store.enrolments import of_cohort
from lms.store.roles import holders


@dataclass(frozen=True, slots=True)
class Candidate:
    """One learner before the board: the verdict, and an outcome the board gave earlier."""

    person: str
    name: str
    progress: Progress
    earlier: Record | None

    @property
    def open(self) -> tuple[Verdict, ...]:
        """What still keeps the stage open, the board's own requirement apart."""
        return unsettled(self.progress)

    @property
    def decided(self) -> bool:
        """Whether an earlier board has decided for good."""
        return self.earlier is not None and self.earlier.get("outcome") in FINAL

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What the board may choose from on the version this learner is on."""
        return outcomes_of(self.progress.stage)


@dataclass(frozen=True, slots=True)
class BoardPapers:
    """One stage of one cohort; ``seen`` is the last position that the papers show."""

    programme: Programme
    cohort: str
    cohort_name: str
    stage: Stage
    on: date
    seen: int
    candidates: tuple[Candidate, ...]
    chairs: tuple[people.Person, ...]
    closed: str


def board_papers(
    site: Site, actor: Actor, programme: str, cohort: str, stage: str, on: date | None = None
) -> BoardPapers:
    """The papers for a meeting on a day, today where none is named."""
    require(site, actor, "read-board", Target(programme=programme, cohort=cohort))
    group = cohort_named(site, programme, cohort)
    session, day = site.session(), on or site.today()
    seen = site.ledger.head(session)[0]
    version = load(site, programme, newest(site, programme).version)
    found = stage_of(version, stage)
    evaluated = evaluated_on(site, session, programme, cohort, stage, day)
    return BoardPapers(
        programme=version,
        cohort=cohort,
        cohort_name=group.name,
        stage=found,
        on=day,
        seen=seen,
        candidates=_candidates(site, session, programme, stage, evaluated),
        chairs=chairs(site, programme, cohort, day),
        closed=closed_because(site, version),
    )


def stage_of(programme: Programme, stage: str) -> Stage:
    """A stage of a programme; NotFound where there is none."""
    found = programme.stage(stage)
    if found is None:
        raise NotFound(f'"{stage}" is not a stage of {programme.title}.')
    return found


def evaluated_on(
    site: Site, session: Session, programme: str, cohort: str, stage: str, on: date
) -> list[Evaluated]:
    """The verdict on a stage of everybody in a cohort who is on it and has not left by a day."""
    enrolled = {
        e.id: e.person
        for e in of_cohort(session, cohort)
        if e.withdrawn is None or e.withdrawn > on
    }
    found = progress_of_people(
        site, sorted(set(enrolled.values())), on, programme=programme, session=session
    )
    return [
        e
        for evaluated in found.values()
        for e in evaluated
        if e.progress.enrolment.id in enrolled and e.progress.stage.id == stage
    ]


def _candidates(
    site: Site, session: Session, programme: str, stage: str, evaluated: Sequence[Evaluated]
) -> tuple[Candidate, ...]:
    identities = [e.progress.person for e in evaluated]
    names = people.people(session, identities)
    records = site.ledger.about(session, [person(p) for p in identities])
    found = [
        Candidate(
            person=e.progress.person,
            name=names[e.progress.person].name if e.progress.person in names else e.progress.person,
            progress=e.progress,
            earlier=latest_outcome(records, e.progress, f"{programme}/{stage}"),
        )
        for e in evaluated
    ]
    return tuple(sorted(found, key=lambda c: c.name.casefold()))


def latest_outcome(records: Records, progress: Progress, reference: str) -> Record | None:
    """The last outcome that a board gave within this enrolment on a stage."""
    own = records.in_enrolment(progress.enrolment.id).of("board-outcome", stage=reference)
    return own[-1] if own else None


def chairs(site: Site, programme: str, cohort: str, on: date) -> tuple[people.Person, ...]:
    """Who may chair a board on a day: those who hold the board role for the programme."""
    target = Target(programme=programme, cohort=cohort)
    held = {p for p, grant in holders(site.session(), "board") if grant.covers(target, on)}
    return tuple(sorted(people.people(site.session(), held).values(), key=lambda p: p.name))
