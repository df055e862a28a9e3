"""Long lists through the API: a part at a time, each row once, and the cursor of the next part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.fixtures.boards import Judged
from tests.fixtures.crowd import MANY
from tests.fixtures.programs import Call

COHORT = "/programmes/course/cohorts/spring"
LISTS = [
    ("lead", f"{COHORT}/circumstances", "items", "record"),
    ("lead", f"{COHORT}/appeals", "items", "record"),
    ("lead", f"{COHORT}/marks/year", "learners", "person"),
    ("lead", f"{COHORT}/boards/year", "candidates", "person"),
    ("lead", COHORT, "learners", "person"),
    ("lead", f"{COHORT}/marking/crs.project", "scripts", "record"),
    ("external-examiner", f"{COHORT}/examining/crs.essay", "scripts", "submission"),
    ("tutor", "/cohorts/spring/register?stage=year&day=1", "rows", "person"),
    ("tutor", "/teaching/queue", "items", "record"),
    ("mona", "/marking/queue", "items", "record"),
]


@pytest.mark.parametrize(("who", "address", "rows", "named"), LISTS)
def test_every_row_comes_once(
    who: str, address: str, rows: str, named: str, call: Call, crowd: Judged
) -> None:
    parts = [*every_part(call, who, address, limit=20)]
    assert [len(part[rows]) for part in parts] == [20, 20, 15]
    assert len({row[named] for part in parts for row in part[rows]}) == MANY


def every_part(call: Call, who: str, address: str, limit: int) -> Iterator[Any]:
    """The parts of a list, from the first to the last."""
    cursor: str | None = ""
    while cursor is not None:
        more = f"limit={limit}" + (f"&cursor={cursor}" if cursor else "")
        part = call(who, "GET", f"{address}{'&' if '?' in address else '?'}{more}").json
        yield part
        cursor = part["next_cursor"]


def test_fifty_come_unless_told_otherwise_and_two_hundred_of_a_cohort(
    call: Call, crowd: Judged
) -> None:
    marks = call("lead", "GET", f"{COHORT}/marks/year").json
    assert (len(marks["learners"]), marks["counts"]["appealed"]) == (50, MANY)
    cohort = call("lead", "GET", COHORT).json
    assert (len(cohort["learners"]), cohort["next_cursor"]) == (MANY, None)


@pytest.mark.parametrize("cursor", ["!", "bm9uZQ", "LTE", "MTAwMDAwMDAwMDAw", "4pGh"])
def test_a_cursor_of_nobodys_is_refused(cursor: str, call: Call, crowd: Judged) -> None:
    answer = call("lead", "GET", f"{COHORT}/appeals?cursor={cursor}")
    assert answer.status_code == 422
    assert "next_cursor" in answer.text
