"""One screen of a cohort's marks on a stage: every learner, every piece of work, what is odd."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.assessment.marks_sheet import Line, lines_of
from lms.domain.assessment.turnaround import Share, share_in_time
from lms.domain.latest import latest_by_day
from lms.domain.part import EVERYTHING, Asked, Part, part_of
from lms.domain.policy import Actor, Target, may
from lms.domain.programme import Assessment
from lms.domain.records import Record
from lms.errors import NotPermitted
from lms.services.cohort_work import CohortWork, cohort_work, moderation_by_script
from lms.services.enrolments import Learning
from lms.services.site import Site, require
from lms.store import people


@dataclass(frozen=True, slots=True)
class Row:
    """One learner with every attempt, and what a board gave last, "" where none has."""

    person: str
    name: str
    enrolment: str
    version: str
    outcome: str
    lines: tuple[Line, ...]

    def of(self, assessment: str) -> tuple[Line, ...]:
        """The attempts at one piece of work."""
        return tuple(line for line in self.lines if line.assessment.id == assessment)


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """A deadline that the cohort has: its work, its attempt, its day, and its clock time if its own."""

    assessment: Assessment
    attempt: int
    on: date
    at: str


@dataclass(frozen=True, slots=True)
class MarksPage:
    """A stage's marks; ``rows`` are a part of those picked out, ``counts`` how often each flag is there."""

    work: CohortWork
    rows: Part[Row]
    counts: dict[str, int]
    turnaround: Share
    deadlines: tuple[DeadlineLine, ...]
    releases: tuple[Record, ...]

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """The columns."""
        return self.work.assessments


def see_marks(
    site: Site,
    actor: Actor,
    programme: str,
    cohort: str,
    stage: str,
    flag: str = "",
    assessment: str = "",
    as_of: date | None = None,
    known_at: datetime | None = None,
    asked: Asked = EVERYTHING,
) -> MarksPage:
    """The marks of a cohort on a stage; with a flag or an assessment, only the lines it picks out.

    The same number of statements however many learners there are.
    """
    target = Target(programme=programme, cohort=cohort)
    require(site, actor, "see-marks", target)
    _require_names(site, actor, target)
    work = cohort_work(site, programme, cohort, stage, as_of, known_at=known_at)
    every = rows_of(site, work)
    lines = [line for row in every for line in row.lines]
    releases = work.records.of("release", stage=work.stage_ref)
    return MarksPage(
        work=work,
        rows=part_of(_picked(every, flag, assessment), asked),
        counts=_counts(lines),
        turnaround=share_in_time(line.turnaround for line in lines if line.turnaround),
        deadlines=_deadlines(work),
        releases=tuple(r for r in reversed(releases) if r.on <= work.day),
    )


def _require_names(site: Site, actor: Actor, target: Target) -> None:
    """An external examiner sees scripts by pseudonym, on pages of its own, and never this one."""
    if not may(actor, "read-board", target, site.today()):
        raise NotPermitted("This page names learners. The samples that are yours to see do not.")


def rows_of(
    site: Site, work: CohortWork, enrolments: Container[str] | None = None
) -> tuple[Row, ...]:
    """Every learner of the stage, or those of some enrolments, with every attempt, by name."""
    learners = [of for of in work.learners if enrolments is None or of.enrolment.id in enrolments]
    names = people.people(site.session(), [of.enrolment.person for of in learners])
    states = moderation_by_script(w for _, w in work.works)
    rows = [
        Row(
            person=of.enrolment.person,
            name=names[of.enrolment.person].name if of.enrolment.person in names else "",
            enrolment=of.enrolment.id,
            version=of.enrolment.version,
            outcome=_outcome(of, work),
            lines=tuple(
                line
                for each in work.of(of.enrolment.id)
                for line in lines_of(each, of.enrolment.person, of.enrolment.id, states)
            ),
        )
        for of in learners
    ]
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.enrolment)))


def _outcome(of: Learning, work: CohortWork) -> str:
    found = of.own.of("board-outcome", stage=work.stage_ref)
    latest = latest_by_day(r for r in found if r.on <= work.day)
    return str(latest.get("outcome")) if latest else ""


def _picked(rows: Iterable[Row], flag: str, assessment: str) -> tuple[Row, ...]:
    """The rows with a line that the filters pick out; all rows where there is none."""
    return tuple(
        row
        for row in rows
        if not flag
        or any(flag in line.flags and assessment in ("", line.assessment.id) for line in row.lines)
    )


def _counts(lines: Iterable[Line]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        for flag in line.flags:
            found[flag] = found.get(flag, 0) + 1
    return found


def _deadlines(work: CohortWork) -> tuple[DeadlineLine, ...]:
    """The deadlines in force; the clock time is the policy's where the record has none."""
    latest: dict[tuple[str, int], Record] = {}
    for record in work.records.of("deadline"):
        latest[record.get("assessment"), record.get("attempt") or 1] = record
    default = f"{work.policy.deadline_at:%H:%M}"
    return tuple(
        DeadlineLine(a, attempt, r.on, str(r.get("time") or default)[:5])
        for a in work.assessments
        for (identity, attempt), r in sorted(latest.items())
        if identity == a.id
    )
