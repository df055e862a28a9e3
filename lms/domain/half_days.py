"""A register by half-days: what is recorded of a day, and which facts a changed mark needs (8a.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lms.domain.assessment.moves import Moves, cohort_at
from lms.domain.programme import Stage
from lms.domain.records import Record, Records

AM, PM, WHOLE = "am", "pm", "whole"
HALVES = (AM, PM)


@dataclass(frozen=True, slots=True)
class Mark:
    """A fact to write: a half or the whole day, and the record that it corrects, if any."""

    half: str
    present: bool
    replaces: str | None = None


def recorded_halves(
    own: Records, register: str, stage: str, day: int, moves: Moves = ()
) -> dict[str, Record]:
    """The record that speaks for each half of a day on the present cohort's register.

    ``own`` are the records of one enrolment, ``stage`` is ``programme/stage`` and ``moves`` are the
    cohorts that the learner was in: what an earlier one recorded is not on this one's register.
    """
    named = own.of("attendance", register=register, day=day)
    here = [r for r in named if r.get("stage") in (None, stage) and _is_here(r, moves)]
    return {half: record for (_, half), record in deciding_marks(here).items()}


def _is_here(record: Record, moves: Moves) -> bool:
    return not moves or cohort_at(moves, record.position) == moves[-1].cohort


def deciding_marks(marks: Iterable[Record], moves: Moves = ()) -> dict[tuple[int, str], Record]:
    """The mark that decides each half of each day; a whole-day mark stands for both halves.

    In one cohort it is the last. A half-day that was marked in two cohorts counts once, and a mark
    of presence before one of absence: a move loses nobody a day (8a.24).
    """
    latest: dict[tuple[int, str], dict[str | None, Record]] = {}
    for mark in marks:
        halves = HALVES if mark.get("half") == WHOLE else (mark.get("half"),)
        for half in halves:
            in_cohorts = latest.setdefault((int(mark.get("day")), half), {})
            in_cohorts[cohort_at(moves, mark.position)] = mark
    return {place: _kindest(found.values()) for place, found in latest.items()}


def _kindest(marks: Iterable[Record]) -> Record:
    return max(marks, key=lambda mark: (bool(mark.get("present")), mark.position))


def marks_to_write(
    recorded: Mapping[str, Record], wanted: Mapping[str, bool], on: date
) -> list[Mark]:
    """The facts that turn what is recorded into what is wanted on a date; none where nothing changed.

    A half that is not in ``wanted`` keeps what is recorded. A record that stood for both halves is
    corrected by one fact where both are still alike, else by one and a second beside it.
    """
    state = {half: record.get("present") for half, record in recorded.items()} | dict(wanted)
    marks: list[Mark] = []
    for identity in dict.fromkeys(r.id for r in recorded.values()):
        halves = [half for half in HALVES if half in recorded and recorded[half].id == identity]
        record = recorded[halves[0]]
        same = all(state[half] == record.get("present") for half in halves)
        if not same or record.on != on:
            marks += _in_place_of(identity, halves, state)
    new = {half: state[half] for half in HALVES if half in state and half not in recorded}
    return marks + _in_place_of(None, list(new), new)


def _in_place_of(replaced: str | None, halves: list[str], state: Mapping[str, bool]) -> list[Mark]:
    if len(halves) == 2 and state[AM] == state[PM]:
        return [Mark(WHOLE, state[AM], replaced)]
    return [Mark(h, state[h], replaced if h == halves[0] else None) for h in halves]


def days_of(stage: Stage) -> dict[str, int]:
    """How many days each register of a stage has; the taught one is always kept."""
    found = {"taught": stage.days} if stage.days else {}
    for requirement in (r for top in stage.requirements for r in top.walk()):
        if requirement.kind == "attendance":
            found[requirement.settings["register"]] = int(requirement.settings["days"])
    return found
