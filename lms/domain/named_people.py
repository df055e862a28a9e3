"""People and places that a text names: by the site's own directory, a title, or plain words beside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
CAPITAL = "".join(
    sign for sign in map(chr, (*range(0x530), *range(0x1E00, 0x1F00))) if sign.isupper()
)
"""The capitals of Latin, Greek and Cyrillic writing."""
NAME = rf"[{CAPITAL}]'?[^\W\d_]+(?:['-][^\W\d_]+){{0,2}}"
"""A word with a capital and at least one more letter: "Mrs T" names nobody."""
NAMES = rf"{NAME}(?: (?:{NAME}|[{CAPITAL}]\.)){{0,2}}"
TITLED = re.compile(
    r"\b(?i:(?:mr|mrs|ms|miss|mx|dr|prof|rev|revd|cllr|sgt|pc|dc)\b\.?|(?:doctor|professor|reverend|"
    r"councillor|sergeant|inspector|constable|judge|nurse|(?:social|support|key|youth|family) worker|"
    r"health visitor|foster carer|head ?teacher|midwife|solicitor|teaching assistant)) "
    rf"(?P<name>{NAMES})"
)
PEOPLE = (
    r"boy|girl|child|baby|son|daughter|mother|father|mum|dad|brother|sister|sibling|twin|twins|woman|"
    r"man|lady|client|patient|pupil|partner|husband|wife|friend|colleague|worker|teacher|aunt|"
    r"uncle|cousin|grandmother|grandfather|nan|gran|granny|grandad|stepfather|stepmother|carer|"
    r"niece|nephew|neighbour|manager|supervisor|nurse|doctor|visitor|who|he|she|they"
)
CUED = re.compile(
    r"(?:\b(?i:my|his|her|their|whose|client's|child's|mother's|father's|boy's|girl's|real|full|first"
    r"|family)(?i: (?:first|full|real|family|own|sur))? ?(?i:name|surname)(?i: ?(?:is|was|:)) "
    rf"|\b(?i:{PEOPLE})(?:,? (?i:who|is|was|are|were|aged|of|year|years|old|\d{{1,2}})){{0,4}}"
    rf",? (?i:called|named) )(?P<name>{NAMES})"
)
NOT_NAMED = re.compile(
    r"(?:[^.]{0,40}\b(?:not (?:his|her|their|the|a)\b.{0,12}\bname|pseudonym|invented|made.up|"
    r"changed|(?:not|isn't) real))|,? ?\(?(?:19|20)\d\d",
    re.IGNORECASE,
)
"""What, straight after a name, says that it is nobody's here: a pseudonym, or an author's year."""
COMMON_WORDS = (
    "I'm I've I'll I'd A An And As At But By For From He Her His How I If In Is It My No Not Of On Or Our She So That "
    "The Their Then There They This To We What When Who Why Will With You Your Monday Tuesday "
    "Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December England English Wales Scotland British Register Family "
    "Families Mother Father"
)
COMMON = frozenset(COMMON_WORDS.split())
"""Words with a capital that begin a sentence or name no person."""
PLACES = {
    "school": "School Academy College Nursery Preschool",
    "street": "Road Street Avenue Lane Crescent Terrace Drive Close "
    "Court Way Gardens Place Square Grove Rise Walk Mews House",
    "hospital": "Hospital Hospice Infirmary Surgery",
}
KINDS = {word: kind for kind, words in PLACES.items() for word in words.split()}
NUMBERED = ("Court", "Way", "Gardens", "Place", "Square", "Grove", "Rise", "Walk", "Mews", "House")
"""Words that end an address after a house's number; without one they are anything."""
SURNAMES = ("Lane", "Close", "Drive")
LIVES = re.compile(r"\b(?:in|on|at|of|off|near|along|down|from|to) $")
CENTRES = r"(?:Medical|Health|Children's|Family|Community|Youth) (?:Centre|Club)|Medical Practice"
ENDINGS = re.compile(rf"\b(?:{'|'.join(KINDS)}|{CENTRES})\b")
BEFORE_ENDING = re.compile(rf"(?:(?:\d{{1,4}}[a-z]? )?(?:{NAME}|St\.?) ?){{1,5}}$")
LOOK_BACK = 80
KINDS_OF_PLACE = (
    "Primary Infant Infants Junior Secondary High Grammar Nursery Special Community Middle Church "
    "Catholic Boys Girls Upper Lower Day Children's General Main Back Side Sunday Summer Medical "
    "Private Boarding State Public Local Urban Rural Royal Business Law Art Training Virtual "
    "University Teaching Emergency District Further Higher Sixth Form"
)
TYPES = frozenset(KINDS_OF_PLACE.split())
"""Words that say what kind of place it is, and not which."""
SCHOOL_TYPES = re.compile(
    r"\b(?:Primary|Infants?|Junior|Secondary|High|Grammar|Nursery|Special|Community|Middle) $"
)
ATTENDED = re.compile(
    r"\b(?:at|attend(?:s|ed|ing)?|joined|left|leave|leaving|goes to|went to|go to|moved to|pupil (?:at|of)) $"
)


