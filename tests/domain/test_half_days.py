"""A register by half-days: what a changed mark writes, and what it corrects."""

from __future__ import annotations

from datetime import UTC, date, datetime

from lms.domain.half_days import Mark, marks_to_write, recorded_halves
from lms.domain.records import Record, Records, person

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
NEVER: dict[str, Record] = {}


def marked(position: int, half: str, present: bool, on: date = MONDAY, day: int = 1) -> Record:
    payload = {"register": "taught", "stage": "course/year", "day": day, "half": half}
    return Record(
        position=position,
        id=f"r{position}",
        subject=person("amara"),
        kind="attendance",
        version=1,
        first=on,
        last=on,
        recorded=datetime(2026, 3, 3, tzinfo=UTC),
        recorded_by="tess",
        payload={**payload, "present": present},
    )


def recorded(*records: Record) -> dict[str, Record]:
    return recorded_halves(Records(records), "taught", "course/year", 1)


def test_a_whole_day_mark_speaks_for_both_halves_until_a_later_one_speaks_for_one() -> None:
    whole, half = marked(1, "whole", True), marked(2, "pm", False)
    assert recorded(whole, half) == {"am": whole, "pm": half}


def test_other_days_say_nothing() -> None:
    assert recorded(marked(1, "whole", True, day=2)) == {}


def test_two_halves_alike_are_one_fact() -> None:
    assert marks_to_write(NEVER, {"am": True, "pm": True}, MONDAY) == [Mark("whole", True)]


def test_two_halves_that_differ_are_two_facts() -> None:
    marks = marks_to_write(NEVER, {"am": True, "pm": False}, MONDAY)
    assert marks == [Mark("am", True), Mark("pm", False)]


def test_one_half_alone_can_be_marked() -> None:
    assert marks_to_write(NEVER, {"am": True}, MONDAY) == [Mark("am", True)]


def test_saying_the_same_again_writes_nothing() -> None:
    before = recorded(marked(1, "whole", True))
    assert marks_to_write(before, {"am": True, "pm": True}, MONDAY) == []


def test_a_changed_day_replaces_the_mark_there_was() -> None:
    before = recorded(marked(1, "whole", True))
    marks = marks_to_write(before, {"am": False, "pm": False}, MONDAY)
    assert marks == [Mark("whole", False, "r1")]


def test_one_half_changed_of_a_whole_day_keeps_the_other() -> None:
    before = recorded(marked(1, "whole", True))
    marks = marks_to_write(before, {"am": True, "pm": False}, MONDAY)
    assert marks == [Mark("am", True, "r1"), Mark("pm", False)]


def test_one_half_changed_of_two_leaves_the_other_alone() -> None:
    before = recorded(marked(1, "am", True), marked(2, "pm", True))
    assert marks_to_write(before, {"pm": False}, MONDAY) == [Mark("pm", False, "r2")]


def test_a_half_that_was_not_said_keeps_what_is_recorded() -> None:
    before = recorded(marked(1, "whole", True))
    assert marks_to_write(before, {"am": False}, MONDAY) == [
        Mark("am", False, "r1"),
        Mark("pm", True),
    ]


def test_another_date_corrects_every_mark_of_the_day() -> None:
    before = recorded(marked(1, "whole", True))
    assert marks_to_write(before, {}, TUESDAY) == [Mark("whole", True, "r1")]
