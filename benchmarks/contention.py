"""Many processes writing at once, boards of thirty among them: what was acknowledged must be there."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from lms.builtin import CORE_RECORD_KINDS
from lms.domain.records import cohort, person
from lms.errors import Moved
from lms.services.site import fact
from lms.store.base import prepare
from lms.store.chain import Keys
from lms.store.ledger import Ledger
from lms.store.people import Person, save_person
from lms.store.verification import verify
from lms.store.writer import Writer

KEYS = Keys("test", {"test": b"0" * 32})
KINDS = {kind.name: kind for kind in CORE_RECORD_KINDS}
BOARD = 30
CHAIR = "somebody"
EVERY = 10
"""Each process holds a board after so many single acts."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one process was told: records acknowledged, boards held, acts that failed; and how often
    the act that was hindered most had to be prepared.
    """

    acknowledged: tuple[str, ...]
    boards: int
    failures: tuple[str, ...]
    most_tries: int


@contextmanager
def open_ledger(url: str) -> Iterator[Ledger]:
    """A ledger on an engine of this process's own."""
    engine = create_engine(url)
    prepare(engine)
    try:
        yield Ledger(engine, KEYS, lambda: KINDS)
    finally:
        engine.dispose()


def work(url: str, name: str, seconds: float, turns: int) -> Outcome:
    """Write single facts about shared people, and boards over thirty of them, until time or turns end."""
    acknowledged: list[str] = []
    failures: list[str] = []
    boards = turn = most = 0
    end = time.monotonic() + seconds
    with open_ledger(url) as ledger:
        while turn < turns and time.monotonic() < end:
            turn += 1
            try:
                holds = turn % EVERY == 0
                ids, tries = record(ledger, name, hold_board if holds else declare)
                acknowledged += ids
                boards += holds
                most = max(most, tries)
            except Exception as fault:
                failures.append(f"{type(fault).__name__}: {fault}")
    return Outcome(tuple(acknowledged), boards, tuple(failures), most)


def record(ledger: Ledger, name: str, act: Callable[[Writer], list[str]]) -> tuple[list[str], int]:
    """Do an act as services do, until nobody comes first; the ids, and how often it was prepared."""
    for tries in count(1):
        with Session(ledger.engine) as session:
            try:
                with ledger.act(session, name, lambda writer, locked: None) as writer:
                    ids = act(writer)
                return ids, tries
            except Moved:
                continue
    raise AssertionError("count ends")


def act(ledger: Ledger, name: str) -> list[str]:
    """One fact about somebody whom other processes write about too."""
    return record(ledger, name, declare)[0]


def declare(writer: Writer) -> list[str]:
    """One fact about somebody whom other processes write about too."""
    someone = person(f"learner-{time.monotonic_ns() % BOARD}")
    return [writer.append(fact(someone, "declaration", date(2026, 1, 1), declaration="ethics")).id]


def hold_board(writer: Writer) -> list[str]:
    """A meeting and thirty outcomes, in an order of this process's own."""
    everybody = [person(f"learner-{n}") for n in range(BOARD)]
    if hash(writer.actor) % 2:
        everybody.reverse()
    meeting = fact(cohort("c1"), "board-meeting", date(2026, 7, 1), stage="p/s", chair=CHAIR)
    held = writer.append(meeting)
    outcomes = [
        fact(p, "board-outcome", date(2026, 7, 1), stage="p/s", outcome="referred", meeting=held.id)
        for p in everybody
    ]
    return [held.id, *(r.id for r in writer.append_all(outcomes))]


@dataclass(frozen=True, slots=True)
class Contention:
    """The result over all processes; ``missing`` were acknowledged and are not in the ledger."""

    acknowledged: int
    boards: int
    failures: tuple[str, ...]
    missing: int
    surplus: int
    sound: bool
    most_tries: int


def run(url: str, processes: int, seconds: float, turns: int = sys.maxsize) -> Contention:
    """Let processes write at once to an empty, migrated database, then look at what is there."""
    with open_ledger(url) as ledger, ledger.write("setup") as writer:
        save_person(writer.session, Person(CHAIR, "Somebody", invented=True))
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes) as pool:
        told = pool.starmap(work, [(url, f"writer-{n}", seconds, turns) for n in range(processes)])
    acknowledged = {identity for outcome in told for identity in outcome.acknowledged}
    with open_ledger(url) as ledger, Session(ledger.engine) as session:
        there = {r.id for r in _everything(ledger, session)}
        sound = verify(ledger, session).sound
    return Contention(
        acknowledged=len(acknowledged),
        boards=sum(outcome.boards for outcome in told),
        failures=tuple(f for outcome in told for f in outcome.failures),
        missing=len(acknowledged - there),
        surplus=len(there - acknowledged),
        sound=sound,
        most_tries=max(outcome.most_tries for outcome in told),
    )


def _everything(ledger: Ledger, session: Session) -> Iterator[object]:
    position = 0
    while batch := ledger.after(session, position):
        yield from batch
        position = batch[-1].position


if __name__ == "__main__":
    print(run(sys.argv[1], processes=8, seconds=float(sys.argv[2])))
