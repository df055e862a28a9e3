"""What changed between two versions of a programme, in the programme's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lms.domain.programme import Programme, Requirement, Stage
from lms.domain.verdicts import number

NEW, GONE, CHANGED = "new", "gone", "changed"
LONG_TEXTS = frozenset({"body", "criteria", "prompts", "introduction", "text", "help", "basis"})
"""What is too long to show twice: only that it changed is said."""

NOT_COMPARED = frozenset({"id", "path", "stages", "digest", "version"})
PARTS = {
    "requirements": "requirement",
    "outcomes": "outcome",
    "modules": "module",
    "assessments": "assessment",
    "logs": "log",
    "declarations": "declaration",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    ``how`` is new, gone or changed; ``what`` is programme, stage or one of a stage's parts, named
    by ``id``. ``setting`` is what changed of it, from ``before`` to ``after`` where they are short.
    ``says`` tells people.
    """

    how: str
    what: str
    id: str
    stage: str
    says: str
    setting: str = ""
    before: str = ""
    after: str = ""


def differences(old: Programme, new: Programme) -> list[str]:
    """Each change as a sentence; empty where people would notice nothing."""
    return [change.says for change in changes(old, new)]


def changes(old: Programme, new: Programme) -> tuple[Change, ...]:
    """Every change from one version to the other; in which file a thing stands is not one."""
    found = [*_of_item("programme", "", old, new), *_of_list("stage", "", old.stages, new.stages)]
    for stage in new.stages:
        before = old.stage(stage.id)
        found += _of_stage(before, stage) if before else ()
    return tuple(found)


def _of_stage(old: Stage, new: Stage) -> Iterator[Change]:
    for name, what in PARTS.items():
        yield from _of_list(what, new.id, _walked(getattr(old, name)), _walked(getattr(new, name)))


def _walked(items: Iterable[Any]) -> list[Any]:
    """The items, and for requirements also those they are made of."""
    return [
        part
        for item in items
        for part in (item.walk() if isinstance(item, Requirement) else [item])
    ]


def _of_list(what: str, stage: str, old: Iterable[Any], new: Iterable[Any]) -> Iterator[Change]:
    before, after = {i.id: i for i in old}, {i.id: i for i in new}
    for identity, item in before.items():
        if identity not in after:
            yield Change(GONE, what, identity, stage, f"{_named(what, item)} is gone.")
    for identity, item in after.items():
        if identity in before:
            yield from _of_item(what, stage, before[identity], item)
        else:
            yield Change(NEW, what, identity, stage, f"{_named(what, item)} is new.")


def _named(what: str, item: Any) -> str:
    if isinstance(item, Programme):
        return "The programme"
    title = getattr(item, "title", "")
    return f"{what.capitalize()} {item.id}" + (f" ({title})" if title else "")


def _of_item(what: str, stage: str, old: Any, new: Any) -> Iterator[Change]:
    before, after = _facts(old), _facts(new)
    for setting in dict.fromkeys([*before, *after]):
        was, now = before.get(setting), after.get(setting)
        if was == now:
            continue
        if setting in LONG_TEXTS:
            said = f"{_named(what, new)}: its {_label(setting)} has changed."
            yield Change(CHANGED, what, new.id, stage, said, setting)
        else:
            shown = (_shown(was), _shown(now))
            said = f"{_named(what, new)}: {_label(setting)} was {shown[0]}, now {shown[1]}."
            yield Change(CHANGED, what, new.id, stage, said, setting, *shown)


def _facts(item: Any) -> dict[str, Any]:
    """What is compared of a thing: its settings one by one, of its parts only their ids."""
    found: dict[str, Any] = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if isinstance(value, Mapping):
            found |= value
        elif field.name == "of":
            found["of"] = tuple(part.id for part in value)
        elif field.name not in NOT_COMPARED and field.name not in PARTS:
            found[field.name.replace("_", "-")] = value
    return found


def _label(setting: str) -> str:
    return "text" if setting == "body" else setting.replace("-", " ")


def _shown(value: Any) -> str:
    match value:
        case None | "" | ():
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case int() | Fraction() | Decimal():
            return number(Fraction(value))
        case tuple():
            return ", ".join(_shown(part) for part in value)
        case Mapping():
            return " ".join(f"{name} {_shown(part)}" for name, part in value.items())
    return f'"{value}"'
