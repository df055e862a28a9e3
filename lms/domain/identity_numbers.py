"""Numbers that name a person in England: how each is written, and what tells it from other numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

NEVER_ISSUED = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
NOT_IN_PREFIX = frozenset("DFIQUV")
NHS = re.compile(r"(?<![\w+])\d{3}[ .-]?\d{3}[ .-]?\d{4}(?!\w)")
INSURANCE = re.compile(r"\b[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b", re.IGNORECASE)
UPN = re.compile(r"\b[A-Z][ -]?\d{3}[ -]?\d{4}[ -]?\d{4}[\dA-Z]\b", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w+])(?:\+|\(? ?0)[\d ()./-]{8,28}")
BRITISH = re.compile(r"0[1-378]\d{8,9}")
FOREIGN = re.compile(r"\+[1-9]\d{7,14}")


@dataclass(frozen=True, slots=True)
class NumberChecks:
    """Whether a number, without the signs people put between, is one that is issued.

    Handed in, because libraries keep the check digits and the ranges of telephone numbers. A
    telephone number comes as ``01634331662`` or with its country, as ``+33123456789``.
    """

    nhs: Callable[[str], bool]
    upn: Callable[[str], bool]
    phone: Callable[[str], bool]


def digits_of(text: str) -> str:
    """The digits and letters of a number, without the spaces and dashes people put between."""
    return "".join(c for c in text.upper() if c.isalnum())


def is_national_insurance(text: str) -> bool:
    """Whether the two letters in front are ones that are issued (HMRC's NIM39110).

    The number has no check digit, and no library knows more of it than this.
    """
    prefix = digits_of(text)[:2]
    return (
        prefix not in NEVER_ISSUED and not set(prefix) & NOT_IN_PREFIX and not prefix.endswith("O")
    )


def phones(text: str, is_phone: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Where telephone numbers stand, in any writing; the longest that is one wins."""
    ended = 0
    for match in PHONE.finditer(text):
        first = match.start()
        for last in _ends(match[0]) if first >= ended else ():
            if (
                _is_phone(match[0][:last], is_phone)
                and not text[first + last : first + last + 1].isalnum()
            ):
                ended = first + last
                yield first, ended
                break


def _ends(run: str) -> Iterator[int]:
    """Where a number may end in a run of digits and signs, the last place first."""
    for last in range(len(run), 8, -1):
        if run[last - 1].isdecimal():
            yield last


def _is_phone(written: str, is_phone: Callable[[str], bool]) -> bool:
    number = _dialled(written)
    shaped = BRITISH.fullmatch(number) or FOREIGN.fullmatch(number)
    return bool(shaped) and is_phone(number)


def _dialled(written: str) -> str:
    """A number as it is dialled from within the country: 0…, or + and the country abroad."""
    digits = "".join(c for c in written if c.isdecimal())
    if written.startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        return "0" + digits[2:].removeprefix("0") if digits.startswith("44") else "+" + digits
    return digits
