"""What waits for somebody, as the view of it says, within the programmes and cohorts asked about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, true, update
from sqlalchemy.orm import Session

from lms.domain.evidence import Enrolment
from lms.domain.records import cohort, person
from lms.store.view_tables import EnrolmentReads, EnrolmentView, SubjectHead, WaitingView


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look; None is everywhere."""

    programme: str | None = None
    cohort: str | None = None


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """A log or work to read, or an entry to sign; ``version`` is the one the learner is on.

    The last five are of work to mark: see ``WaitingView``.
    """

    record: str
    what: str
    person: str
    enrolment: str
    programme: str
    version: str
    cohort: str
    item: str
    since: date
    needs: str
    due: date | None
    given: Mapping[str, str]
    allocated: Mapping[str, str]
    barred: Sequence[str]


def waiting(session: Session, scopes: Iterable[Scope]) -> list[WaitingItem]:
    """Everything that waits in some scopes, oldest first, in one statement; no scope, nothing."""
    limits = [_within(scope) for scope in scopes]
    if not limits:
        return []
    query = (
        select(
            WaitingView.record,
            WaitingView.what,
            WaitingView.person,
            WaitingView.enrolment,
            WaitingView.programme,
            EnrolmentView.version,
            WaitingView.cohort,
            WaitingView.item,
            WaitingView.since,
            WaitingView.needs,
            WaitingView.due,
            WaitingView.given,
            WaitingView.allocated,
            WaitingView.barred,
        )
        .join(EnrolmentView, EnrolmentView.id == WaitingView.enrolment)
        .where(or_(*limits))
        .order_by(WaitingView.since, WaitingView.record)
    )
    return [WaitingItem(**row._mapping) for row in session.execute(query)]


@dataclass(frozen=True, slots=True)
class Outdated:
    """An enrolment whose stored rows of waiting things may be shown no longer."""

    enrolment: str
    person: str


def outdated(
    session: Session, scopes: Iterable[Scope], relays: Iterable[str], today: date
) -> list[Outdated]:
    """The enrolments in some scopes whose rows no longer stand.

    Other code made them, a day may have turned them, or something has been recorded since about the
    learner or about a cohort in which the learner ever was.
    """
    limits = [_enrolled_within(scope) for scope in scopes]
    if not limits:
        return []
    query = select(EnrolmentView.id, EnrolmentView.person).where(
        or_(*limits),
        or_(
            EnrolmentView.relay.not_in(sorted(relays)),
            EnrolmentView.waits_until <= today,
            exists().where(
                EnrolmentReads.enrolment == EnrolmentView.id,
                SubjectHead.subject == EnrolmentReads.subject,
                SubjectHead.position > EnrolmentView.made,
            ),
        ),
    )
    return [Outdated(enrolment, person) for enrolment, person in session.execute(query)]


def _enrolled_within(scope: Scope) -> ColumnElement[bool]:
    return and_(
        true() if scope.programme is None else EnrolmentView.programme == scope.programme,
        true() if scope.cohort is None else EnrolmentView.cohort == scope.cohort,
    )


def _within(scope: Scope) -> ColumnElement[bool]:
    limits: list[ColumnElement[bool]] = [true()]
    if scope.programme is not None:
        limits.append(WaitingView.programme == scope.programme)
    if scope.cohort is not None:
        limits.append(WaitingView.cohort == scope.cohort)
    return and_(*limits)


def mark_made(
    session: Session, enrolment: Enrolment, relay: str, waits_until: date | None, position: int
) -> None:
    """Say of what the rows of one enrolment's waiting things were made, and when."""
    session.execute(
        update(EnrolmentView)
        .where(EnrolmentView.id == enrolment.id)
        .values(relay=relay, waits_until=waits_until, made=position)
    )
    session.execute(delete(EnrolmentReads).where(EnrolmentReads.enrolment == enrolment.id))
    reads = (person(enrolment.person), *map(cohort, sorted(enrolment.cohorts)))
    session.add_all(
        EnrolmentReads(enrolment=enrolment.id, subject=str(subject), person=enrolment.person)
        for subject in reads
    )
