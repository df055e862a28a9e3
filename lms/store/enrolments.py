"""Who is enrolled where, as the views of enrolments, employments and progress say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from lms.domain.as_of import ONE_DAY
from lms.store.tables import RecordRow
from lms.store.view_tables import EmploymentView, EnrolmentView, PastView, ProgressView


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One enrolment, as far as a list of many needs it."""

    id: str
    person: str
    programme: str
    version: str
    admission: str
    cohort: str
    started: date
    withdrawn: date | None

    @property
    def last_day(self) -> date | None:
        """The last day of somebody who has left: the day before the one from which he or she is gone."""
        return self.withdrawn - ONE_DAY if self.withdrawn else None

    def gone_by(self, day: date) -> bool:
        """Whether the learner has left by a day; one recorded ahead is here until the last day."""
        return self.withdrawn is not None and self.withdrawn <= day


def of_cohort(session: Session, cohort: str) -> list[Enrolled]:
    """The enrolments of a cohort, those who left included, in one statement."""
    query = select(EnrolmentView).where(EnrolmentView.cohort == cohort)
    return [_enrolled(row) for row in session.scalars(query.order_by(EnrolmentView.person))]


def of_person(session: Session, person: str) -> list[Enrolled]:
    """A person's enrolments, oldest first."""
    query = select(EnrolmentView).where(EnrolmentView.person == person)
    return [_enrolled(row) for row in session.scalars(query.order_by(EnrolmentView.started))]


def of_people(session: Session, people: Iterable[str]) -> list[Enrolled]:
    """The enrolments of some people, in one statement."""
    query = select(EnrolmentView).where(EnrolmentView.person.in_(sorted(set(people))))
    return [_enrolled(row) for row in session.scalars(query.order_by(EnrolmentView.id))]


def learners_by_version(session: Session, today: date) -> dict[tuple[str, str], int]:
    """How many who have not left are on each version of each programme."""
    query = (
        select(EnrolmentView.programme, EnrolmentView.version, func.count())
        .where(_here_on(today))
        .group_by(EnrolmentView.programme, EnrolmentView.version)
    )
    return {(programme, version): n for programme, version, n in session.execute(query)}


def employers_on(session: Session, people: Iterable[str], day: date) -> dict[str, frozenset[str]]:
    """The authorities that employ each of some people on a day, in one statement."""
    query = select(EmploymentView).where(EmploymentView.person.in_(sorted(set(people))))
    found: dict[str, set[str]] = defaultdict(set)
    for row in session.scalars(query):
        if row.first <= day and (row.last is None or day <= row.last):
            found[row.person].add(row.employer)
    return {person: frozenset(employers) for person, employers in found.items()}


def progress_rows(session: Session, enrolments: Iterable[str]) -> list[ProgressView]:
    """The stored verdicts on some enrolments, in one statement."""
    wanted = sorted(set(enrolments))
    return list(session.scalars(select(ProgressView).where(ProgressView.enrolment.in_(wanted))))


def past_rows(
    session: Session, enrolments: Iterable[str], as_of: date, known: str, shown: bool
) -> list[PastView]:
    """The verdicts kept on some enrolments of one day, asked for in one way, in one statement."""
    query = select(PastView).where(
        PastView.enrolment.in_(sorted(set(enrolments))),
        PastView.as_of == as_of,
        PastView.known == known,
        PastView.shown == shown,
    )
    return list(session.scalars(query))


def _enrolled(row: EnrolmentView) -> Enrolled:
    return Enrolled(
        row.id,
        row.person,
        row.programme,
        row.version,
        row.admission,
        row.cohort,
        row.started,
        row.withdrawn,
    )


def learners_by_cohort(session: Session, today: date) -> dict[str, int]:
    """How many who have not left are in each cohort."""
    query = select(EnrolmentView.cohort, func.count()).where(_here_on(today))
    return dict(session.execute(query.group_by(EnrolmentView.cohort)).all())


def of_programme(session: Session, programme: str) -> list[Enrolled]:
    """The enrolments of a programme, those who left included, in one statement."""
    query = select(EnrolmentView).where(EnrolmentView.programme == programme)
    return [_enrolled(row) for row in session.scalars(query.order_by(EnrolmentView.person))]


def one(session: Session, enrolment: str) -> Enrolled | None:
    """One enrolment by its id."""
    row = session.get(EnrolmentView, enrolment)
    return _enrolled(row) if row else None


def cohort_sizes(session: Session, cohorts: Iterable[str]) -> dict[str, int]:
    """How many were ever in each of some cohorts, those who moved on included, in one statement."""
    cohort = RecordRow.payload["cohort"].as_string()
    over = select(RecordRow.replaces).where(RecordRow.replaces.is_not(None))
    who = func.coalesce(RecordRow.enrolment, RecordRow.id)
    query = (
        select(cohort, func.count(who.distinct()))
        .where(
            RecordRow.kind.in_(("enrolment", "cohort-move")),
            cohort.in_(sorted(set(cohorts))),
            RecordRow.id.not_in(over),
        )
        .group_by(cohort)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def some(session: Session, enrolments: Iterable[str]) -> dict[str, Enrolled]:
    """Several enrolments by their ids, in one statement."""
    query = select(EnrolmentView).where(EnrolmentView.id.in_(sorted(set(enrolments))))
    return {row.id: _enrolled(row) for row in session.scalars(query)}


def _here_on(day: date) -> ColumnElement[bool]:
    """Whoever has not left by a day: a withdrawal recorded for a day ahead has not come yet."""
    return or_(EnrolmentView.withdrawn.is_(None), EnrolmentView.withdrawn > day)


def learners_within(
    session: Session, scopes: Iterable[tuple[str | None, str | None]], today: date
) -> set[str]:
    """Everybody enrolled who has not left, in some programmes and cohorts (None: in all)."""
    limits = [
        and_(
            _here_on(today),
            true() if programme is None else EnrolmentView.programme == programme,
            true() if cohort is None else EnrolmentView.cohort == cohort,
        )
        for programme, cohort in scopes
    ]
    if not limits:
        return set()
    return set(session.scalars(select(EnrolmentView.person).where(or_(*limits))))
