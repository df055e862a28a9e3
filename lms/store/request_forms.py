"""What a request asked for, in one form that outlives an upgrade: by it a retry is known again.

A field with a default can be added to what a service is asked for, fields can change places, a
class can be renamed and Python be another: the same request is still the same. What equals its
default, and what was not given (None), is therefore no part of the form. Whoever adds something to
a request that is written as a list or a mapping puts None where it is not given, and last.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from itertools import combinations, islice
from typing import Any

FORM = "2:"
"""Stands before a digest of this form; those of the first form are bare hexadecimal digits."""
LENGTH = 64
MOST_TRIED = 2_000
"""How many ways in which the first form may have been written are tried at most."""


@dataclass(frozen=True, slots=True)
class FromSite:
    """What the site puts into an act of itself, such as today: nobody asked for it.

    A retry after midnight asks for the same. Keys kept in the first form were told apart by it.
    """

    value: Any


def digest_of_request(asked: Any) -> str:
    """What a request asked for, in short: a key holds for this and nothing else."""
    return (FORM + _sha256(json.dumps(_canonical(_without_end(asked)), sort_keys=True)))[:LENGTH]


def is_same_request(kept: str, asked: Any) -> bool:
    """Whether a digest that was kept is of what is asked now, in whichever form it was kept."""
    if kept.startswith(FORM):
        return kept == digest_of_request(asked)
    return any(kept == digest for digest in islice(_first_forms(asked), MOST_TRIED))


def _sha256(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _without_end(asked: Any) -> Any:
    """A list without what was not given at its end."""
    if not isinstance(asked, (list, tuple)):
        return asked
    end = next((n for n in range(len(asked), 0, -1) if asked[n - 1] is not None), 0)
    return asked[:end]


def _canonical(value: Any) -> Any:
    """A value as JSON has it, equal wherever what it says is equal; TypeError for what is no data."""
    if isinstance(value, FromSite):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _canonical(v) for f, v in _given(value)}
    if isinstance(value, Mapping):
        every = {str(_canonical(k)): _canonical(v) for k, v in value.items()}
        return {k: v for k, v in every.items() if v is not None}
    if isinstance(value, AbstractSet):
        return sorted((_canonical(one) for one in value), key=lambda one: json.dumps(one))
    if isinstance(value, (list, tuple)):
        return [_canonical(one) for one in value]
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return _canonical(value.value)
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, (int, float, Decimal)):
        return _number(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    raise TypeError(f"A request cannot be told from another by a {type(value).__name__}.")


def _number(value: float | Decimal) -> str:
    """A number in the same digits, whether it came as 7.5 or as the decimal 7.50."""
    exact = Decimal(str(value))
    return str(exact.normalize()) if len(exact.as_tuple().digits) < 20 else str(exact)


def _given(value: Any) -> list[tuple[Field[Any], Any]]:
    """The fields that say something: neither their default nor, where they have none, nothing."""
    every = [(f, getattr(value, f.name)) for f in fields(value)]
    return [(f, v) for f, v in every if not _says_nothing(f, v)]


def _says_nothing(of: Field[Any], value: Any) -> bool:
    if of.default is not MISSING:
        return bool(value == of.default)
    if of.default_factory is not MISSING:
        return bool(value == of.default_factory())
    return value is None or value == "" or value == () or value == [] or value == {}


# The first form wrote a dataclass as Python shows it, or as a mapping of all its fields. What was
# kept so is compared with what is asked now in every way in which it can have been written: without
# each of the fields that have a default now and may not have been there yet.


def _first_forms(asked: Any) -> Iterator[str]:
    later = sorted(_may_be_later(asked))
    for count in range(len(later) + 1):
        for absent in combinations(later, count):
            for written in (_as_python, _as_mapping):
                data = _in_first_form(asked, written, frozenset(absent))
                yield _sha256(json.dumps(data, sort_keys=True, default=str))


def _may_be_later(asked: Any) -> set[tuple[str, str]]:
    """The fields, by class and name, that were given nothing but their default."""
    every = [
        (type(o).__qualname__, f, getattr(o, f.name)) for o in _objects(asked) for f in fields(o)
    ]
    found = {(name, f.name) for name, f, value in every if _has_default(f)}
    return found - {(name, f.name) for name, f, value in every if not _says_nothing(f, value)}


def _has_default(of: Field[Any]) -> bool:
    return of.default is not MISSING or of.default_factory is not MISSING


def _objects(value: Any) -> Iterator[Any]:
    if is_dataclass(value) and not isinstance(value, type):
        yield value
        value = [getattr(value, f.name) for f in fields(value)]
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from _objects(one)


Absent = frozenset[tuple[str, str]]


def _there(value: Any, absent: Absent) -> list[tuple[str, Any]]:
    name = type(value).__qualname__
    return [(f.name, getattr(value, f.name)) for f in fields(value) if (name, f.name) not in absent]


def _in_first_form(value: Any, written: Callable[[Any, Absent], Any], absent: Absent) -> Any:
    """The lists and mappings of a request with the dataclasses among them written out."""
    if isinstance(value, FromSite):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return written(value, absent)
    if isinstance(value, Mapping):
        return {k: _in_first_form(v, written, absent) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_in_first_form(one, written, absent) for one in value]
    return value


def _as_mapping(value: Any, absent: Absent) -> dict[str, Any]:
    return {k: _in_first_form(v, _as_mapping, absent) for k, v in _there(value, absent)}


def _as_python(value: Any, absent: Absent) -> str:
    """What ``repr`` gives, without the fields that were not there yet."""
    if is_dataclass(value) and not isinstance(value, type):
        shown = (f"{k}={_as_python(v, absent)}" for k, v in _there(value, absent))
        return f"{type(value).__qualname__}({', '.join(shown)})"
    if isinstance(value, tuple):
        inside = ", ".join(_as_python(one, absent) for one in value)
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, list):
        return f"[{', '.join(_as_python(one, absent) for one in value)}]"
    return repr(value)