def people_in(text: str) -> Iterator[tuple[int, int]]:
    """Where a name stands that a title or a plain cue gives away.

    Not where it is said to be a pseudonym, nor where a year follows as after an author's name.
    """
    for pattern in (TITLED, CUED):
        for match in pattern.finditer(text):
            first, last = match.span("name")
            last -= 2 * text.endswith("'s", first, last)
            if text[first:last].split(" ")[0] in COMMON or NOT_NAMED.match(text, last, last + 70):
                continue
            yield first, last


def places_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Where a school, a street or a hospital is named, with which of these it is."""
    for match in ENDINGS.finditer(text):
        start = max(0, match.start() - LOOK_BACK)
        before = BEFORE_ENDING.search(text[start : match.start()])
        if before is None:
            continue
        kind = KINDS.get(match[0], "hospital")
        first = _named_from(before[0])
        if first is None:
            continue
        begin = start + before.start() + first
        if _is_one(kind, text, begin, match):
            yield kind, begin, match.end()


def _is_one(kind: str, text: str, first: int, ending: re.Match[str]) -> bool:
    """Whether the words around bear it out that this is a place of the kind."""
    if kind == "school":
        return _is_a_school(text, first, ending.start())
    if ending[0] in (*NUMBERED, *SURNAMES) and not text[first].isdecimal():
        lived_in = LIVES.search(text, max(0, first - 6), first)
        return bool(lived_in) and ending[0] in SURNAMES
    return True


def _named_from(before: str) -> int | None:
    """Where in the capitalised words before "Road" or "School" its own name begins, if it has one."""
    first = 0
    words = before.split()
    while words and words[0] in COMMON:
        first = before.index(words[0], first) + len(words[0]) + 1
        words = words[1:]
    return first if any(w not in TYPES and w not in COMMON for w in words) else None


def _is_a_school(text: str, first: int, ending: int) -> bool:
    """A school of children, not one of thought: its type, a saint, or somebody who goes there."""
    return bool(
        SCHOOL_TYPES.search(text, first, ending)
        or text.startswith(("St ", "St. ", "Saint "), first)
        or ATTENDED.search(text, max(0, first - 20), first)
    )


def known_in(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Full names that the site knows, whatever their capitals.

    A first name alone is anybody's, and may be invented.
    """
    known = {words for name in names if len(words := words_of(name)) > 1}
    lengths = sorted({len(words) for words in known}, reverse=True)
    found = list(WORD.finditer(text))
    plain = [_word(match[0]) for match in found]
    for length in lengths:
        for start in range(len(found) - length + 1):
            if tuple(plain[start : start + length]) in known and _adjoin(
                found[start : start + length], text
            ):
                yield found[start].start(), found[start + length - 1].end()


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, as they are compared."""
    return tuple(_word(match[0]) for match in WORD.finditer(name))


def _word(written: str) -> str:
    return re.sub(r"'s$", "", written).casefold()


def _adjoin(words: Sequence[re.Match[str]], text: str) -> bool:
    """Whether nothing but spaces and initials' dots stands between the words of a name."""
    return all(text[a.end() : b.start()].strip(" .") == "" for a, b in pairwise(words))
