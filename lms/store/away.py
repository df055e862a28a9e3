"""Tells a database or a disk that is away, full or busy from a fault of our own: it is tried again later."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from lms.store.tables import RecordRow

DATABASE, FILES = "database", "files"
FULL, BUSY, GONE = "full", "busy", "away"
LEAST_FREE = 8 * 1024 * 1024
"""Bytes on a disk below which it counts as full: the next upload might not fit."""
SQLITE = {
    5: BUSY,
    6: BUSY,
    7: GONE,
    8: GONE,
    10: GONE,
    11: GONE,
    13: FULL,
    14: GONE,
    15: BUSY,
    26: GONE,
}
"""What is wrong by SQLite's primary result codes: busy, locked, no memory, read-only, I/O, malformed,
full, cannot open, locking protocol, no database."""
OURS = ("42", "54")
"""Classes of PostgreSQL's errors that the server reports about a statement of ours, not about itself."""
DISK = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), FULL),
    **dict.fromkeys((errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN), BUSY),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.ENXIO), GONE),
    **dict.fromkeys((errno.ESTALE, errno.ENODEV, errno.ENOTDIR, errno.ENOTCONN), GONE),
}
AWAY: tuple[type[Exception], ...] = (SQLAlchemyError, OSError)
"""The faults among which those are that ``why_away`` knows."""
NO_TABLE = "no such table"
"""What SQLite says of the new, empty file that it makes where the database was moved away."""
UNDEFINED_TABLE = "42P01"
TOOK_TOO_LONG = "57014"


@dataclass(frozen=True, slots=True)
class Away:
    """What the site cannot reach, and in which way: full, busy or away."""

    what: str
    how: str


def why_away(fault: BaseException) -> Away | None:
    """What is away where that is why something failed; None for any other fault."""
    if isinstance(fault, PoolTimeoutError):
        return Away(DATABASE, BUSY)
    if isinstance(fault, DBAPIError):
        how = GONE if fault.connection_invalidated else _how(fault.orig)
        return Away(DATABASE, how) if how else None
    if isinstance(fault, OSError) and fault.errno in DISK:
        return Away(FILES, DISK[fault.errno])
    return None


def _how(fault: BaseException | None) -> str:
    code = getattr(fault, "sqlite_errorcode", None)
    if code is not None:
        return SQLITE.get(code & 0xFF, GONE if NO_TABLE in str(fault) else "")
    if type(fault).__module__.startswith("psycopg"):
        return _how_postgresql(fault)
    return ""


def _how_postgresql(fault: BaseException | None) -> str:
    state = getattr(fault, "sqlstate", None) or ""
    names = {kind.__name__ for kind in type(fault).__mro__}
    if state == UNDEFINED_TABLE:
        return GONE
    if not names & {"OperationalError", "InterfaceError"} or state.startswith(OURS):
        return ""
    if state == "53100":
        return FULL
    return BUSY if state[:2] in ("40", "53", "55") or state == TOOK_TOO_LONG else GONE


def look(engine: Engine, session: Callable[[], Session], files: Path) -> tuple[Away, ...]:
    """Everything that is away now: the database, or the folder of files, which are tried."""
    found = [_database(engine, session), _folder(files, FILES)]
    return tuple(away for away in found if away)


def _database(engine: Engine, session: Callable[[], Session]) -> Away | None:
    try:
        session().execute(select(RecordRow.position).limit(1)).first()
    except (SQLAlchemyError, OSError) as fault:
        return why_away(fault) or Away(DATABASE, GONE)
    place = engine.url.database if engine.dialect.name == "sqlite" else None
    return _folder(Path(place).parent, DATABASE) if place and place != ":memory:" else None


def _folder(folder: Path, what: str) -> Away | None:
    """Whether something can be written in a folder, or in the one in which it will be made."""
    there = next((f for f in (folder, *folder.parents) if f.exists()), folder)
    try:
        with TemporaryFile(dir=there) as probe:
            probe.write(bytes(4096))
            probe.flush()
        return Away(what, FULL) if shutil.disk_usage(there).free < LEAST_FREE else None
    except OSError as fault:
        away = why_away(fault)
        return Away(what, away.how if away else GONE)
