"""An act done twice: with the same key it is one act; without, what is decided for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.doors.acts import Act
from tests.doors.conftest import Doors
from tests.doors.doors import Answer
from tests.doors.table.every import EVERY_WAY


@pytest.mark.parametrize(("name", "act"), EVERY_WAY)
def test_twice_with_a_key_and_without(doors: Doors, name: str, act: Act) -> None:
    door, facts = doors.doors[name], act.filled(doors.year.facts)
    before = doors.written()
    keyed = name in act.keyed
    with doors.undone():
        first = door.do(act, act.by, facts, "one key" if keyed else "")
        assert first.done, first
        once = doors.written()
        assert doors.kinds_since(before["position"]) >= set(act.writes)
        if keyed:
            again = door.do(act, act.by, facts, "one key")
            assert (again.done, again.body, again.status) == (True, first.body, first.status), again
            assert doors.written() == once != before
        again = door.do(act, act.by, facts)
        check_again(act.twice(name), again, once, doors.written())
    assert doors.written() == before


def check_again(decided: str, again: Answer, once: dict[str, Any], twice: dict[str, Any]) -> None:
    """That doing it once more came to what is decided: "same", "more", or words of a refusal."""
    assert again.done is (decided in ("same", "more")), again
    assert (twice == once) is (decided != "more"), (once, twice)
    if not again.done:
        assert decided.casefold() in again.says.casefold(), again.says
