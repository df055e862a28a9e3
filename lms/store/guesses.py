"""Counted failures, by a key that names nobody: read, changed under each row's own lock, forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.domain.guessing import Tally
from lms.store.base import insert_or
from lms.store.tables import GuessRow


def tallies(session: Session, keys: Iterable[str]) -> dict[str, Tally]:
    """What is counted under some keys, in one statement."""
    query = select(GuessRow).where(GuessRow.key.in_(list(keys)))
    return {row.key: _tally(row) for row in session.scalars(query)}


def locked(session: Session, keys: Sequence[str], now: datetime) -> dict[str, Tally]:
    """What is counted under some keys, kept from everybody else until the transaction ends.

    Rows are made where there are none, and locked in one order, so that no two wait for each other.
    """
    empty = [{"key": k, "failures": 0, "last": now, "forget": now} for k in sorted(keys)]
    session.execute(insert_or(session, GuessRow).values(empty).on_conflict_do_nothing())
    query = select(GuessRow).where(GuessRow.key.in_(keys)).order_by(GuessRow.key)
    return {row.key: _tally(row) for row in session.scalars(query.with_for_update())}


def keep(session: Session, counted: Mapping[str, Tally]) -> None:
    """Keep tallies whose rows are locked."""
    for key, tally in counted.items():
        row = session.get_one(GuessRow, key)
        row.failures, row.last = tally.failures, tally.last
        row.forget, row.until = tally.forget, tally.until


def forget(session: Session, keys: Iterable[str]) -> None:
    """Forget what is counted under some keys."""
    session.execute(delete(GuessRow).where(GuessRow.key.in_(list(keys))))


def erase_old(session: Session, now: datetime) -> None:
    """Remove whatever has been forgotten."""
    session.execute(delete(GuessRow).where(GuessRow.forget <= now))


def _tally(row: GuessRow) -> Tally:
    return Tally(row.failures, row.last, row.forget, row.until)
