"""Whether a programme takes new enrolments on a day; who is on it finishes whatever it says (8a.15)."""

from __future__ import annotations

from datetime import date

from lms.domain.calendar import in_words
from lms.domain.latest import last_set
from lms.domain.records import Record, Records, Refusal, Subject

KIND = "intake"
CLOSED, OPEN = "closed", "open"


def programme_subject(programme: str) -> Subject:
    """What records about a programme as a whole are about."""
    return Subject("curriculum", programme)


def intake_on(programme: Records, day: date) -> Record | None:
    """What holds of new enrolments on a day; None where nothing was ever decided.

    ``programme`` are the records about it. Of several decisions that have begun by the day it is the
    one made last: a reopening undoes every closing before it.
    """
    return last_set(r for r in programme.of(KIND) if r.on <= day)


def is_closed(programme: Records, day: date) -> bool:
    """Whether nobody new is enrolled on a day."""
    decided = intake_on(programme, day)
    return decided is not None and decided.get("outcome") == CLOSED


def intake_words(programme: Records, today: date) -> str:
    """How it stands with new enrolments, as sentences; empty where it is open and stays so."""
    said = []
    decided = intake_on(programme, today)
    if decided is not None and decided.get("outcome") == CLOSED:
        said.append(f"Closed to new enrolments since {in_words(decided.on)}.")
    turn = _next_turn(programme, today)
    if turn is not None:
        closes = turn.get("outcome") == CLOSED
        does = "It closes to new enrolments" if closes else "It opens to them again"
        said.append(f"{does} on {in_words(turn.on)}.")
    return " ".join(said)


def _next_turn(programme: Records, today: date) -> Record | None:
    """The next decision after a day that changes what holds on it."""
    ahead = sorted((r for r in programme.of(KIND) if r.on > today), key=lambda r: r.on)
    now = is_closed(programme, today)
    turns = (intake_on(programme, r.on) for r in ahead if is_closed(programme, r.on) != now)
    return next(turns, None)


def refuse_new(programme: Records, title: str, start: date, today: date) -> Refusal | None:
    """Why nobody new is enrolled from a day, if so.

    Not while it is closed, nor from a day on which it is: but whoever begins when it is open again
    can be enrolled before that.
    """
    waits_for_it = start > today
    closing = next(
        (
            decided
            for day in ((start,) if waits_for_it else (start, today))
            if is_closed(programme, day) and (decided := intake_on(programme, day))
        ),
        None,
    )
    if closing is None:
        return None
    reason = (
        f"{title} is closed to new enrolments from {in_words(closing.on)}. Whoever is on it already "
        "finishes it. If somebody has to be enrolled all the same, it is opened again first."
    )
    return Refusal("closed-to-new", reason, (closing.id,))


def why_over(day: date, today: date) -> Refusal | None:
    """Why an intake is not closed or opened from a day: it was over by then."""
    if day >= today:
        return None
    return Refusal("over", "It can hold from today at the earliest.")
