"""Who writes next: whoever has waited longest, and nobody keeps the others waiting for ever."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Thread

import pytest
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as WaitedTooLong

from lms.store import base
from lms.store.away import BUSY, DATABASE, Away, why_away
from lms.store.base import prepare, session_at_once, session_beside, writing_session
from lms.store.turns import Turns, queue_of
from tests.fixtures.databases import Databases

ENOUGH = 120


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    """An engine on an empty database, of each kind."""
    engine = create_engine(empty_database_url)
    prepare(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def postgresql_engine(postgresql: Databases) -> Iterator[Engine]:
    """An engine on PostgreSQL, which alone has a server that can end something."""
    url = postgresql.create()
    engine = create_engine(url)
    prepare(engine)
    yield engine
    engine.dispose()
    postgresql.drop(url)


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(ENOUGH * 100):
        if true():
            return
        time.sleep(0.01)
    pytest.fail("it never came to that")


def test_turns_come_in_the_order_in_which_they_were_asked_for() -> None:
    turns, served = Turns(), list[int]()

    def take(number: int) -> None:
        with turns.turn(ENOUGH):
            served.append(number)

    threads = [Thread(target=take, args=(number,)) for number in range(12)]
    with turns.turn(ENOUGH):
        for number, thread in enumerate(threads):
            thread.start()
            wait_until(lambda number=number: len(turns._queue) == number + 2)  # type: ignore[misc]
        assert served == []
    for thread in threads:
        thread.join(ENOUGH)
    assert served == list(range(12))


def test_whoever_waits_in_vain_is_told_and_stands_in_nobodys_way() -> None:
    turns, told = Turns(), list[Away | None]()

    def in_vain() -> None:
        try:
            with turns.turn(0.01):
                pytest.fail("the turn was taken")
        except WaitedTooLong as fault:
            told.append(why_away(fault))

    with turns.turn(ENOUGH):
        thread = Thread(target=in_vain)
        thread.start()
        thread.join(ENOUGH)
    assert told == [Away(DATABASE, BUSY)]
    with turns.turn(0):
        pass


def test_a_turn_ends_with_a_fault_too() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="wrong"), turns.turn(0):
        raise ValueError("wrong")
    with turns.turn(0):
        pass


def test_writers_of_one_process_queue_for_an_sqlite_file_and_others_do_not(engine: Engine) -> None:
    turns = queue_of(str(engine.url))
    opened = {writing_session: 1, session_beside: 1, session_at_once: 0}
    for open_session, waiting in opened.items():
        with open_session(engine):
            assert len(turns._queue) == (waiting if engine.dialect.name == "sqlite" else 0)
    assert len(turns._queue) == 0


def test_postgresql_ends_a_writer_that_keeps_the_lock_and_does_nothing(
    postgresql_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "TAKE_LOCK", base.TAKE_LOCK.replace(f"'{base.HELD}'", "'200'"))
    with ExitStack() as opened:
        stuck = opened.enter_context(writing_session(postgresql_engine))
        stuck.connection()
        with writing_session(postgresql_engine) as next_one, next_one.begin():
            assert next_one.scalar(select(1)) == 1
        with pytest.raises(DBAPIError):
            stuck.scalar(select(1))


def test_postgresql_ends_a_statement_that_keeps_the_lock(
    postgresql_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "TAKE_LOCK", base.TAKE_LOCK.replace(f"'{base.HELD}'", "'200'"))
    with writing_session(postgresql_engine) as session, pytest.raises(DBAPIError) as ended:
        session.connection().exec_driver_sql("SELECT pg_sleep(600)")
    assert why_away(ended.value) == Away(DATABASE, BUSY)


def test_whoever_waits_for_postgresqls_lock_in_vain_is_told(
    postgresql_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing_session(postgresql_engine) as first:
        first.connection()
        short = base.TAKE_LOCK.replace(f"'{base.PATIENCE}'", "'50'")
        monkeypatch.setattr(base, "TAKE_LOCK", short)
        with writing_session(postgresql_engine) as second, pytest.raises(DBAPIError) as told:
            second.connection()
    assert why_away(told.value) == Away(DATABASE, BUSY)
