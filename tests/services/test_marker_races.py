"""Two markers at one script at the same instant: one is first, the other is shown what is new."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.markers import race
from lms.config import Settings
from tests.fixtures.marking import Marked, bands

TURNS = 8


def test_of_two_markers_at_once_one_is_first_and_nothing_is_written_over(
    marked: Callable[[str], Marked], settings: Settings
) -> None:
    essay = marked("single")
    found = race(settings, essay.work, ("mark", "mina"), bands(essay.school, "Merit"), TURNS)
    assert found.failures == ()
    assert (len(found.marks), found.conflicts) == (TURNS, TURNS)
    essay.school.site.session().rollback()
    chain = [r.id for r in _every_mark(essay)]
    assert sorted(chain) == sorted(found.marks)


def _every_mark(essay: Marked) -> list[object]:
    """Every mark ever given, the corrected ones too."""
    site = essay.school.site
    return [r for r in site.ledger.after(site.session(), 0, 10_000) if r.kind == "mark"]
