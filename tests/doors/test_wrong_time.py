"""An act at the wrong time, or wrongly filled in, is refused with its reason, and nothing is written."""

from __future__ import annotations

import pytest

from tests.doors.acts import Act, Wrong
from tests.doors.conftest import Doors
from tests.doors.table.every import ACTS

CASES = [
    pytest.param(door, act, wrong, id=f"{door}: {act.name} {wrong.says}")
    for act in ACTS
    for door in act.doors
    for wrong in act.wrongs
]
REFUSED = (302, 403, 404, 409, 422)
"""A page goes back to the draft where that has changed, and says so there: 302."""


@pytest.mark.parametrize(("name", "act", "wrong"), CASES)
def test_it_is_refused_and_says_why(doors: Doors, name: str, act: Act, wrong: Wrong) -> None:
    door, facts = doors.doors[name], act.filled(doors.year.facts, wrong.facts)
    with doors.unchanged(), doors.on(wrong.on):
        answer = door.do(act, wrong.by or act.by, facts)
    assert not answer.done, answer
    assert answer.status in REFUSED, answer
    assert wrong.because.casefold() in answer.says.casefold(), answer.says
