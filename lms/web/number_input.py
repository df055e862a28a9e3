"""Whole numbers in forms and addresses, of no more digits than anything here counts."""

from __future__ import annotations

MOST_DIGITS = 15


def read_number(typed: str | None) -> int | None:
    """The whole number that was typed or carried along; None where it is none."""
    text = (typed or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
