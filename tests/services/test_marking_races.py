"""Two markers at one script at the very same moment, whatever divides them: nothing is lost.

A worker of the server has threads that share a ledger, and several workers are processes that
share only the database; each way has a lock of its own that could fail.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from benchmarks.markers import race as race_of_processes
from lms.config import Settings
from lms.errors import Conflict
from lms.services.mark_work import Marking, mark_work
from tests.fixtures.marking import Marked, bands

Hand = Callable[..., Marked]
MARKERS = ("mark", "mina")
RACES_OF_THREADS = 10
RACES_OF_PROCESSES = 8


def race_of_threads(app: Flask, essay: Marked, work: str, seen: int) -> list[str]:
    """Both markers record different marks at once; what came of each."""
    together = Barrier(2)

    def mark(person: str, given: int) -> str:
        with app.app_context():
            marking = Marking(bands(essay.school, "Merit"), mark=given, overall=person)
            actor = essay.actor(person)
            together.wait(timeout=60)
            try:
                mark_work(essay.school.site, actor, work, marking, seen)
            except Conflict:
                return "conflict"
            return "recorded"

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(mark, MARKERS, (62, 66)))


@pytest.mark.parametrize(
    ("markers", "expected", "layers"),
    [("single", ["conflict", "recorded"], 1), ("double", ["recorded", "recorded"], 2)],
)
def test_two_markers_in_threads_of_one_process_lose_nothing(
    site_without_pages: Flask, marked: Hand, markers: str, expected: list[str], layers: int
) -> None:
    essay = marked(markers)
    for number in range(RACES_OF_THREADS):
        person = f"learner-{number}"
        work = essay.school.work(person=person, enrolment=essay.school.enrol(person))
        came = race_of_threads(site_without_pages, essay, work, essay.school.position())
        assert sorted(came) == expected
        marks = essay.school.own("mark", person)
        assert sorted(m.get("layer") for m in marks) == ["first", "second"][:layers]
        assert {m.recorded_by for m in marks} <= set(MARKERS)
        assert len({m.recorded_by for m in marks}) == layers
        assert all(m.replaces is None for m in marks)


def test_of_two_markers_in_two_processes_one_is_first_and_nothing_is_written_over(
    marked: Hand, settings: Settings
) -> None:
    essay = marked("single")
    criteria = bands(essay.school, "Merit")
    found = race_of_processes(settings, essay.work, MARKERS, criteria, RACES_OF_PROCESSES)
    assert found.failures == ()
    assert (len(found.marks), found.conflicts) == (RACES_OF_PROCESSES, RACES_OF_PROCESSES)
    essay.school.site.session().rollback()
    assert sorted(_every_mark(essay)) == sorted(found.marks)


def _every_mark(essay: Marked) -> list[str]:
    """The ids of every mark ever given, the corrected ones too."""
    site = essay.school.site
    return [r.id for r in site.ledger.after(site.session(), 0, 10_000) if r.kind == "mark"]
