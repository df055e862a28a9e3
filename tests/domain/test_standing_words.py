"""A planner reads why somebody stands where he or she does, in sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lms.domain.registers import Entry, Holding
from lms.domain.standing import PipelineStage, Standing
from lms.domain.standing_words import TITLES, entry_says, why

HELD = Entry(Holding.HELD, since=date(2018, 1, 1), last_day=date(2026, 11, 30))
NEVER = Entry(Holding.NEVER)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (HELD, "held since 1 January 2018, until 30 November 2026."),
        (replace(HELD, conditions=True), "With conditions."),
        (replace(HELD, sanctions=True), "With sanctions."),
        (replace(HELD, recheck_due=True), "more than 90 days old."),
        (Entry(Holding.ABSENT, since=date(2025, 12, 1)), "not held since 1 December 2025."),
        (Entry(Holding.ABSENT), "Social Work England: not held."),
        (NEVER, "no entry has ever been seen."),
        (Entry(Holding.UNCONFIRMED, since=date(2026, 12, 1)), "that is not a lapse."),
    ],
)
def test_an_entry_is_told_in_a_sentence(entry: Entry, says: str) -> None:
    assert entry_says("swe", entry).endswith(says)


def test_an_award_a_break_and_a_missing_registration_are_told() -> None:
    standing = Standing(
        "ben",
        PipelineStage.UKCP_PENDING,
        date(2025, 11, 21),
        HELD,
        NEVER,
        in_pipeline=True,
        paused=True,
        award_confirmed=date(2025, 11, 21),
        good_until=None,
    )
    said = why(standing)
    assert "The qualifying award was confirmed on 21 November 2025." in said
    assert "Studies are paused by an approved break." in said
    assert len(said) == 4
    outside = why(replace(standing, in_pipeline=False))
    assert "Not in the pipeline counts" in outside[-1]


def test_every_stage_has_a_title() -> None:
    assert set(TITLES) == set(PipelineStage)
