"""Who was enrolled on a day, and in which cohort: what held then, not what today's rows say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy.orm import Session

from lms.domain.evidence import Enrolment, enrolments_of
from lms.services.site import Site
from lms.store.enrolments import Enrolled, of_cohort

ENROLLING = ("enrolment", "cohort-move", "interruption", "withdrawal")
"""The kinds of fact on which it rests who is enrolled where."""


def enrolled_on(
    site: Site,
    day: date,
    known_at: datetime | None = None,
    session: Session | None = None,
) -> Iterator[Enrolled]:
    """Every enrolment known as it was on a day: later moves and withdrawals left away.

    What is recorded of a day still to come is told on every day from today on.

    Who begins after the day is among them, as everywhere: nothing is met of theirs yet.
    """
    records = site.ledger.of_kinds(session or site.session(), ENROLLING, known_at)
    for subject in sorted(records.subjects, key=str):
        for enrolment in enrolments_of(records.about(subject)):
            yield _row(enrolment.as_of(day) if day < site.today() else enrolment)


def of_cohort_on(
    site: Site,
    cohort: str,
    as_of: date | None,
    known_at: datetime | None = None,
    session: Session | None = None,
) -> list[Enrolled]:
    """The enrolments of a cohort on a day, those who had left included; today where none is named."""
    session = session or site.session()
    if as_of is None and known_at is None:
        return of_cohort(session, cohort)
    found = enrolled_on(site, as_of or site.today(), known_at, session)
    return sorted((e for e in found if e.cohort == cohort), key=lambda e: e.person)


def _row(enrolment: Enrolment) -> Enrolled:
    return Enrolled(
        enrolment.id,
        enrolment.person,
        enrolment.programme,
        enrolment.version,
        enrolment.admission,
        enrolment.cohort,
        enrolment.started,
        enrolment.withdrawn,
    )
