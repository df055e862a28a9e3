"""A practice entry as a learner gives it: what each category asks, and what cannot be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from lms.domain.acceptance import MOST_MINUTES, minutes_between
from lms.domain.calendar import in_words
from lms.domain.payloads import FieldProblem
from lms.services.check_writing import FAMILY_CODE
from lms.services.enrolments import Learning

CLINIC, SUPERVISION_GIVEN = "clinic", "supervision-given"
FORMS = ("group", "individual")
CODE = re.compile(r"[A-Z]{1,3}[1-9]\d{0,2}")
"""A learner's own code for a group or a supervisee, such as G1: never a name."""
LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class PracticeEntry:
    """What the learner says happened; ``minutes`` is worked out where both times are given.

    ``direct`` is the part in the room as therapist, ``with_whom`` the learner's own code for the
    group or supervisee, ``family`` that for the family, ``note`` private text for the signer.
    """

    on: date
    category: str
    start: str = ""
    end: str = ""
    minutes: int | None = None
    direct: int | None = None
    form: str = ""
    with_whom: str = ""
    family: str = ""
    online: bool = False
    note: str = ""

    @property
    def length(self) -> int:
        """The minutes of the whole entry; 0 where they are not given."""
        if self.start and self.end:
            return minutes_between(self.start, self.end)
        return self.minutes or 0


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of practice that the learner's stages ask for.

    ``signed`` says that somebody must sign it, so that its clock times are needed.
    """

    id: str
    titles: tuple[str, ...]
    signed: bool


def categories(of: Learning) -> tuple[Category, ...]:
    """What the learner may log, in the order in which the requirements name it."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for stage in of.stages:
        for requirement in (r for top in stage.requirements for r in top.walk()):
            category = requirement.settings.get("category")
            if category:
                named = (requirement.title, bool(requirement.settings.get("signed-by")))
                found.setdefault(category, []).append(named)
    return tuple(
        Category(c, tuple(dict.fromkeys(t for t, _ in named)), any(s for _, s in named))
        for c, named in found.items()
    )


def entry_problems(of: Learning, entry: PracticeEntry, today: date) -> list[FieldProblem]:
    """What cannot be meant, each with the field that it is about."""
    return [*_of_day(of, entry, today), *_of_length(of, entry), *_of_codes(entry)]


def _of_day(of: Learning, entry: PracticeEntry, today: date) -> Iterator[FieldProblem]:
    if entry.on > today:
        yield FieldProblem("on", f"The session cannot lie ahead; today is {in_words(today)}.")
    if entry.on < of.enrolment.started:
        began = in_words(of.enrolment.started)
        yield FieldProblem(
            "on", f"The session was before you were enrolled on {began}, so it counts elsewhere."
        )


def _of_length(of: Learning, entry: PracticeEntry) -> Iterator[FieldProblem]:
    known = {c.id: c for c in categories(of)}
    if entry.category not in known:
        yield FieldProblem("category", "Choose what kind of practice it was.")
    for name, value in (("start", entry.start), ("end", entry.end)):
        if value and not _is_clock(value):
            yield FieldProblem(name, "Give the time by the clock, such as 14:00.")
            return
    signed = entry.category in known and known[entry.category].signed
    missing = "start" if not entry.start else "end"
    if not (entry.start and entry.end) and (signed or entry.start or entry.end):
        yield FieldProblem(missing, "Give the time at which it began and that at which it ended.")
        return
    if not 0 < entry.length <= MOST_MINUTES:
        yield FieldProblem("minutes", "Give how long it took, or when it began and ended.")
    elif entry.direct is not None and not 0 <= entry.direct <= entry.length:
        text = f"The part in the room is between 0 and the {entry.length} minutes of the entry."
        yield FieldProblem("direct", text)


def _is_clock(text: str) -> bool:
    try:
        return bool(time.fromisoformat(text).strftime("%H:%M") == text)
    except ValueError:
        return False


def _of_codes(entry: PracticeEntry) -> Iterator[FieldProblem]:
    if entry.family and not FAMILY_CODE.fullmatch(entry.family):
        yield FieldProblem("family", "Give a code of your own: F and a number, such as F1.")
    if entry.form and entry.form not in FORMS:
        yield FieldProblem("form", "Choose whether it was a group or one supervisee.")
    if entry.with_whom and not CODE.fullmatch(entry.with_whom):
        text = "Give a code of your own for the group or supervisee, such as G1 or S1: no name."
        yield FieldProblem("with", text)
    if entry.category == SUPERVISION_GIVEN and not entry.form:
        yield FieldProblem("form", "Choose whether it was a group or one supervisee.")
    if len(entry.note) > LONGEST_NOTE:
        yield FieldProblem("note", f"A note has at most {LONGEST_NOTE:,} characters.")
