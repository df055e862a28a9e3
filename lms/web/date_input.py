"""Days in forms and addresses: GOV.UK's three boxes, read and filled in again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from flask import request

from lms.errors import BadInput

BOXES = (("day", 2), ("month", 2), ("year", 4))


def date_boxes(day: date | None) -> dict[str, str]:
    """The three boxes filled with a day."""
    return {} if day is None else {name: str(getattr(day, name)) for name, _ in BOXES}


def typed_date(form: Mapping[str, str], name: str) -> dict[str, str]:
    """What was typed into the three boxes, to be shown again."""
    return {box: form.get(f"{name}-{box}", "").strip() for box, _ in BOXES}


def read_date(form: Mapping[str, str], name: str) -> date | None:
    """The day that three boxes mean; None where they are no day."""
    typed = typed_date(form, name)
    try:
        return date(int(typed["year"]), int(typed["month"]), int(typed["day"]))
    except ValueError:
        return None


def date_items(values: Mapping[str, str], wrong: bool = False) -> list[dict[str, str]]:
    """The boxes as the date-input component takes them."""
    error = " govuk-input--error" if wrong else ""
    return [
        {
            "name": box,
            "classes": f"govuk-input--width-{size}{error}",
            "value": values.get(box, ""),
        }
        for box, size in BOXES
    ]


def asked_day(name: str = "as_of") -> date | None:
    """The day that the address asks about; BadInput where it is none.

    A form without JavaScript sends the three boxes, a link the day in one piece.
    """
    given = request.args.get(name, "")
    if given:
        try:
            return date.fromisoformat(given)
        except ValueError:
            raise BadInput("Give the day as in 2026-03-01.") from None
    typed = typed_date(request.args, name)
    if not any(typed.values()):
        return None
    day = read_date(request.args, name)
    if day is None:
        raise BadInput("Give the day, month and year, as in 1 3 2026.")
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
    return moment
