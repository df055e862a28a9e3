"""A day as people type it into three boxes, 3 or 03, March or mar., and what is wrong where it is none."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

DAY, MONTH, YEAR = "day", "month", "year"
BOXES = (DAY, MONTH, YEAR)
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
FEBRUARY = 2
ORDINAL = re.compile(r"(\d{1,2})\s*(?:st|nd|rd|th)", re.IGNORECASE)
SHORTEST_NAME = 3
"""Letters by which a month's name can be told: Jun, Jul."""
LONGEST_TYPED = 20
YEARS_AHEAD = 50
"""A year of two digits is taken, for the question, to be at most so many years ahead."""
NO_DAY_NUMBER = "Give the day as a number from 1 to 31."
NO_MONTH = "Give the month as a number from 1 to 12, or by its name."
NO_YEAR = "Give the year as four digits, such as 2026."


@dataclass(frozen=True, slots=True)
class WrongBox:
    """A box that cannot be meant, and a sentence that says what to type instead."""

    box: str
    says: str


@dataclass(frozen=True, slots=True)
class TypedDay:
    """What three boxes mean: a day, or else all that is wrong; neither where nothing is typed."""

    day: date | None = None
    wrong: tuple[WrongBox, ...] = ()

    @property
    def says(self) -> str:
        """Everything that is wrong, in one line."""
        return " ".join(dict.fromkeys(w.says for w in self.wrong))

    @property
    def boxes(self) -> tuple[str, ...]:
        """The boxes that are wrong."""
        return tuple(w.box for w in self.wrong)


def read_typed_day(day: str, month: str, year: str, today: date) -> TypedDay:
    """The day that three boxes mean. A year of two digits is asked about, never guessed."""
    typed = tuple(map(_plain, (day, month, year)))
    if not any(typed):
        return TypedDay()
    missing = [
        WrongBox(b, f"Give the {b} too.") for b, t in zip(BOXES, typed, strict=True) if not t
    ]
    number, of_month, of_year = _day(typed[0]), _month(typed[1]), _year(typed[2])
    wrong = [
        *([WrongBox(DAY, NO_DAY_NUMBER)] if typed[0] and number is None else ()),
        *([WrongBox(MONTH, NO_MONTH)] if typed[1] and of_month is None else ()),
        *([WrongBox(YEAR, _about_year(typed[2], today))] if typed[2] and of_year is None else ()),
    ]
    wrong += _too_long(number, of_month, of_year)
    if wrong or missing or number is None or of_month is None or of_year is None:
        return TypedDay(wrong=tuple(sorted((*missing, *wrong), key=lambda w: BOXES.index(w.box))))
    return TypedDay(date(of_year, of_month, number))


def _plain(typed: str) -> str:
    """What was typed with its digits as 0 to 9, whatever script they are of."""
    if len(typed) > LONGEST_TYPED:
        typed = f"{typed.strip()[:LONGEST_TYPED]}…"
    digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in typed)
    return " ".join("".join(digits).split())


def _number(text: str, most_digits: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most_digits else None


def _day(text: str) -> int | None:
    ordinal = ORDINAL.fullmatch(text)
    number = _number(ordinal[1] if ordinal else text, 2)
    return number if number is not None and 1 <= number <= 31 else None


def _month(text: str) -> int | None:
    number = _number(text, 2)
    if number is not None:
        return number if 1 <= number <= 12 else None
    name = text.rstrip(".").casefold()
    if len(name) < SHORTEST_NAME:
        return None
    return next((n for n, m in enumerate(MONTHS, 1) if m.casefold().startswith(name)), None)


def _year(text: str) -> int | None:
    number = _number(text, 4)
    return number if number and len(text) == 4 else None


def _about_year(text: str, today: date) -> str:
    short = _number(text.lstrip("'’"), 2)
    if short is None or len(text.lstrip("'’")) != 2:
        return NO_YEAR
    century = today.year - today.year % 100
    meant = (
        century + short if century + short <= today.year + YEARS_AHEAD else century - 100 + short
    )
    return f"Is {meant} meant? Give the year as four digits."


def _too_long(day: int | None, month: int | None, year: int | None) -> list[WrongBox]:
    """That the month has no such day, also where its year is not known yet."""
    if day is None or month is None:
        return []
    last = monthrange(year or 2000, month)[1]
    if day <= last:
        return []
    if month == FEBRUARY and year is None:
        return [WrongBox(DAY, "February has 28 days, or 29 in a leap year.")]
    which = f" {year}" if month == FEBRUARY else ""
    return [WrongBox(DAY, f"{MONTHS[month - 1]}{which} has {last} days.")]
