"""Register entries with a story: removed, restored, suspended, on conditions, forgotten, abroad."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from lms.domain.calendar import add_months, add_years
from lms.services.demo.registers import (
    became_therapist,
    checker,
    first_registered,
    keep_checking,
    see,
    see_nothing,
)
from lms.services.demo.story import Story

WELL_PAST = 60
"""Days: a turn at a year's end is told of the latest one that is at least this long ago."""


def tell_register_turns(story: Story) -> None:
    """Everybody on the list of those whose entry turned."""
    _removed_and_restored(story, "oona")
    for person in ("yusuf", "ulric"):
        _removed(story, person)
    _never_looked_at_again(story, "rafaela")
    _left_the_register(story, "viola")
    _left_both(story, "wilfred")
    _moved_to_wales(story, "seren")
    _retired(story, "godfrey")
    _from_then_on(story, "percival", 5, conditions=True)
    _from_then_on(story, "marek", 9, conditions=True)
    _from_then_on(story, "zachary", 3, suspended=True)
    _newly_registered(story, "amara")


def _removed(story: Story, person: str) -> date:
    """Not renewed on 30 November: removed from the next day, with no grace. Gives that year's end."""
    end = story.dates.last(11, 30, WELL_PAST)
    keep_checking(story, person, "swe", first_registered(story, person), until=end)
    see_nothing(story, person, "swe", end + timedelta(days=5), last=end)
    return end


def _removed_and_restored(story: Story, person: str) -> None:
    """Removed for one missing peer reflection, restored on 7 January (domain case 7)."""
    end = _removed(story, person)
    restored = date(end.year + 1, 1, 7)
    see(story, person, "swe", restored, restored)
    keep_checking(story, person, "swe", restored, after=restored + timedelta(days=1))


def _never_looked_at_again(story: Story, person: str) -> None:
    """Nobody has looked since the year ended, so the entry is unconfirmed."""
    end = story.dates.last(9, 30, WELL_PAST)
    keep_checking(story, person, "ukcp", became_therapist(story, person), until=end)


def _left_the_register(story: Story, person: str) -> None:
    """Let the UKCP entry go and stayed a social worker."""
    end = story.dates.last(9, 30, WELL_PAST)
    keep_checking(story, person, "ukcp", became_therapist(story, person), until=end)
    see_nothing(story, person, "ukcp", end + timedelta(days=20))


def _left_both(story: Story, person: str) -> None:
    """Left the profession: first one register, then the other."""
    _left_the_register(story, person)
    _removed(story, person)


def _moved_to_wales(story: Story, person: str) -> None:
    """Registered with Social Care Wales, then came off the register in England."""
    welsh, ended = story.dates.ago(8), story.dates.ago(7)
    story.tell(
        person,
        "registration",
        welsh,
        by=checker(person),
        until=add_years(welsh, 3),
        register="scw",
        checked=welsh,
        source="public-register",
    )
    last = ended - timedelta(days=1)
    keep_checking(story, person, "swe", first_registered(story, person), until=last)
    see_nothing(story, person, "swe", ended + timedelta(days=10), last=last)


def _retired(story: Story, person: str) -> None:
    """Came off the UKCP register in between two sessions and their signing."""
    ended = story.dates.ago(3)
    last = ended - timedelta(days=1)
    keep_checking(story, person, "ukcp", became_therapist(story, person), until=last)
    see_nothing(story, person, "ukcp", ended + timedelta(days=10), last=last)


def _from_then_on(story: Story, person: str, months: int, **flags: Any) -> None:
    """The entry is as ever until a day so many months ago, and carries a flag from then on."""
    turned = story.dates.ago(months)
    before = turned - timedelta(days=1)
    keep_checking(story, person, "swe", first_registered(story, person), until=before)
    see(story, person, "swe", turned, turned, **flags)
    keep_checking(story, person, "swe", turned, after=turned + timedelta(days=1), **flags)


def _newly_registered(story: Story, person: str) -> None:
    """Entered from the first day of last month, some weeks after the board (domain case 1)."""
    first = add_months(story.dates.today.replace(day=1), -1)
    looked = first + timedelta(days=1)
    see(story, person, "ukcp", first, looked)
    keep_checking(story, person, "ukcp", first, after=looked + timedelta(days=1))
