"""Numbers that name a person in England, told from other numbers by their check digits."""

from __future__ import annotations

import re

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
NEVER_ISSUED = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
NOT_IN_PREFIX = frozenset("DFIQUV")
PHONE = re.compile(r"0[1-378]\d{8,9}")


def digits_of(text: str) -> str:
    """The digits and letters of a number, without the spaces and dashes people put between."""
    return "".join(c for c in text.upper() if c.isalnum())


def is_nhs_number(text: str) -> bool:
    """Whether ten digits end in the check digit that the first nine make (NHS Data Dictionary)."""
    digits = digits_of(text)
    if len(digits) != 10 or not digits.isdecimal():
        return False
    total = sum((10 - i) * int(d) for i, d in enumerate(digits[:9]))
    return (11 - total % 11) % 11 == int(digits[9])


def is_upn(text: str) -> bool:
    """Whether a unique pupil number begins with the letter that its rest makes (DfE's UPN guide)."""
    number = digits_of(text)
    if len(number) != 13 or number[0] not in UPN_LETTERS:
        return False
    if number[12].isalpha() and number[12] not in UPN_LETTERS:
        return False
    values = [int(c) if c.isdecimal() else UPN_LETTERS.index(c) for c in number[1:]]
    return UPN_LETTERS[sum(i * v for i, v in enumerate(values, 2)) % 23] == number[0]


def is_national_insurance(text: str) -> bool:
    """Whether the two letters in front are ones that are issued (HMRC's NIM39110)."""
    prefix = digits_of(text)[:2]
    return (
        prefix not in NEVER_ISSUED and not set(prefix) & NOT_IN_PREFIX and not prefix.endswith("O")
    )


def is_phone(text: str) -> bool:
    """Whether it is a British telephone number: ten or eleven digits from the leading nought."""
    digits = "".join(c for c in text if c.isdecimal())
    if text.lstrip(" (").startswith(("+", "00")):
        digits = "0" + re.sub(r"^(?:00)?44", "", digits).removeprefix("0")
    return bool(PHONE.fullmatch(digits))
