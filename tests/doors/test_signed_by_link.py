"""What a signer does by a link that was mailed, at every door: once, again with a key, and once too often."""

from __future__ import annotations

import pytest

from tests.doors.acts import Act
from tests.doors.conftest import Doors
from tests.doors.table.signed import BY_LINK

WAYS = [pytest.param(d, act, id=f"{d}: {act.name}") for act in BY_LINK for d in act.doors]


@pytest.mark.parametrize(("name", "act"), WAYS)
def test_the_link_is_the_key_and_a_second_click_is_the_same_act(
    doors: Doors, name: str, act: Act
) -> None:
    door, facts = doors.doors[name], act.filled(doors.year.facts)
    before = doors.written()
    with doors.undone():
        first = door.do(act, "", facts, "one key")
        assert first.done, first
        assert doors.kinds_since(before["position"]) >= set(act.writes)
        once = doors.written()
        assert door.do(act, "", facts, "one key").done
        again = door.do(act, "", facts)
        assert not again.done
        assert act.twice(name) in again.says.casefold()
        assert doors.written() == once
    wrong = {**facts, "link": "nobody", "copy": "nobody"}
    with doors.unchanged():
        assert not door.do(act, "", wrong).done
