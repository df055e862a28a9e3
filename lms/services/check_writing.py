"""The check before writing leaves its author: length, and whatever could identify a person."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from lms.domain.identifiers import Identifier
from lms.domain.programme import LogTemplate
from lms.errors import BadInput
from lms.services.look_through import look_through
from lms.services.pieces import WORK, Piece, Written
from lms.services.site import Site

LARGEST = 1_000_000
"""Bytes of text that can be handed in: several dissertations."""
MOST_WARNINGS = 50
"""More than these at once are not shown one by one: the text wants going through first."""
FAMILY_CODE = re.compile(r"F[1-9]\d{0,2}")


class NotConfirmed(BadInput):
    """Something could identify a person and its writer has not yet said that it does not.

    ``warnings`` are for the writer alone; the message and ``problems`` repeat no identifier.
    """

    def __init__(self, warnings: tuple[Identifier, ...]):
        says = [warning.says for warning in warnings]
        super().__init__("Look at each passage that could identify somebody, then confirm.", says)
        self.warnings = warnings


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found: what stops it being handed in, what to think about, what to confirm."""

    written: Written
    problems: tuple[str, ...]
    advice: tuple[str, ...]
    warnings: tuple[Identifier, ...]


def check_writing(site: Site, of: Piece, written: Written) -> Checked:
    """Look a piece of writing through as it will be when it is handed in."""
    problems = tuple(_problems(of, written))
    too_long = _length(written) > LARGEST
    warnings, not_looked = ((), ()) if too_long else look_through(site, of, written)
    if len(warnings) > MOST_WARNINGS:
        problems += (
            f"There are {len(warnings)} passages that could identify somebody. "
            f"Go through the text and take them out before you hand it in.",
        )
    advice = (*_advice(of, written), *_unread(written), *not_looked)
    return Checked(written, problems, advice, warnings[:MOST_WARNINGS])


def _length(written: Written) -> int:
    """The bytes of all that people read: what is typed, and what stands in files."""
    return written.size + sum(len(f.text.encode("utf-8", "replace")) for f in written.files)


def _problems(of: Piece, written: Written) -> list[str]:
    found = []
    if written.empty:
        found.append("There is nothing to hand in yet.")
    if _length(written) > LARGEST:
        found.append(
            "This is longer than can be handed in (a million characters). "
            "Your draft is kept; shorten it, then hand it in."
        )
    most = of.words_at_most
    if isinstance(of.item, LogTemplate) and most is not None and written.words > most:
        found.append(
            f"This has {written.words} words and takes at most {most}. "
            f"Your draft is kept; shorten it, then hand it in."
        )
    if of.asks_family and not FAMILY_CODE.fullmatch(written.family):
        found.append("Give the family a code of your own: F and a number, such as F1.")
    found += _same_family(of, written)
    for place, file in enumerate(written.files, start=1):
        if file.words is None:
            found.append(
                f"Nothing could count the words of file {place}. Say how many it has, under Files."
            )
    return found


def _same_family(of: Piece, written: Written) -> list[str]:
    """Each piece of work is about another family; a resubmission stays with its own (8a.21)."""
    taken = [
        r.get("assessment")
        for r in of.learning.own.of(WORK)
        if of.asks_family and r.get("family") == written.family and r.get("assessment") != of.id
    ]
    if not written.family or not taken:
        return []
    other = of.learning.assessment(str(taken[0]))
    title = other[1].title if other else str(taken[0])
    return [
        f"Family {written.family} is the one of “{title}”. Each piece of work is about a different "
        f"family: write about another, or give this family the code it has in your own notes."
    ]


def _advice(of: Piece, written: Written) -> list[str]:
    return [*_of_length(of, written), *_two_counts(written)]


def _two_counts(written: Written) -> list[str]:
    """What follows from the writer's own number beside the one that was counted."""
    if written.stated_words is None:
        return []
    return [
        f"The words counted are {written.words:,}, by your own count {written.stated_words:,}. "
        f"Whoever marks this decides which number holds."
    ]


def _of_length(of: Piece, written: Written) -> list[str]:
    least, most = of.words_at_least, of.words_at_most
    if least is not None and written.words < least:
        return [f"At least {least} words are asked for; this has {written.words}."]
    if most is not None and written.words > most and not isinstance(of.item, LogTemplate):
        return [
            f"At most {most} words are asked for; this has {written.words}. "
            f"The marker may stop reading there, or take marks off."
        ]
    return []


def _unread(written: Written) -> list[str]:
    """What of the files nothing could read: its words are neither counted nor looked through."""
    return [
        f"{file.name}: words may be missing from its text, its count and this check. "
        f"It holds {'; '.join(file.unread)}."
        for file in written.files
        if file.unread
    ]


def require_fit(checked: Checked, confirmed: Collection[str]) -> None:
    """BadInput or NotConfirmed where the writing may not go out yet."""
    if checked.problems:
        raise BadInput("This cannot be handed in yet. Your draft is kept.", checked.problems)
    open_warnings = tuple(w for w in checked.warnings if w.mark not in set(confirmed))
    if open_warnings:
        raise NotConfirmed(open_warnings)
