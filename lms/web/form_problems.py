"""What a form's sender did wrong, as the error summary and the fields show it."""

from __future__ import annotations

from flask import request

from lms.errors import BadInput
from lms.web.date_input import day_wanted, first_wrong_box, is_day


def summary(fault: BadInput) -> list[dict[str, str]]:
    """Every problem, linked to its field where it has one."""
    if not fault.problems:
        return [{"text": str(fault)}]
    return [_line(problem) for problem in fault.problems]


def _line(problem: object) -> dict[str, str]:
    field = getattr(problem, "field", "")
    return {"text": _said(field, str(problem)), **({"href": f"#{_place(field)}"} if field else {})}


def _said(field: str, says: str) -> str:
    """The sentence; of a day, with what is wrong in its three boxes."""
    name = field.removesuffix("-day")
    return day_wanted(request.form, name, says) if is_day(request.form, name) else says


def _place(field: str) -> str:
    """Where a line of the summary leads: of a day, to the first of its boxes that is wrong."""
    name = field.removesuffix("-day")
    if not is_day(request.form, name):
        return field
    return f"{name}-{first_wrong_box(request.form, name)}"


def by_field(fault: BadInput) -> dict[str, str]:
    """The first problem of each field."""
    found: dict[str, str] = {}
    for problem in fault.problems:
        field = getattr(problem, "field", "")
        if field:
            found.setdefault(field, _said(field, str(problem)))
    return found
