"""The confidentiality check with the libraries that know which numbers are issued."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from lms.domain import identifiers
from lms.domain.identifiers import Identifier
from lms.domain.identity_numbers import NumberChecks

FOR_DRAMA = ("07700900", "01632960", "02079460", "08081570")
"""Ranges that Ofcom keeps for films and books; nobody can tell them from others by sight."""
REMEMBERED = 4096
"""So many telephone numbers are asked about once: a text may repeat one for a megabyte."""


def find_identifiers(
    text: str, names: Iterable[str] = (), *, today: date, place: str = ""
) -> tuple[Identifier, ...]:
    """Everything in a text that could identify a person, in the order in which it stands.

    ``names`` are full names that the site knows; ``today`` tells a session's date from a birth.
    """
    return identifiers.find_identifiers(text, names, today=today, place=place, numbers=NUMBERS)


def is_nhs_number(number: str) -> bool:
    """Whether ten digits end in the check digit that the first nine make (NHS Data Dictionary)."""
    # The libraries are loaded by the first text that is checked, not when the site starts.
    from stdnum.gb import nhs

    return len(set(number)) > 1 and bool(nhs.is_valid(number))


def is_upn(number: str) -> bool:
    """Whether a unique pupil number begins with the letter that its rest makes (DfE's UPN guide).

    The number of the authority in it is not asked about: new ones come faster than a library.
    """
    from stdnum.gb import upn

    try:
        return bool(upn.calc_check_digit(number[1:]) == number[0])
    except ValueError:
        return False


@lru_cache(REMEMBERED)
def is_phone(number: str) -> bool:
    """Whether it is a telephone number in use, or kept for stories; British unless it has a +."""
    import phonenumbers

    if number.startswith(FOR_DRAMA):
        return True
    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(number, "GB")))
    except phonenumbers.NumberParseException:
        return False


NUMBERS = NumberChecks(nhs=is_nhs_number, upn=is_upn, phone=is_phone)
