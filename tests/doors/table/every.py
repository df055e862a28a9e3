"""Every writing act of assessment, facts about learners that others enter, and what is offered."""

from __future__ import annotations

import pytest

from tests.doors.acts import Act
from tests.doors.table import (
    boards,
    conduct,
    facts,
    marking,
    moderation,
    offering,
    own_work,
    registers,
    signed,
)

ACTS: tuple[Act, ...] = (
    *own_work.ROWS,
    *marking.ROWS,
    *moderation.ROWS,
    *conduct.ROWS,
    *boards.ROWS,
    *facts.ROWS,
    *registers.ROWS,
    *offering.ROWS,
    *signed.ROWS,
)
EVERY_WAY = [pytest.param(d, act, id=f"{d}: {act.name}") for act in ACTS for d in act.doors]
"""Each act at each of its doors, for tests that go through them all."""
