"""Trying an act that a form asked for: its result, or what the form must say is wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from uuid import uuid4

from flask import request

from lms.errors import BadInput, Conflict, Refused
from lms.web.form_problems import by_field, summary

Result = TypeVar("Result", covariant=True)


@dataclass(frozen=True)
class Attempt(Generic[Result]):
    """What came of an act: ``done`` with a result, or problems, by field too, and a status."""

    result: Result | None = None
    done: bool = False
    problems: list[dict[str, str]] = field(default_factory=list)
    errors: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    fault: Exception | None = None


def attempt(act: Callable[[], Result], days: Collection[str] = ()) -> Attempt[Result]:
    """Do an act; ``days`` names the fields that are three boxes, for links to the first of them."""
    try:
        return Attempt(act(), done=True)
    except BadInput as fault:
        listed = [_linked(line, days) for line in summary(fault)]
        return Attempt(problems=listed, errors=by_field(fault), status=422, fault=fault)
    except (Refused, Conflict) as fault:
        return Attempt(problems=[{"text": str(fault)}], status=409, fault=fault)


def _linked(line: dict[str, str], days: Collection[str]) -> dict[str, str]:
    name = line.get("href", "").removeprefix("#")
    return {**line, "href": f"#{name}-day"} if name in days else line


def form_key() -> str:
    """The key that makes two clicks one act: the form's own, or a new one for a new form."""
    return request.form.get("idempotency") or uuid4().hex
