"""The database: one declarative base, three kinds of transaction, and times that are always UTC."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from json import JSONDecoder
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, TypeDecorator, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

from lms.store.turns import queue_of

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
WRITES = "cadre_writes"
"""The execution option that marks a connection that may write, and says in which way."""
LOCKED, BESIDE, AT_ONCE = "locked", "beside", "at once"
"""With the site's one lock, as whatever the ledger tells; or beside it, in a short transaction about
sign-ins and guesses at them, so that nobody who guesses can stop anybody's writing; or beside it and
only where that needs no waiting, as for what can be worked out again."""
PATIENCE = 25_000
"""Milliseconds that a writer waits for those before it, in this process and then for others: less than
one request may take, so that whoever waits in vain is told so, and keeps what was typed."""
HELD = 60_000
"""Milliseconds after which PostgreSQL ends a writing transaction that asks nothing more, or whose
statement does not end: no process that is stuck, or whose machine has gone, keeps the site's lock."""


class Base(DeclarativeBase):
    """The base of core's tables; a plugin has one of its own."""

    metadata = MetaData(naming_convention=NAMING)


def insert_or(session: Session, table: type[Base]) -> Any:
    """An insert that may say what happens where a row is there already (``on_conflict_…``).

    Both engines have it, under one name each.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return (sqlite if is_sqlite else postgresql).insert(table)


db = SQLAlchemy(metadata=Base.metadata)
"""Engine and per-request session; that session only ever reads."""


_decode = JSONDecoder().raw_decode


def read_json(stored: object) -> Any:
    """A value as a database gives it back: whole, in UTF-8, and with nothing around it.

    ``json.loads`` looks for all of that anew, in every one of the thousands of rows of a page.
    """
    if not isinstance(stored, str | bytes):
        raise TypeError("a number, which SQLite keeps as one: SQLAlchemy then gives it as it is")
    return _decode(stored if isinstance(stored, str) else stored.decode())[0]


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, aware and in UTC on both engines (SQLite alone would give naive values back)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def prepare(engine: Engine) -> None:
    """Make an engine keep the kinds of transaction apart.

    Ordinary ones cannot write. A writing one takes the site's one lock before it reads anything:
    on SQLite a deferred transaction that turns into a writer fails under contention. One beside the
    ledger takes no such lock on PostgreSQL; on SQLite, where a file has one writer, it waits its turn.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _set_up_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={PATIENCE}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _writes(connection: Connection) -> str | None:
    return connection.get_execution_options().get(WRITES)


def _begin_sqlite(connection: Connection) -> None:
    writes = _writes(connection)
    connection.exec_driver_sql(f"PRAGMA query_only={0 if writes else 1}")
    if writes != AT_ONCE:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
        return
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE}")


LOCK = 0x43414452
"""The advisory lock that serialises writing on PostgreSQL; the letters CADR."""
TAKE_LOCK = f"""SELECT
set_config('lock_timeout', '{PATIENCE}', true),
set_config('statement_timeout', '{HELD}', true),
set_config('idle_in_transaction_session_timeout', '{HELD}', true),
pg_advisory_xact_lock({LOCK})"""
"""The limits hold for this transaction only, and the first already for the lock itself."""


def _begin_postgresql(connection: Connection) -> None:
    if _writes(connection) == LOCKED:
        connection.exec_driver_sql(TAKE_LOCK)
    elif not _writes(connection):
        # One picture for the whole request, as on SQLite: what is read twice is the same twice.
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


@contextmanager
def writing_session(engine: Engine) -> Iterator[Session]:
    """A session whose transactions take the site's lock first."""
    with _turn(engine), _session(engine, LOCKED) as session:
        yield session


@contextmanager
def session_beside(engine: Engine) -> Iterator[Session]:
    """A session that writes beside the ledger, without its lock."""
    with _turn(engine), _session(engine, BESIDE) as session:
        yield session


@contextmanager
def session_at_once(engine: Engine) -> Iterator[Session]:
    """As ``session_beside``, but on SQLite its transactions fail at once where another one writes."""
    with _session(engine, AT_ONCE) as session:
        yield session


def _session(engine: Engine, writes: str) -> Session:
    return Session(engine.execution_options(**{WRITES: writes}), expire_on_commit=False)


def _turn(engine: Engine) -> AbstractContextManager[None]:
    """On SQLite the writers of one process stand in a queue, for the file itself knows none: there each
    asks again and again, and whoever asks at the right moment is next. PostgreSQL keeps a queue.
    """
    if engine.dialect.name != "sqlite":
        return nullcontext()
    return queue_of(str(engine.url)).turn(PATIENCE / 1000)
