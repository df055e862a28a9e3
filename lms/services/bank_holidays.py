"""England's bank holidays, from a library that keeps them up to date."""

from __future__ import annotations

from datetime import date
from functools import cache

YEARS = range(2000, 2061)


@cache
def bank_holidays() -> frozenset[date]:
    """Every bank holiday in England from 2000 to 2060, as far as they are laid down."""
    import holidays  # half a second to import: only where a working day is counted

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=YEARS))
