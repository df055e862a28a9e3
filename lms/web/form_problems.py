"""What a form's sender did wrong, as the error summary and the fields show it."""

from __future__ import annotations

from lms.errors import BadInput


def summary(fault: BadInput) -> list[dict[str, str]]:
    """Every problem, linked to its field where it has one."""
    if not fault.problems:
        return [{"text": str(fault)}]
    return [_line(problem) for problem in fault.problems]


def _line(problem: object) -> dict[str, str]:
    field = getattr(problem, "field", "")
    return {"text": str(problem), **({"href": f"#{field}"} if field else {})}


def by_field(fault: BadInput) -> dict[str, str]:
    """The first problem of each field."""
    found: dict[str, str] = {}
    for problem in fault.problems:
        field = getattr(problem, "field", "")
        if field:
            found.setdefault(field, str(problem))
    return found
