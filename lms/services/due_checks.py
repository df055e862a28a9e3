"""Whose register entry somebody should look up again: unconfirmed, never seen, or seen long ago."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lms.domain.policy import Actor
from lms.domain.registers import Entry, Holding
from lms.errors import NotFound
from lms.services.cadre import may_name, members_on, require_counts
from lms.services.site import Site
from lms.store import people

REGISTERS = ("swe", "ukcp")
BATCH = 100
"""So many numbers the Social Work England register takes at once."""
UNCONFIRMED, OLD, NEVER = "unconfirmed", "old", "never"
YEAR_ENDS = {
    "swe": (11, 30),
    "ukcp": (9, 30),
    "aft-supervisors": (2, 29),
    "aft": (2, 29),
    "ift": (1, 30),
}
"""The month and day on which the year of a register or association ends; AFT's in February."""


@dataclass(frozen=True, slots=True)
class DueCheck:
    """One person to look up: why, the last day seen, and what a renewed entry would show.

    ``first`` and ``last`` are proposals for the form: an entry without a gap, to the end of the
    register's year.
    """

    person: str
    name: str
    employers: tuple[str, ...]
    register: str
    number: str
    why: str
    last_seen: date | None
    first: date
    last: date | None


def due_checks(
    site: Site, actor: Actor, register: str = "swe", as_of: date | None = None
) -> list[DueCheck]:
    """Everybody, within the planner's authorities, whose entry should be looked up again."""
    require_counts(site, actor)
    if register not in REGISTERS:
        raise NotFound(f'There is no register "{register}" to check here.')
    day = as_of or site.today()
    numbers = people.numbers(site.session(), register)
    found = []
    for member in members_on(site, day):
        employers = tuple(sorted({p.employer for p in member.posts}))
        entry = member.standing.swe if register == "swe" else member.standing.ukcp
        reason = why_due(entry, member.standing.person in numbers)
        if reason and any(may_name(site, actor, e) for e in employers):
            found.append((member.standing.person, employers, entry, reason))
    names = people.people(site.session(), [p for p, *_ in found])
    due = [
        DueCheck(
            person=p,
            name=names[p].name if p in names else p,
            employers=employers,
            register=register,
            number=numbers.get(p, ""),
            why=reason,
            last_seen=_last_seen(entry),
            first=entry.since or day,
            last=year_end(register, day),
        )
        for p, employers, entry, reason in found
    ]
    return sorted(due, key=lambda d: (d.why != UNCONFIRMED, d.name.casefold()))


def why_due(entry: Entry, numbered: bool) -> str:
    """Why somebody should look; empty where nobody need."""
    if entry.holding is Holding.UNCONFIRMED:
        return UNCONFIRMED
    if entry.held and entry.recheck_due:
        return OLD
    return NEVER if entry.holding is Holding.NEVER and numbered else ""


def _last_seen(entry: Entry) -> date | None:
    """The last day that the last entry covered."""
    if entry.holding is Holding.UNCONFIRMED and entry.since:
        return entry.since.fromordinal(entry.since.toordinal() - 1)
    return entry.last_day


def year_end(register: str, day: date) -> date | None:
    """The end of the register's year that a day lies in; None for one whose years differ by person."""
    if register not in YEAR_ENDS:
        return None
    month, last = YEAR_ENDS[register]
    ends = (
        date(year, month, min(last, monthrange(year, month)[1]))
        for year in (day.year, day.year + 1)
    )
    return next(end for end in ends if day <= end)


def batches(due: Sequence[DueCheck]) -> list[list[str]]:
    """The numbers on file, a hundred at a time, as the register takes them."""
    numbers = [d.number for d in due if d.number]
    return [numbers[i : i + BATCH] for i in range(0, len(numbers), BATCH)]
