"""A requirement's settings, checked against what its kind declares."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from lms.curriculum.keys import Keys, kind_of, said_of
from lms.curriculum.problems import did_you_mean, shown
from lms.curriculum.yaml_nodes import Node
from lms.domain.evidence import RequirementKind
from lms.domain.records import Field, FieldType

STAGE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*")

COMBINED = ("all-of", "any-of", "at-least-n")
"""The kinds whose settings hold requirements, under ``of``."""


def read_settings(keys: Keys, kind: RequirementKind) -> Mapping[str, Any]:
    """The values that a kind's fields have here; defaults stand where nothing is given."""
    found: dict[str, Any] = {}
    for field in kind.settings:
        given = keys.node(field.name, required=field.required)
        value = field.default if given is None else READERS[field.type](keys, field, given)
        if value is not None:
            found[field.name] = value
    return MappingProxyType(found)


def defaults(kind: RequirementKind) -> Mapping[str, Any]:
    """What a kind's settings are where nobody gives any."""
    return MappingProxyType({f.name: f.default for f in kind.settings if f.default is not None})


def as_given(node: Node) -> Any:
    """A value as it stands, for a kind that is not here to say what it should be."""
    match node.value:
        case tuple() as items:
            return tuple(as_given(item) for item in items)
        case Mapping() as group:
            return MappingProxyType({name: as_given(value) for name, value in group.items()})
        case plain:
            return plain


def _code(keys: Keys, field: Field, node: Node) -> str | None:
    if not isinstance(node.value, str) or not node.value.strip():
        what = f'"{field.name}" is {kind_of(node)}, where a word is needed'
        keys.complain(field.name, what, _choose(field) or "write a word", node.line)
        return None
    code = node.value.strip()
    if field.choices and code not in field.choices:
        what = f'"{field.name}" is {shown(code)}, which is not among its values'
        keys.complain(field.name, what, did_you_mean(code, field.choices), node.line)
        return None
    return code


def _choose(field: Field) -> str:
    return f"choose from {', '.join(field.choices)}" if field.choices else ""


def _codes(keys: Keys, field: Field, node: Node) -> tuple[str, ...] | None:
    items = _list(keys, field, node)
    codes = [_code(keys, field, item) for item in items]
    if len(set(codes)) < len(codes) and None not in codes:
        keys.complain(field.name, f'"{field.name}" names something twice', "keep one of them")
    return tuple(code for code in codes if code) or None


def _list(keys: Keys, field: Field, node: Node) -> tuple[Node, ...]:
    if isinstance(node.value, tuple) and node.value:
        return node.value
    what = "an empty list" if node.value == () else kind_of(node)
    keys.complain(field.name, f'"{field.name}" is {what}', f"write {field.name}: [one, two]")
    return ()


def _integer(keys: Keys, field: Field, node: Node) -> int | None:
    if isinstance(node.value, int) and not isinstance(node.value, bool) and node.value >= 0:
        return node.value
    _no_number(keys, field, node, "a whole number such as 12")
    return None


def _decimal(keys: Keys, field: Field, node: Node) -> int | Decimal | None:
    value = node.value
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and value >= 0:
        return value
    _no_number(keys, field, node, "a number such as 12 or 2.5")
    return None


def _no_number(keys: Keys, field: Field, node: Node, needed: str) -> None:
    said = f'"{field.name}" is {said_of(node)}'
    keys.complain(field.name, said, f"write {needed}, without quotes", node.line)


def _boolean(keys: Keys, field: Field, node: Node) -> bool | None:
    if isinstance(node.value, bool):
        return node.value
    keys.complain(field.name, f'"{field.name}" is {kind_of(node)}', "write true or false, unquoted")
    return None


def _stage(keys: Keys, field: Field, node: Node) -> str | None:
    code = _code(keys, field, node)
    if code and not STAGE.fullmatch(code):
        what = f'"{field.name}" is {shown(code)}, which names no stage'
        keys.complain(field.name, what, "write programme/stage, such as foundation/foundation")
        return None
    return code


def _table(keys: Keys, field: Field, node: Node) -> Mapping[str, Any] | None:
    group = node.value
    if isinstance(group, Mapping) and all(_is_plain(value) for value in group.values()):
        return MappingProxyType({name: value.value for name, value in group.items()})
    what = f'"{field.name}" holds {kind_of(node)}, where a group of words and numbers is needed'
    keys.complain(field.name, what, "write {name: value, …}", node.line)
    return None


def _is_plain(node: Node) -> bool:
    return isinstance(node.value, str | int | Decimal) and not isinstance(node.value, bool)


def _tables(keys: Keys, field: Field, node: Node) -> tuple[Mapping[str, Any], ...] | None:
    tables = [_table(keys, field, item) for item in _list(keys, field, node)]
    return tuple(table for table in tables if table is not None) or None


READERS: Mapping[FieldType, Callable[[Keys, Field, Node], Any]] = {
    **dict.fromkeys(FieldType, _code),
    FieldType.CODES: _codes,
    FieldType.INTEGER: _integer,
    FieldType.DECIMAL: _decimal,
    FieldType.BOOLEAN: _boolean,
    FieldType.STAGE: _stage,
    FieldType.TABLE: _table,
    FieldType.TABLES: _tables,
}
