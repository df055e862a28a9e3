"""A register by half-days: what is recorded of a day, and which facts a changed mark needs (8a.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

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


def recorded_halves(own: Records, register: str, stage: str, day: int) -> dict[str, Record]:
    """The record that speaks for each half of a day; of several, the last.

    ``own`` are the records of one enrolment and ``stage`` is ``programme/stage``.
    """
    latest: dict[str, Record] = {}
    for record in own.of("attendance", register=register, day=day):
        if record.get("stage") in (None, stage):
            half = record.get("half")
            latest.update(dict.fromkeys(HALVES if half == WHOLE else (half,), record))
    return latest


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
