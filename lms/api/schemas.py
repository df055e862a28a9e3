"""What many resources share: the day asked about, pages of a list, and the key of a request."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, cast

from flask import request
from flask_smorest import abort
from marshmallow import RAISE, Schema, ValidationError, fields, validate

from lms.domain.part import LEARNERS, Asked, Part
from lms.services.dates import date_problems
from lms.services.site import LONDON

Item = TypeVar("Item")
MOST_ITEMS = 200
LONGEST_KEY = 200
LONGEST_PLACE = 9
IDEMPOTENCY_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": LONGEST_KEY},
    "description": "Any text of your own. Asking again with the same key gives the first answer.",
}
"""For ``@blueprint.doc(parameters=[IDEMPOTENCY_KEY])`` on every method that writes."""
ARGUMENTS: dict[str, Any] = {"location": "query", "unknown": RAISE}
"""For ``@blueprint.arguments(…, **ARGUMENTS)``: a misspelt ``as_of`` must not be overlooked."""


def can_be_meant(day: date) -> None:
    """ValidationError where a day is so far off that nobody can mean it; for ``validate=``."""
    for says in date_problems(day):
        raise ValidationError(says)


def _can_be_meant_at(moment: datetime) -> None:
    can_be_meant(moment.date())


class AsOfQuery(Schema):
    """The day that an answer is about, and the moment up to which records are used."""

    as_of = fields.Date(
        load_default=None,
        validate=can_be_meant,
        metadata={"description": "The day asked about; today if not given."},
    )
    known_at = fields.AwareDateTime(
        load_default=None,
        default_timezone=LONDON,
        validate=_can_be_meant_at,
        metadata={"description": "Use only what had been recorded by then."},
    )


class PageQuery(Schema):
    """Which part of a list."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, MOST_ITEMS))
    cursor = fields.String(
        load_default=None, metadata={"description": "The next_cursor of the page before."}
    )


class LearnersQuery(PageQuery):
    """Which part of a list that is read whole where it can be: a register, a cohort."""

    limit = fields.Integer(load_default=LEARNERS, validate=validate.Range(1, MOST_ITEMS))


class PartSchema(Schema):
    """An answer that holds a part of a list."""

    next_cursor = fields.String(allow_none=True, required=True)


def asked(query: dict[str, Any]) -> Asked:
    """The part that a query asks for of a list in an order of its own; takes ``limit`` and ``cursor`` out."""
    limit, cursor = query.pop("limit"), query.pop("cursor")
    place = _read_cursor(cursor) if cursor else "0"
    if not (place.isascii() and place.isdigit() and len(place) <= LONGEST_PLACE):
        _refuse_cursor()
    return Asked(int(place), limit)


def after(part: Part[Any]) -> str | None:
    """The cursor of what follows a part; None at the end."""
    return None if part.after is None else _cursor(str(part.after))


def paged(part: Part[Any]) -> dict[str, Any]:
    """A part as the page of a list."""
    return {"items": list(part), "next_cursor": after(part)}


def page(
    items: Sequence[Item], key: Callable[[Item], str], limit: int, cursor: str | None
) -> dict[str, Any]:
    """One page of a list that ``key`` orders, and the cursor of the next; 422 for a cursor of nobody's."""
    after = _read_cursor(cursor) if cursor else ""
    rest = sorted((i for i in items if key(i) > after), key=key)
    more = len(rest) > limit
    return {
        "items": rest[:limit],
        "next_cursor": _cursor(key(rest[limit - 1])) if more else None,
    }


@cache
def page_schema(item: type[Schema]) -> Schema:
    """The schema of a page of a list."""
    name = item.__name__.removesuffix("Schema")
    attributes = {
        "__module__": item.__module__,
        "items": fields.List(fields.Nested(item), required=True),
        "next_cursor": fields.String(allow_none=True, required=True),
    }
    return cast(Schema, type(f"{name}PageSchema", (Schema,), attributes)())


def _cursor(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> str:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        _refuse_cursor()
        raise


def _refuse_cursor() -> None:
    abort(422, messages={"query": {"cursor": ["Give the next_cursor of the page before."]}})


def idempotency_key() -> str | None:
    """The key of a writing request, for ``answer_once``; 422 where it is too long."""
    key = request.headers.get("Idempotency-Key")
    if key and len(key) > LONGEST_KEY:
        abort(422, messages={"headers": {"Idempotency-Key": ["At most 200 characters."]}})
    return key or None
