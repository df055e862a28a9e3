"""What one request costs: CPU of this process, statements, rows fetched, records built, bytes of answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from statistics import median
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, event

from lms.store import ledger as ledger_module

Request = Callable[[], bytes]
"""One request or act, made ready; gives the body of the answer."""
ENOUGH = 1500
"""Milliseconds of CPU after which no more is measured of the same."""


@dataclass(frozen=True, slots=True)
class Cost:
    """The median CPU time in milliseconds, and what one request asked, fetched, built and sent."""

    cpu: float
    statements: int
    rows: int
    records: int
    bytes: int


@dataclass(slots=True)
class Counts:
    """What was asked of a database and came back."""

    is_sqlite: bool
    statements: int = 0
    rows: int = 0
    records: int = 0

    def asked(self, _: object, cursor: Any, *__: object) -> None:
        """After a statement: PostgreSQL's driver knows how many rows it has fetched."""
        self.statements += 1
        if not self.is_sqlite and cursor.description:
            self.rows += max(cursor.rowcount, 0)

    def lent(self, connection: Any, *_: object) -> None:
        """SQLite's driver does not: each of its rows is counted as it comes."""
        if self.is_sqlite:
            connection.row_factory = self._fetched

    def given_back(self, connection: Any, _: object) -> None:
        """Count no more."""
        if self.is_sqlite:
            connection.row_factory = None

    def _fetched(self, _: object, row: tuple[Any, ...]) -> tuple[Any, ...]:
        self.rows += 1
        return row


@contextmanager
def counting(engine: Engine) -> Iterator[Counts]:
    """Count statements, rows fetched and records built on an engine."""
    counts, built = Counts(engine.dialect.name == "sqlite"), ledger_module._record

    def build(*values: Any) -> Any:
        counts.records += 1
        return built(*values)

    listeners = (
        ("checkout", counts.lent),
        ("checkin", counts.given_back),
        ("after_cursor_execute", counts.asked),
    )
    for name, listener in listeners:
        event.listen(engine, name, listener)
    try:
        with patch.object(ledger_module, "_record", build):
            yield counts
    finally:
        for name, listener in listeners:
            event.remove(engine, name, listener)


def cost_of(engine: Engine, prepare: Callable[[int], Request], times: int) -> Cost:
    """What an act costs: prepared and done up to so many times, counted in one time more.

    ``prepare`` is told the number of the time, for acts that cannot be done twice; what it does
    itself is not measured. The first time is not counted: templates and versions are read then.
    """
    prepare(0)()
    taken = []
    for number in range(1, times + 1):
        act = prepare(number)
        began = time.process_time()
        act()
        taken.append((time.process_time() - began) * 1000)
        if sum(taken) > ENOUGH:
            break
    act = prepare(len(taken) + 1)
    with counting(engine) as counts:
        body = act()
    found = Cost(0.0, counts.statements, counts.rows, counts.records, len(body))
    return replace(found, cpu=median(taken)) if taken else found
