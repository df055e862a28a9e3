"""An act is refused to whoever it is not for, at every door, and nothing is written."""

from __future__ import annotations

import pytest

from tests.doors.acts import Act
from tests.doors.conftest import Doors
from tests.doors.table.every import EVERY_WAY

FEW = ("", "zoe", "plan")
"""At the command line, which asks the API: nobody, a learner, a role of another kind, and whoever an
act names itself."""


@pytest.mark.parametrize(("name", "act"), EVERY_WAY)
def test_strangers_are_turned_away(doors: Doors, name: str, act: Act) -> None:
    door, facts = doors.doors[name], act.filled(doors.year.facts)
    few = (*FEW, act.about, *act.never) if name == "cli" else act.strangers
    let_in = {}
    with doors.unchanged():
        for stranger in (s for s in act.strangers if s in few):
            answer = door.do(act, stranger, facts)
            if answer.done or answer.status not in act.shut or not answer.says:
                let_in[stranger or "nobody"] = (answer.status, answer.says)
    assert let_in == {}
