"""Two markers at one script at the same instant, again and again: one is first, nobody writes over."""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from queue import Queue

from lms.app import close, open_site
from lms.config import Settings
from lms.errors import Conflict
from lms.services.mark_work import Marking, mark_work
from lms.services.read_work import read_work
from lms.services.site import Site

PATIENCE = 300
"""Seconds that one marker waits for the other before the race counts as broken."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one marker was told: the marks acknowledged, and how often somebody else was first."""

    marks: tuple[str, ...]
    conflicts: int
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Races:
    """All races together; each has one winner where nothing is lost and nothing written over."""

    marks: tuple[str, ...]
    conflicts: int
    failures: tuple[str, ...]


def race(
    settings: Settings,
    submission: str,
    markers: tuple[str, str],
    bands: Mapping[str, str],
    turns: int,
) -> Races:
    """Let two processes mark one single-marked script at once, so many times; each saw the same."""
    context = multiprocessing.get_context("spawn")
    barrier, told = context.Barrier(2), context.SimpleQueue()
    processes = [
        context.Process(
            target=_mark, args=(settings, submission, person, dict(bands), turns, barrier, told)
        )
        for person in markers
    ]
    for process in processes:
        process.start()
    found = [told.get() for _ in processes]
    for process in processes:
        process.join()
    return Races(
        tuple(mark for each in found for mark in each.marks),
        sum(each.conflicts for each in found),
        tuple(failure for each in found for failure in each.failures),
    )


def _mark(
    settings: Settings,
    submission: str,
    person: str,
    bands: Mapping[str, str],
    turns: int,
    barrier: Barrier,
    told: Queue[Told],
) -> None:
    app = open_site(settings)
    marks: list[str] = []
    conflicts, failures = 0, list[str]()
    with app.app_context():
        site: Site = app.extensions["cadre"]
        for turn in range(turns):
            site.session().rollback()
            actor = site.actor(person)
            seen = read_work(site, actor, submission).seen
            marking = Marking(bands, mark=50 + turn % 50, overall=person, reason="Read again.")
            barrier.wait(PATIENCE)
            try:
                marks.append(mark_work(site, actor, submission, marking, seen))
            except Conflict:
                conflicts += 1
            except Exception as fault:
                failures.append(f"{type(fault).__name__}: {fault}")
            barrier.wait(PATIENCE)
    told.put(Told(tuple(marks), conflicts, tuple(failures)))
    close(app)
