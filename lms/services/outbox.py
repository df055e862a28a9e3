"""Promising work that is done once a change is committed, and never without it."""

from __future__ import annotations

from typing import Any

from lms.store import outbox
from lms.store.writer import Writer


def promise(writer: Writer, name: str, **arguments: Any) -> None:
    """Promise a job of services/jobs.py in the same transaction as the fact that calls for it.

    ``arguments`` are ids, dates and numbers; private text stays where it is and is read when the
    job is done. A job may be done twice where a worker dies in the middle of it.
    """
    due = writer.ledger.clock()
    writer.also(lambda session: outbox.add(session, name, arguments, due))
