"""Eight processes at once lose nothing and wait for nobody for ever."""

from __future__ import annotations

from benchmarks.contention import run


def test_eight_processes_with_boards_of_thirty_lose_nothing(database_url: str) -> None:
    found = run(database_url, processes=8, seconds=300, turns=20)
    assert found.failures == ()
    assert (found.missing, found.surplus) == (0, 0)
    assert (found.boards, found.acknowledged) == (16, 8 * 18 + 16 * 31)
    assert found.sound
