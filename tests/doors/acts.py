"""One act of assessment as every door says it, and the ways in which it is done wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

Facts = Mapping[str, Any]
NONE: Facts = MappingProxyType({})

DOORS = ("page", "api", "cli")
OUTSIDE = ("", "zoe", "olly", "yara", "eli", "plan", "op", "dana")
"""Whom no act of the course lets in: nobody signed in; another learner; somebody with every role in
another programme, in another cohort, and until January; a planner, an operator, a data-protection
officer."""
STAFF = ("lead", "chair", "theo", "tess", "mo", "ext", "connie")
"""One for each role in the course; an act names those among them who may do it."""


@dataclass(frozen=True)
class Wrong:
    """An act done wrongly: by whom if not by the right person, about what else, on which day.

    ``because`` stands in every door's refusal.
    """

    says: str
    because: str
    by: str = ""
    facts: Facts = field(default_factory=lambda: NONE)
    on: date | None = None


@dataclass(frozen=True)
class Act:
    """An act: how a page posts it, how the API names it, who does it, and what twice comes to.

    ``operation`` is the API's name of it, which the command line shares; its path's arguments,
    ``body`` and ``form`` are templates over ``facts``: ``"{work}"`` is a fact as it is. A box
    called ``on#day`` is the three boxes of a day. ``may`` are others who may do it, ``never`` more who
    may not. ``again`` says what doing it once more without a key comes to: "same" (nothing more is
    written), "more" (another record), or words of the refusal; by door where they differ.
    ``keyed`` names the doors at which a key makes two requests one act, ``writes`` kinds of record
    that it writes at every door.
    """

    name: str
    by: str
    page: str
    operation: str = ""
    facts: Facts = field(default_factory=lambda: NONE)
    arguments: Facts = field(default_factory=lambda: NONE)
    body: Facts | None = None
    form: Facts = field(default_factory=lambda: NONE)
    files: Mapping[str, bytes] = field(default_factory=dict)
    files_as: str = "files"
    about: str = ""
    may: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    again: str | Mapping[str, str] = "same"
    keyed: tuple[str, ...] = DOORS
    wrongs: tuple[Wrong, ...] = ()
    shut: frozenset[int] = frozenset({401, 403, 404})
    writes: tuple[str, ...] = ()

    @property
    def doors(self) -> tuple[str, ...]:
        """The doors that it has."""
        return DOORS if self.operation else ("page",)

    @property
    def strangers(self) -> tuple[str, ...]:
        """Everybody who is to be turned away."""
        about = (self.about,) if self.about and self.about != self.by else ()
        known = {*self.may, self.by}
        return (*(p for p in (*OUTSIDE, *STAFF) if p not in known), *about, *self.never)

    def twice(self, door: str) -> str:
        """What doing it once more without a key comes to at a door."""
        return self.again if isinstance(self.again, str) else self.again[door]

    def filled(self, world: Facts, more: Facts = NONE) -> dict[str, Any]:
        """The facts of the act in a world, some of them changed."""
        return {name: fill(value, world) for name, value in {**self.facts, **more}.items()}


def fill(template: Any, facts: Facts) -> Any:
    """A template with its names replaced; one that is a name and no more keeps its type."""
    if isinstance(template, Mapping):
        return {fill(k, facts): fill(v, facts) for k, v in template.items()}
    if isinstance(template, (list, tuple)):
        return [fill(v, facts) for v in template]
    if not isinstance(template, str) or "{" not in template:
        return template
    if template.startswith("{") and template.find("}") == len(template) - 1:
        return facts[template[1:-1]]
    return template.format_map(facts)
