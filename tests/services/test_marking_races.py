"""Two markers at the very same moment: neither overwrites the other, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from lms.errors import Conflict
from lms.services.mark_work import Marking, mark_work
from tests.fixtures.marking import Marked, bands

Hand = Callable[..., Marked]
RACES = 10


def race(app: Flask, essay: Marked, work: str, seen: int) -> list[str]:
    """Mark and Mina record different marks at once; what came of each."""
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
        return list(pool.map(mark, ("mark", "mina"), (62, 66)))


@pytest.mark.parametrize(
    ("markers", "expected", "layers"),
    [("single", ["conflict", "recorded"], 1), ("double", ["recorded", "recorded"], 2)],
)
def test_two_markers_at_once_lose_nothing(
    site_without_pages: Flask, marked: Hand, markers: str, expected: list[str], layers: int
) -> None:
    essay = marked(markers)
    for number in range(RACES):
        person = f"learner-{number}"
        work = essay.school.work(person=person, enrolment=essay.school.enrol(person))
        came = race(site_without_pages, essay, work, essay.school.position())
        assert sorted(came) == expected
        marks = essay.school.own("mark", person)
        assert sorted(m.get("layer") for m in marks) == ["first", "second"][:layers]
        assert {m.recorded_by for m in marks} <= {"mark", "mina"}
        assert len({m.recorded_by for m in marks}) == layers
        assert all(m.replaces is None for m in marks)
