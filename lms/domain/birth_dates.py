"""Dates of birth in a text, told from the dates of sessions by a word beside them or by their age."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

MONTHS = "january february march april may june july august september october november december"
MONTH = "|".join(f"{m[:3]}(?:{m[3:]})?" if m[3:] else m for m in MONTHS.split()) + "|sept"
DATES = re.compile(
    r"(?<![\w/])(?:"
    r"(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})"
    r"|(?P<d2>\d{1,2})[/.-](?P<m2>\d{1,2})[/.-](?P<y2>\d{4}|\d{2})"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m3>{MONTH})\b,? (?P<y3>\d{{4}})"
    rf"|(?P<m4>{MONTH}) (?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y4>\d{{4}})"
    r")(?![\w/])",
    re.IGNORECASE,
)
BEFORE = re.compile(r"\b(?:born|birth|birthday|d\.?o\.?b|aged?)\b", re.IGNORECASE)
AFTER = re.compile(r"\b(?:birth|birthday|d\.?o\.?b)\b", re.IGNORECASE)
NEAR = 40
"""Characters before a date in which a word about birth or age makes it a date of birth."""
NEAR_AFTER = 20
"""Characters after it: "3 March 2019 (DOB)", "3 March 2019 is her birthday"."""
OLD = 2
"""A full date further back than this many years is hardly a session's; it may be a birth."""
DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{MONTH})|(?:{MONTH}) \d{{1,2}}(?:st|nd|rd|th)?)\b"
BIRTHDAY = re.compile(
    rf"\b(?:born|birthday|birth|d\.?o\.?b)\b[ :]{{0,3}}(?:(?:is|was|on|the|in)\b ?){{0,3}}"
    rf"(?P<day>{DAY})",
    re.IGNORECASE,
)
"""A birthday without its year, straight after the word that says what it is."""


def births(text: str, today: date) -> Iterator[tuple[bool, int, int]]:
    """Where dates stand, each with whether it may be somebody's date of birth."""
    for match in DATES.finditer(text):
        day = _day(match, today)
        if day is not None:
            old = day.year < today.year - OLD
            yield old or _is_said(text, *match.span()), *match.span()
    for match in BIRTHDAY.finditer(text):
        yield True, *match.span("day")


def _is_said(text: str, first: int, last: int) -> bool:
    before = BEFORE.search(text, max(0, first - NEAR), first)
    return bool(before or AFTER.search(text, last, last + NEAR_AFTER))


def _day(match: re.Match[str], today: date) -> date | None:
    year, month, day = next(
        (match[f"y{n}"], match[f"m{n}"], match[f"d{n}"]) for n in range(1, 5) if match[f"y{n}"]
    )
    number = int(month) if month.isdigit() else _month_number(month)
    whole = int(year) if len(year) == 4 else _century(int(year), today)
    try:
        return date(whole, number, int(day))
    except ValueError:
        return None


def _month_number(name: str) -> int:
    return [m[:3] for m in MONTHS.split()].index(name[:3].lower()) + 1


def _century(year: int, today: date) -> int:
    return 2000 + year if 2000 + year <= today.year + 1 else 1900 + year
