"""What stands beside a register entry: memberships, and what a new registrant owes in November."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lms.domain.as_of import ONE_DAY, AsOf
from lms.domain.calendar import in_words, limit_after
from lms.domain.records import Records
from lms.domain.registers import MEMBERSHIPS, Holding, entry_on, entry_spans

ASSOCIATIONS = {
    "aft": "Membership of the Association for Family Therapy",
    "ift": "Membership of the Institute of Family Therapy",
}
MONTHS_LAPSED = {"aft": 12, "ift": 36}
"""After so many months without membership, UKCP may ask for a new registration (8a.12)."""


def notes_on(records: Records, day: AsOf) -> tuple[str, ...]:
    """What a planner should know beside both registers; none of it decides a standing."""
    renewal = new_registrant(records, day)
    return (*membership_notes(records, day), *((renewal,) if renewal else ()))


def membership_notes(records: Records, day: AsOf) -> Iterator[str]:
    """What is known of each association, where anybody has looked."""
    for register in MEMBERSHIPS:
        entry, name = entry_on(records, register, day), ASSOCIATIONS[register]
        if entry.held:
            until = f", until {in_words(entry.last_day)}" if entry.last_day else ""
            yield f"{name}: since {in_words(entry.since)}{until}."
        elif entry.holding is Holding.UNCONFIRMED:
            yield f"{name}: unconfirmed since {in_words(entry.since)}; that is not a lapse."
    yield from membership_warnings(records, day)


def membership_warnings(records: Records, day: AsOf) -> Iterator[str]:
    """A membership that lapsed only warns, for the UKCP entry decides (8a.12).

    A limit of some months after the last day ends with the corresponding day (8a.29).
    """
    for register in MEMBERSHIPS:
        entry = entry_on(records, register, day)
        if entry.holding is Holding.ABSENT and entry.ever and entry.since:
            last = entry.since - ONE_DAY
            long = day.passed(limit_after(last, MONTHS_LAPSED[register]))
            again = " Re-registration may be needed." if long else ""
            yield (
                f"{ASSOCIATIONS[register]} lapsed; its last day was {in_words(last)}. "
                f"The UKCP entry decides.{again}"
            )


def new_registrant(records: Records, day: AsOf) -> str:
    """Who joined or was restored from 1 September owes only the fee that November (8a.12)."""
    entry = entry_on(records, "swe", day)
    if not entry.held:
        return ""
    joined = _joined(records, day)
    opens, closes = date(joined.year, 9, 1), date(joined.year, 11, 30)
    if not opens <= joined <= closes or day.passed(closes):
        return ""
    return (
        f"Joined the register of Social Work England, or was restored to it, on {in_words(joined)}: "
        f"only the fee is owed by {in_words(closes)}, and no CPD."
    )


def _joined(records: Records, day: AsOf) -> date:
    """The first day of the unbroken stretch on the register; a suspension does not break it."""
    joined = date.min
    left: date | None = None
    for span in entry_spans(records, "swe"):
        if not day.reached(span.first):
            break
        on_it = span.holding is Holding.HELD or span.suspended
        if on_it and left != span.first - ONE_DAY:
            joined = span.first
        if on_it:
            left = span.last
    return joined
