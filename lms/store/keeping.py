"""Keep what was worked out for a page, so that the next page need not: if that costs nobody a wait."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from lms.store.base import session_at_once

log = logging.getLogger(__name__)


@contextmanager
def keeping(engine: Engine) -> Iterator[Session]:
    """A short transaction beside the ledger's lock for rows that can be thrown away.

    A database that is busy, full or away costs the rows and never the page: what was not kept is
    worked out again when it is next read.
    """
    try:
        with session_at_once(engine) as session, session.begin():
            yield session
    except DBAPIError as fault:
        log.debug("what was worked out could not be kept: %s", type(fault.orig).__name__)
