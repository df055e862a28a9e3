"""What waits for somebody, as the view of it says, within the programmes and cohorts asked about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from lms.store.view_tables import EnrolmentView, WaitingView


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


def _within(scope: Scope) -> ColumnElement[bool]:
    limits: list[ColumnElement[bool]] = [true()]
    if scope.programme is not None:
        limits.append(WaitingView.programme == scope.programme)
    if scope.cohort is not None:
        limits.append(WaitingView.cohort == scope.cohort)
    return and_(*limits)
