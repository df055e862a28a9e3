"""The outbox: work promised in the transaction of a change, claimed by one worker at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.store.tables import JobRow

TODO, DOING, FAILED = "todo", "doing", "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of promised work; ``attempts`` counts the present one."""

    id: str
    name: str
    arguments: Mapping[str, Any]
    attempts: int
    due: datetime
    fault: str = ""


def add(session: Session, name: str, arguments: Mapping[str, Any], due: datetime) -> None:
    """Promise work, inside the writing transaction of the change that calls for it."""
    row = JobRow(
        id=str(uuid7()), name=name, arguments=dict(arguments), state=TODO, attempts=0, due=due
    )
    session.add(row)


def claim(session: Session, now: datetime, lease: timedelta) -> Job | None:
    """Take the job that has been due longest, or one whose worker has not come back in time.

    The site's one lock is held meanwhile, so no two workers take the same.
    """
    waiting = and_(JobRow.state == TODO, JobRow.due <= now)
    abandoned = and_(JobRow.state == DOING, JobRow.lease < now)
    row = session.scalar(
        select(JobRow).where(or_(waiting, abandoned)).order_by(JobRow.due, JobRow.id).limit(1)
    )
    if row is None:
        return None
    row.state, row.lease, row.attempts = DOING, now + lease, row.attempts + 1
    session.flush()
    return _job(row)


def finish(session: Session, identity: str) -> None:
    """Forget a job that is done: its arguments need not be kept."""
    row = session.get(JobRow, identity)
    if row is not None:
        session.delete(row)


def postpone(session: Session, identity: str, due: datetime, fault: str) -> None:
    """Leave a job for another try, with what went wrong."""
    _change(session, identity, TODO, fault, due)


def give_up(session: Session, identity: str, fault: str) -> None:
    """Leave a job that has been tried often enough for a person to look at."""
    _change(session, identity, FAILED, fault)


def _change(
    session: Session, identity: str, state: str, fault: str, due: datetime | None = None
) -> None:
    row = session.get_one(JobRow, identity)
    row.state, row.fault, row.lease, row.due = state, fault, None, due or row.due


def failed(session: Session) -> list[Job]:
    """The jobs that were given up, oldest first."""
    query = select(JobRow).where(JobRow.state == FAILED).order_by(JobRow.due, JobRow.id)
    return [_job(row) for row in session.scalars(query)]


def overdue(session: Session, since: datetime) -> list[Job]:
    """The jobs that have been due since a moment and that nobody has begun."""
    query = select(JobRow).where(JobRow.state == TODO, JobRow.due <= since).order_by(JobRow.due)
    return [_job(row) for row in session.scalars(query)]


def _job(row: JobRow) -> Job:
    return Job(row.id, row.name, dict(row.arguments), row.attempts, row.due, row.fault or "")
