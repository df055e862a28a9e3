"""The one gate through which everything comes in: what nobody could keep is refused, its place named."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from flask import Flask, abort, request
from werkzeug.exceptions import UnprocessableEntity
from werkzeug.routing import IntegerConverter

from lms.domain.outside_text import (
    LARGEST_NUMBER,
    NOT_TEXT,
    TOO_DEEP,
    Place,
    outside_problems,
    why_not_text,
)
from lms.errors import BadInput
from lms.services.problem_at import ProblemAt
from lms.web.errors import page
from lms.web.guard import SAFE_METHODS, wants_json
from lms.web.sent_form import sent_now

LONGEST_STEP = 1_000
"""Characters of one part of an address; every id and every path of a file is shorter."""
KEY, LONGEST_KEY = "idempotency", 200
MOST_TOLD = 20
UNUSABLE = "Some of what was sent cannot be kept."
NO_JSON = "The body is not JSON."


class NumberStep(IntegerConverter):
    """A number in an address, of so many digits that every database takes it."""

    regex = r"\d{1,9}"


def init_app(app: Flask) -> None:
    """Look at addresses and queries before anything is asked of the database."""
    app.url_map.converters["int"] = NumberStep
    app.before_request(check_address)


def check_address() -> None:
    """404 where a part of the address can be nobody's id; 422 where the query cannot be kept."""
    steps = [v for v in (request.view_args or {}).values() if isinstance(v, str)]
    if NOT_TEXT.search(request.path) or any(len(step) > LONGEST_STEP for step in steps):
        abort(404)
    _refuse("query", _in_pairs(request.args.items(multi=True)))
    _refuse("headers", _in_pairs(request.headers))


def check_body() -> tuple[str, int] | None:
    """422 where a form, its files' names or a program's JSON cannot be kept; 400 where it is no JSON.

    A person gets back what was typed.
    """
    if request.method in SAFE_METHODS:
        return None
    try:
        _check_body()
    except BadInput as fault:
        return page(422, str(fault), [str(p) for p in fault.problems], sent=sent_now())
    return None


def _check_body() -> None:
    if request.is_json:
        _refuse("json", outside_problems(_json()))
    else:
        _refuse("form", _too_long(request.form.getlist(KEY)))
        _refuse("form", _in_pairs(request.form.items(multi=True)))
        sent = request.files.items(multi=True)
        _refuse("files", _in_pairs((field, one.filename or "") for field, one in sent))


def _too_long(keys: Iterable[str]) -> Iterator[tuple[Place, str]]:
    """The key by which two clicks are one act is made by the page, and is short."""
    if any(len(key) > LONGEST_KEY for key in keys):
        yield (KEY,), "It is too long. Open the form again, then send it."


def _json() -> Any:
    try:
        return json.loads(request.get_data(cache=True) or b"null", parse_int=_whole)
    except RecursionError:
        _refuse("json", [((), TOO_DEEP)])
    except ValueError:
        abort(400, NO_JSON)


def _whole(digits: str) -> int:
    """A whole number; one of more digits than Python reads is larger than any that can be kept."""
    return int(digits) if len(digits) < 30 else LARGEST_NUMBER + 1


def _in_pairs(given: Iterable[tuple[str, str]]) -> Iterator[tuple[Place, str]]:
    for name, value in given:
        for says in filter(None, (why_not_text(name), why_not_text(value))):
            yield (NOT_TEXT.sub("\ufffd", name),), says


def _refuse(part: str, found: Iterable[tuple[Place, str]]) -> None:
    """Refuse with every problem: to programs by part and place, on a page by the field's name."""
    problems = [p for _, p in zip(range(MOST_TOLD), found, strict=False)]
    if problems and wants_json():
        _tell_program(part, problems)
    if problems:
        named = [(".".join(place), says) for place, says in problems]
        raise BadInput(UNUSABLE, [ProblemAt(name, f"{name}: {says}") for name, says in named])


def _tell_program(part: str, problems: Iterable[tuple[Place, str]]) -> NoReturn:
    """As flask-smorest tells what does not fit a schema."""
    messages: dict[str, list[str]] = {}
    for place, says in problems:
        messages.setdefault(".".join(place) or "_schema", []).append(says)
    fault = UnprocessableEntity()
    fault.data = {"messages": {part: messages}}  # type: ignore[attr-defined]
    raise fault
