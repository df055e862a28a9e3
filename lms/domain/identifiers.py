"""The confidentiality check: what in a text could tell who somebody is. It warns, it never edits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import pairwise
from unicodedata import normalize

from lms.domain.identity_numbers import is_national_insurance, is_nhs_number, is_phone, is_upn

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
    "name": "This is the name of somebody known to this site.",
}
"""What the writer is told, by the kind of thing found."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """Something that could identify a person; ``passage`` is for the writer's eyes alone.

    ``place`` says in which part of the writing it stands. ``mark`` is what the writer sends back
    to say "I have looked at this one": it holds for this passage and for no other.
    """

    kind: str
    passage: str
    place: str = ""

    @property
    def says(self) -> str:
        """The warning in a sentence, without the passage."""
        return SAYS[self.kind]

    @property
    def mark(self) -> str:
        return sha256(f"{self.kind}\n{self.place}\n{self.passage}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands; ``kind`` is empty for what is harmless and settles what it is."""

    kind: str
    first: int
    last: int


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
BIRTH = re.compile(r"\b(?:born|birth|birthday|d\.?o\.?b)\b", re.IGNORECASE)
BEFORE_A_DATE = 40
"""Characters before a date in which a word about birth makes it a date of birth."""
OLD = 2
"""A full date further back than this many years is hardly a session's; it may be a birth."""

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
SCHOOL = re.compile(
    r"\b(?!(?:The|A|An|His|Her|Their|My|Our|Your|This|That|At|In|From|To|No|Any|Which)\b)"
    r"(?:[A-Z][\w'.-]{1,30} ){1,4}"
    r"(?:Primary|Infant|Infants|Junior|Secondary|High|Grammar|Nursery|Special|Community) "
    r"(?:School|Academy)\b"
)
DIGITS = r"(?<![\w+]){}(?!\w)"
NHS = re.compile(DIGITS.format(r"\d{3}[ -]?\d{3}[ -]?\d{4}"))
INSURANCE = re.compile(r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.IGNORECASE)
UPN = re.compile(r"\b[A-Z]\d{11}[\dA-Z]\b", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w+])(?:\+ ?44|0044|\(?0)[\d ().-]{8,16}\d(?!\w)")
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def find_identifiers(
    text: str, names: Iterable[str] = (), *, today: date, place: str = ""
) -> tuple[Identifier, ...]:
    """Everything in a text that could identify a person, in the order in which it stands.

    ``names`` are full names that the site knows; ``today`` tells a session's date from a birth.
    """
    plain = _plain(text)
    taken = bytearray(len(plain))
    found: list[Span] = []
    for span in _candidates(plain, names, today):
        if not any(taken[span.first : span.last]):
            taken[span.first : span.last] = b"\x01" * (span.last - span.first)
            found += [span] if span.kind else []
    found.sort(key=lambda s: s.first)
    return tuple(dict.fromkeys(Identifier(s.kind, plain[s.first : s.last], place) for s in found))


def _plain(text: str) -> str:
    """The text as it reads: odd digits and letters in their plain form, invisible signs gone."""
    shown = normalize("NFKC", text).translate(INVISIBLE)
    return re.sub(r"\s+", " ", shown)


INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")) | {
    ord(odd): plain
    for plain, odds in (("-", "\u2010\u2011\u2012\u2013\u2212"), ("'", "\u2018\u2019"))
    for odd in odds
}


def _candidates(text: str, names: Iterable[str], today: date) -> Iterator[Span]:
    """What could be an identifier, the surest first: a passage is one thing only."""
    yield from _all("email", EMAIL, text)
    yield from _all("national-insurance", INSURANCE, text, is_national_insurance)
    yield from _all("upn", UPN, text, is_upn)
    yield from _all("case-number", COURT, text)
    yield from _dates(text, today)
    yield from _all("nhs-number", NHS, text, is_nhs_number)
    yield from _all("phone", PHONE, text, is_phone)
    yield from _case_numbers(text)
    yield from _all("postcode", POSTCODE, text)
    yield from _all("school", SCHOOL, text)
    yield from _names(text, names)


def _all(
    kind: str, pattern: re.Pattern[str], text: str, holds: Callable[[str], bool] = bool
) -> Iterator[Span]:
    for match in pattern.finditer(text):
        if holds(match[0]):
            yield Span(kind, *match.span())


def _dates(text: str, today: date) -> Iterator[Span]:
    """Full dates: of birth where a word or their age says so, else harmless and settled."""
    for match in DATES.finditer(text):
        day = _day(match, today)
        if day is None:
            continue
        said = BIRTH.search(text, max(0, match.start() - BEFORE_A_DATE), match.start())
        old = day.year < today.year - OLD
        yield Span("birth" if said or old else "", *match.span())


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


def _case_numbers(text: str) -> Iterator[Span]:
    for match in CASE.finditer(text):
        if not YEAR.fullmatch(match["number"]):
            yield Span("case-number", *match.span("number"))


def _names(text: str, names: Iterable[str]) -> Iterator[Span]:
    """Full names, whatever their capitals; a first name alone is anybody's, and may be invented."""
    known = {words for name in names if len(words := _words(name)) > 1}
    lengths = sorted({len(words) for words in known}, reverse=True)
    found = list(WORD.finditer(text))
    plain = [_word(match[0]) for match in found]
    for length in lengths:
        for start in range(len(found) - length + 1):
            if tuple(plain[start : start + length]) in known and _adjoin(
                found[start : start + length], text
            ):
                yield Span("name", found[start].start(), found[start + length - 1].end())


def _words(name: str) -> tuple[str, ...]:
    return tuple(_word(match[0]) for match in WORD.finditer(_plain(name)))


def _word(written: str) -> str:
    return re.sub(r"'s$", "", written).casefold()


def _adjoin(words: Sequence[re.Match[str]], text: str) -> bool:
    """Whether nothing but spaces and initials' dots stands between the words of a name."""
    return all(text[a.end() : b.start()].strip(" .") == "" for a, b in pairwise(words))
