"""The confidentiality check: what in a text could tell who somebody is. It warns, it never edits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from unicodedata import normalize

from lms.domain.birth_dates import births
from lms.domain.identity_numbers import (
    INSURANCE,
    NHS,
    UPN,
    NumberChecks,
    digits_of,
    is_national_insurance,
    phones,
)
from lms.domain.named_people import known_in, people_in, places_in, words_of

SAYS = {
    "nhs-number": "This looks like an NHS number.",
    "national-insurance": "This looks like a National Insurance number.",
    "upn": "This looks like a unique pupil number.",
    "email": "This looks like an e-mail address.",
    "birth": "This looks like a date of birth.",
    "case-number": "This looks like a case, court or file number.",
    "phone": "This looks like a telephone number.",
    "postcode": "This looks like a postcode.",
    "school": "This names a school.",
    "street": "This names a street.",
    "hospital": "This names a hospital, a surgery or a centre.",
    "person": "This looks like somebody's name.",
    "name": "This is the name of somebody known to this site.",
    "possible-names": "These capitals may name people. Take out the name of anybody real.",
}
"""What the writer is told, by the kind of thing found."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """Something that could identify a person; ``passage`` is for the writer's eyes alone.

    ``place`` says in which part of the writing it stands. ``mark`` is what the writer sends back
    to say "I have looked at this one": it holds for this passage and for no other. ``beside`` says
    what holds it where it stands in none of the text of a file: "comment", "header".
    """

    kind: str
    passage: str
    place: str = ""
    beside: str = ""

    @property
    def says(self) -> str:
        """The warning in a sentence, without the passage."""
        where = f" It stands beside the text of the file ({self.beside})." if self.beside else ""
        return f"{SAYS[self.kind]}{where}"

    @property
    def mark(self) -> str:
        where = f"{self.place}\n{self.beside}" if self.beside else self.place
        return sha256(f"{self.kind}\n{where}\n{self.passage}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands; ``kind`` is empty for what is harmless and settles what it is."""

    kind: str
    first: int
    last: int


AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E "
    "EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL "
    "LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM "
    "SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
POSTCODE = re.compile(
    rf"\b(?:{'|'.join(sorted(AREAS.split(), key=len, reverse=True))})\d[\dA-HJKPSTUW]? ?"
    r"\d[ABD-HJLNP-UW-Z]{2}\b",
    re.IGNORECASE,
)
EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
COURT = re.compile(r"\b[A-Z]{2}\d{2}[A-Z]\d{5}\b")
CASE = re.compile(
    r"\b(?:case|file|ref|reference|court|crime|police|incident|client|child|person|mosaic|lcs|"
    r"liquidlogic|carefirst|eclipse|urn|id)\b\.?(?: (?:reference|ref|number|no|id|file)\b\.?){0,2}"
    r" ?[:#]? ?(?P<number>[A-Z]{0,3}[/-]?\d[\w/-]{3,30})",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d\d")


def find_identifiers(
    text: str,
    names: Iterable[str] = (),
    *,
    today: date,
    numbers: NumberChecks,
    place: str = "",
) -> tuple[Identifier, ...]:
    """Everything in a text that could identify a person, in the order in which it stands.

    ``names`` are full names that the site knows; ``today`` tells a session's date from a birth;
    ``numbers`` knows which numbers are issued.
    """
    plain = _plain(text)
    taken = bytearray(len(plain))
    found: list[Span] = []
    for span in _candidates(plain, [_plain(n) for n in names], today, numbers):
        if not any(taken[span.first : span.last]):
            taken[span.first : span.last] = b"\x01" * (span.last - span.first)
            found += [span] if span.kind else []
    found.sort(key=lambda s: s.first)
    return tuple(dict.fromkeys(Identifier(s.kind, plain[s.first : s.last], place) for s in found))


def words_in(text: str) -> frozenset[str]:
    """The words of a text as names are compared with it."""
    return frozenset(words_of(_plain(text)))


def first_word_of(name: str) -> str:
    """The word with which a name begins wherever it is found in a text.

    Empty for a name of one word, which is found in none. Tables keep it: a change of what counts as
    a word needs a migration that works it out again.
    """
    words = words_of(_plain(name))
    return words[0] if len(words) > 1 else ""


def _plain(text: str) -> str:
    """The text as it reads: odd digits and letters in their plain form, invisible signs gone."""
    shown = normalize("NFKC", text).translate(INVISIBLE)
    return re.sub(r"\s+", " ", shown)


INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")) | {
    ord(odd): plain
    for plain, odds in (("-", "\u2010\u2011\u2012\u2013\u2212"), ("'", "\u2018\u2019"))
    for odd in odds
}


def _candidates(
    text: str, names: Iterable[str], today: date, numbers: NumberChecks
) -> Iterator[Span]:
    """What could be an identifier, the surest first: a passage is one thing only."""
    yield from _all("email", EMAIL, text)
    yield from _all("national-insurance", INSURANCE, text, is_national_insurance)
    yield from _all("upn", UPN, text, lambda found: numbers.upn(digits_of(found)))
    yield from _all("case-number", COURT, text)
    yield from (Span("birth" if birth else "", *at) for birth, *at in births(text, today))
    yield from _all("nhs-number", NHS, text, lambda found: numbers.nhs(digits_of(found)))
    yield from (Span("phone", *at) for at in phones(text, numbers.phone))
    yield from _case_numbers(text)
    yield from _all("postcode", POSTCODE, text)
    yield from (Span(kind, *at) for kind, *at in places_in(text))
    yield from (Span("name", *at) for at in known_in(text, names))
    yield from (Span("person", *at) for at in people_in(text))


def _all(
    kind: str, pattern: re.Pattern[str], text: str, holds: Callable[[str], bool] = bool
) -> Iterator[Span]:
    for match in pattern.finditer(text):
        if holds(match[0]):
            yield Span(kind, *match.span())


def _case_numbers(text: str) -> Iterator[Span]:
    for match in CASE.finditer(text):
        if not YEAR.fullmatch(match["number"]):
            yield Span("case-number", *match.span("number"))
