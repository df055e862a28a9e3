"""Days in forms and addresses: GOV.UK's three boxes, read and filled in again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from flask import request

from lms.domain.typed_days import BOXES, TypedDay, read_typed_day
from lms.errors import BadInput
from lms.services.dates import date_problems
from lms.services.problem_at import NO_DAY
from lms.web.guard import site

SIZES = dict(zip(BOXES, (2, 2, 4), strict=True))
WIDTHS = (2, 4, 5, 10, 20)
"""The sizes of GOV.UK's boxes, in characters: a month's name needs more than its number."""


def date_boxes(day: date | None) -> dict[str, str]:
    """The three boxes filled with a day."""
    return {} if day is None else {name: str(getattr(day, name)) for name in BOXES}


def typed_date(form: Mapping[str, str], name: str) -> dict[str, str]:
    """What was typed into the three boxes, to be shown again."""
    return {box: form.get(f"{name}-{box}", "").strip() for box in BOXES}


def read_date(form: Mapping[str, str], name: str) -> date | None:
    """The day that three boxes mean; None where they are no day."""
    return read_boxes(typed_date(form, name)).day


def read_boxes(values: Mapping[str, str]) -> TypedDay:
    """What three boxes mean, with what is wrong with each of them."""
    day, month, year = (values.get(box, "") for box in BOXES)
    return read_typed_day(day, month, year, site().today())


def optional_date(form: Mapping[str, str], name: str) -> date | None:
    """The day in three boxes that may be left empty: NO_DAY where they hold something and mean none."""
    found = read_boxes(typed_date(form, name))
    return NO_DAY if found.wrong else found.day


def what_is_wrong(form: Mapping[str, str], name: str) -> str:
    """What is wrong with what was typed into three boxes; empty where nothing is, or nothing was typed."""
    return read_boxes(typed_date(form, name)).says


def day_wanted(form: Mapping[str, str], name: str, says: str) -> str:
    """The sentence ``says`` that asks for a day, and after it what is wrong with the one typed."""
    return f"{says} {what_is_wrong(form, name)}".strip()


def is_day(form: Mapping[str, str], name: str) -> bool:
    """Whether a field of a form that was sent is three boxes."""
    return all(f"{name}-{box}" in form for box in BOXES)


def first_wrong_box(form: Mapping[str, str], name: str) -> str:
    """The box to go to: the first that is wrong, or else the first of all."""
    return next(iter(read_boxes(typed_date(form, name)).boxes), BOXES[0])


def date_items(values: Mapping[str, str], wrong: bool = False) -> list[dict[str, str]]:
    """The boxes as the date-input component takes them; where one alone is wrong, it alone is marked."""
    marked = read_boxes(values).boxes or (BOXES if wrong else ())
    return [
        {
            "name": box,
            "classes": f"govuk-input--width-{_size(box, values)}"
            + (" govuk-input--error" if box in marked else ""),
            "value": values.get(box, ""),
        }
        for box in BOXES
    ]


def _size(box: str, values: Mapping[str, str]) -> int:
    needed = max(SIZES[box], len(values.get(box, "")))
    return next((width for width in WIDTHS if width >= needed), WIDTHS[-1])


def asked_day(name: str = "as_of") -> date | None:
    """The day that the address asks about; BadInput where it is none.

    A form without JavaScript sends the three boxes, a link the day in one piece.
    """
    given = request.args.get(name, "")
    if given:
        try:
            return _meant(date.fromisoformat(given))
        except ValueError:
            raise BadInput("Give the day as in 2026-03-01.") from None
    typed = read_boxes(typed_date(request.args, name))
    if typed.wrong:
        raise BadInput(f"Give the day, month and year, as in 1 3 2026. {typed.says}")
    return _meant(typed.day) if typed.day else None


def _meant(day: date) -> date:
    for says in date_problems(day):
        raise BadInput(says)
    return day


def asked_moment(name: str = "known_at") -> datetime | None:
    """The moment as known on which the address asks; BadInput where it is none."""
    given = request.args.get(name, "")
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given.replace(" ", "+"))
    except ValueError:
        raise BadInput("Give the moment as in 2026-03-01T12:00:00Z.") from None
    if moment.tzinfo is None:
        raise BadInput("Give the moment with its time zone, as in 2026-03-01T12:00:00Z.")
    _meant(moment.date())
    return moment
