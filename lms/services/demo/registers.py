"""What checks of the professional registers showed, year after year, in the example world."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from lms.domain.registers import SYSTEMIC_TITLE
from lms.services.demo.cast import CAST, EVERYBODY, SOCIAL_WORKERS
from lms.services.demo.dates import YEAR_END, Dates, year_end
from lms.services.demo.employment import months_employed
from lms.services.demo.places import PLANNERS
from lms.services.demo.story import Story

DAYS_AFTER_YEAR_END = {"northwold": 0, "harrowmere": 18, "estbury": 45, "": 0}
"""How soon each authority looks again once a register's year has ended."""
LAST_ROUND = {"northwold": 35, "harrowmere": 60}
"""Days since a planner went through everybody; Estbury's is long overdue."""
PARTNERSHIP = "leopold"

FAMILY_THERAPISTS = (
    "yolanda",
    "nathaniel",
    "percival",
    "thea",
    "oona",
    "cecily",
    "xavier",
    "ffion",
    "zachary",
    "ulric",
    "seren",
    "dorothea",
    "terence",
)
"""On the UKCP register as Family and Systemic Psychotherapists, all along."""
TURNED = {
    "swe": ("oona", "yusuf", "ulric", "wilfred", "seren", "zachary", "percival", "marek"),
    "ukcp": ("rafaela", "viola", "wilfred", "godfrey"),
}
"""Whose entry has a story of its own, told in register_turns."""


def tell_registers(story: Story) -> None:
    """Everybody whose entries were simply renewed, year after year."""
    for member in EVERYBODY:
        if member.post in SOCIAL_WORKERS and member.id not in TURNED["swe"]:
            keep_checking(story, member.id, "swe", first_registered(story, member.id))
    for person in FAMILY_THERAPISTS:
        keep_checking(story, person, "ukcp", became_therapist(story, person))
    for person in ("yolanda", "cecily"):
        keep_checking(story, person, "aft-supervisors", became_therapist(story, person))
    keep_checking(story, "thea", "hcpc", first_registered(story, "thea"))


def first_registered(story: Story, person: str) -> date:
    """When somebody first joined the register of the first profession."""
    return story.dates.ago(months_employed(CAST[person]) + 22)


def became_therapist(story: Story, person: str) -> date:
    """When somebody was first entered on the UKCP register: before this site began."""
    return story.dates.ago(45 + 7 * EVERYBODY.index(CAST[person]) % 90)


def rounds(dates: Dates, register: str, authority: str) -> Iterator[date]:
    """The days on which somebody looked at a register, in order."""
    month, day = YEAR_END[register]
    found = {dates.opening}
    for year in range(dates.opening.year, dates.today.year + 1):
        later = DAYS_AFTER_YEAR_END[authority] + 1
        found.add(date(year, month, day) + timedelta(days=later))
    if authority in LAST_ROUND:
        found.add(dates.today - timedelta(days=LAST_ROUND[authority]))
    return iter(sorted(day for day in found if dates.opening <= day <= dates.today))


def keep_checking(
    story: Story,
    person: str,
    register: str,
    since: date,
    after: date = date.min,
    until: date = date.max,
    **flags: Any,
) -> None:
    """Look at an entry in every round within some days, and find it there since a day."""
    for looked in rounds(story.dates, register, CAST[person].authority):
        if after <= looked <= until:
            see(story, person, register, since, looked, **flags)


def see(story: Story, person: str, register: str, since: date, looked: date, **flags: Any) -> None:
    """One look at a register that shows an entry to the end of its year."""
    story.tell(
        person,
        "registration",
        since,
        by=checker(person),
        known=looked,
        until=year_end(register, looked),
        register=register,
        title=SYSTEMIC_TITLE if register == "ukcp" else None,
        checked=looked,
        source="public-register",
        **flags,
    )


def see_nothing(
    story: Story, person: str, register: str, looked: date, last: date | None = None
) -> None:
    """One look at a register that shows no entry, and perhaps the last day on it."""
    story.tell(
        person,
        "registration",
        looked,
        by=checker(person),
        register=register,
        result="absent",
        checked=looked,
        last=last,
        source="public-register",
    )


def checker(person: str) -> str:
    """The planner who looks: the authority's, or the partnership's."""
    return PLANNERS.get(CAST[person].authority, PARTNERSHIP)


def numbers() -> Iterator[tuple[str, str, str]]:
    """Person, register and number; longer than any real one, so that they name nobody."""
    for n, member in enumerate(EVERYBODY, start=1):
        if member.post in SOCIAL_WORKERS:
            yield member.id, "swe", f"SW9900{n:03}"
        if member.id in (*FAMILY_THERAPISTS, *TURNED["ukcp"], "amara"):
            yield member.id, "ukcp", f"9900000{n:03}"
