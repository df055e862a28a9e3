"""Marks from the command line: exported, released, and deadlines set."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from io import StringIO

from lms.store.ledger import now
from lms.testing import Clock
from tests.cli.conftest import Shell
from tests.fixtures.boards import Judged

WHERE = ("course", "spring", "year")


def test_marks_are_exported_for_programs_and_spreadsheets(lms: Shell, judged: Judged) -> None:
    judged.essay("ada", 64)
    table = list(csv.DictReader(StringIO(lms("marks", "export", *WHERE, "--format", "csv").output)))
    found = json.loads(lms("marks", "export", *WHERE, "--format", "json").output)
    assert [row["recorded"] for row in table if row["assessment"] == "crs.essay"] == ["64"]
    assert [row["recorded"] for row in found if row["assessment"] == "crs.essay"] == [64]


def test_marks_are_exported_as_of_a_day_and_as_known_then(
    lms: Shell, judged: Judged, clock: Clock
) -> None:
    first = judged.essay("ada", 64)
    clock.forward(days=2)
    again = {"assessment": "crs.essay", "attempt": 1, "layer": "first", "mark": 58}
    judged.tell("ada", "mark", first.on, "mark", replaces=first.id, **again)

    def recorded(*asked: str) -> list[object]:
        rows = json.loads(lms("marks", "export", *WHERE, *asked, "--format", "json").output)
        return [row["recorded"] for row in rows if row["assessment"] == "crs.essay"]

    assert recorded() == [58]
    assert recorded("--as-of", "2026-02-10") == [None]
    assert recorded("--known-at", "2026-03-03") == [64]
    assert recorded("--known-at", "2026-03-05") == [58]


def test_a_release_says_what_is_open_and_ends_with_2(lms: Shell, judged: Judged) -> None:
    judged.essay("ada", 64)
    result = lms("marks", "release", *WHERE, "--marks", "provisional")
    assert result.exit_code == 2
    assert "not yet moderated" in result.output
    judged.moderate()
    assert lms("marks", "release", *WHERE, "--marks", "provisional").exit_code == 0
    assert len(judged.releases()) == 1


def test_a_deadline_is_set(lms: Shell, judged: Judged) -> None:
    ahead = now().date() + timedelta(days=30)
    words = ("marks", "deadline", "course", "spring", "crs.essay")
    assert lms(*words, ahead.isoformat(), "--at", "16:00").exit_code == 0
    assert lms(*words, "2026-01-01").exit_code == 2
