"""Check and shape the fields of a fact at the door, from whatever text or numbers came in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from lms.domain.clock import read_clock_time
from lms.domain.records import Field, FieldType, RecordKind

LONGEST_CODE = 200
LARGEST_INTEGER = 10**9
MOST_DECIMALS = 9
"""Places after the point; 1e-999999 would be a number that takes minutes to reckon with."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field, and what to give instead."""

    field: str
    what: str
    code: str = ""

    def __str__(self) -> str:
        return f"{self.field}: {self.what}"


BELOW_LEAST = "below-least"


class BelowLeast(ValueError):
    """A number that is smaller than the smallest that it can be."""


class BadPayload(ValueError):
    """The fields of a fact do not fit its kind; ``problems`` names them all."""

    def __init__(self, problems: list[FieldProblem]):
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


def read_payload(kind: RecordKind, raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The payload of a fact, each field in its own type; BadPayload with every problem at once.

    What is given in the words of the kind's first version comes out in those of its newest.
    """
    former = [f for f in kind.former if raw.get(f.name) not in (None, "")]
    if former:
        return _read_former(kind, former, raw)
    return _read(kind, kind.fields, raw)


def _read_former(
    kind: RecordKind, former: list[Field], raw: Mapping[str, Any]
) -> Mapping[str, Any]:
    """A payload of version 1, upgraded; the field that came after cannot stand beside its forerunner."""
    given = _read(kind, (*kind.fields, *former), raw)
    upgraded = from_json(kind, 1, to_json(given))
    both = [name for name in upgraded if name in given and upgraded[name] != given[name]]
    if both:
        names = " or ".join(f.name for f in former)
        raise BadPayload([FieldProblem(name, f"give it or {names}, not both") for name in both])
    return upgraded


def _read(kind: RecordKind, fields: Sequence[Field], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    names = {f.name for f in (*fields, *kind.former)}
    problems = [_unknown(kind, name) for name in raw if name not in names]
    payload: dict[str, Any] = {}
    for field in fields:
        value = raw.get(field.name, field.default)
        if value is None or value == "":
            if field.required:
                problems.append(FieldProblem(field.name, "is needed"))
            continue
        try:
            payload[field.name] = read_value(field, value)
        except BelowLeast as fault:
            problems.append(FieldProblem(field.name, str(fault), BELOW_LEAST))
        except (ValueError, TypeError, InvalidOperation) as fault:
            problems.append(FieldProblem(field.name, str(fault)))
    if problems:
        raise BadPayload(problems)
    return MappingProxyType(payload)


def _unknown(kind: RecordKind, name: str) -> FieldProblem:
    close = get_close_matches(name, [f.name for f in kind.fields], 1)
    hint = f'; did you mean "{close[0]}"?' if close else ""
    return FieldProblem(name, f'is not a field of "{kind.name}"{hint}')


def read_value(field: Field, value: Any) -> Any:
    """One value in the field's type; ValueError with a sentence otherwise."""
    shaped = _READERS[field.type](value)
    if field.least is not None and shaped < field.least:
        raise BelowLeast(f"needs a number from {field.least} up, not {shaped}")
    if not field.choices:
        return shaped
    if isinstance(shaped, tuple):
        return tuple(_chosen(code, field.choices) for code in shaped)
    return _chosen(shaped, field.choices)


def _chosen(code: str, choices: tuple[str, ...]) -> str:
    """One of the choices, which may also be given in words: ``Family and Systemic Psychotherapist``."""
    in_code = "-".join(code.lower().split())
    found = next((c for c in (code, in_code) if c in choices), None)
    if found is None:
        close = get_close_matches(in_code, choices, 1)
        hint = f'; did you mean "{close[0]}"?' if close else ""
        raise ValueError(f'"{code}" is none of {", ".join(choices)}{hint}')
    return found


def _code(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_CODE:
        raise ValueError(f"needs a short text, not {_shown(value)}")
    return value.strip()


def _codes(value: Any) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        raise ValueError("needs a list")
    return tuple(_code(v) for v in value)


def _date(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"needs a date such as 2026-03-01, not {_shown(value)}") from None


def _moment(value: Any) -> str:
    """An instant, kept in UTC; one without an offset is nobody's clock and is refused."""
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        in_utc = at.astimezone(UTC) if at.tzinfo else None
    except (TypeError, ValueError, OverflowError):  # in UTC it may lie before year 1
        in_utc = None
    if in_utc is None:
        raise ValueError(f"needs a moment such as 2026-03-01T12:00:00+00:00, not {_shown(value)}")
    return in_utc.isoformat()


def _integer(value: Any) -> int:
    try:
        number = int(str(value)) if not isinstance(value, bool) else None
    except ValueError:
        number = None
    if number is None or abs(number) > LARGEST_INTEGER:
        raise ValueError(f"needs a whole number, not {_shown(value)}")
    return number


def _decimal(value: Any) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"needs a number, not {_shown(value)}") from None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MOST_DECIMALS or abs(number) > LARGEST_INTEGER:
        raise ValueError(f"needs a number, not {_shown(value)}")
    return str(number)


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"needs true or false, not {_shown(value)}")
    return value


def _table(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError("needs a table of names and values")
    return {_code(k): _in_table(v) for k, v in value.items()}


def _in_table(value: Any) -> Any:
    """A number, a short text, or a day, which is kept as its ISO text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, int) else _code(value)


def _tables(value: Any) -> list[Mapping[str, Any]]:
    if not isinstance(value, (list, tuple)):
        raise ValueError("needs a list of tables")
    return [_table(v) for v in value]


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


_READERS: Mapping[FieldType, Callable[[Any], Any]] = {
    FieldType.CODE: _code,
    FieldType.CODES: _codes,
    FieldType.DATE: _date,
    FieldType.TIME: read_clock_time,
    FieldType.MOMENT: _moment,
    FieldType.INTEGER: _integer,
    FieldType.DECIMAL: _decimal,
    FieldType.BOOLEAN: _boolean,
    FieldType.PERSON: _code,
    FieldType.PEOPLE: _codes,
    FieldType.RECORD: _code,
    FieldType.DOCUMENT: _code,
    FieldType.TABLE: _table,
    FieldType.STAGE: _code,
    FieldType.TABLES: _tables,
}


def to_json(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A payload as JSON holds it: days as ISO text, tuples as lists."""
    return {name: _jsonable(value) for name, value in payload.items()}


def _jsonable(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def from_json(
    kind: RecordKind | None, version: int, stored: Mapping[str, Any]
) -> Mapping[str, Any]:
    """A stored payload in the newest shape of its kind; an unknown kind's is left as it is."""
    if kind is None:
        return MappingProxyType(dict(stored))
    newest = stored if version == kind.version else kind.upgrade(stored, version)
    shaped = dict(newest)
    for field in kind.shaped_fields:
        value = shaped.get(field.name)
        if isinstance(value, str):
            shaped[field.name] = date.fromisoformat(value)
        elif isinstance(value, list):
            shaped[field.name] = tuple(value)
    return MappingProxyType(shaped)
