"""What leads and planners decide is written by their page and by the API alike."""

from __future__ import annotations

import pytest

from tests.doors.acts import Act
from tests.doors.conftest import Doors
from tests.doors.table import leading


@pytest.mark.parametrize("door", ["page", "api"])
@pytest.mark.parametrize("act", leading.ROWS, ids=lambda act: act.name)
def test_what_is_decided_is_written(doors: Doors, act: Act, door: str) -> None:
    before = doors.written()["position"]
    with doors.undone():
        answer = doors.doors[door].do(act, act.by, act.filled(doors.year.facts))
        assert answer.done, answer
        assert doors.kinds_since(before) >= set(act.writes)
