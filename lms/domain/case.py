"""A worked case: somebody's story as dated facts, and what must follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Told:
    """One fact or expectation as the file tells it, and the line on which it stands."""

    line: int
    fields: Mapping[str, Any]

    def get(self, name: str, default: Any = None) -> Any:
        """A field, or the default where it is not given."""
        return self.fields.get(name, default)


@dataclass(frozen=True, slots=True)
class Case:
    """A case as read from its file.

    ``facts`` begin with what the front matter says (employments, stage dates, enrolments);
    ``who`` is meant where a fact or an expectation names nobody. ``story`` is the prose.
    ``versions`` are other versions that somebody in it is on, each with the ids of the requirements
    that the version at hand has and that one has not.
    ``marking_policy`` is the policy of all its cohorts, by name and version, where it is not that of
    the curriculum.
    """

    path: str
    title: str
    programme: str
    story: str
    people: frozenset[str]
    who: str | None
    facts: tuple[Told, ...]
    expectations: tuple[Told, ...]
    versions: Mapping[str, frozenset[str]]
    marking_policy: str = ""


@dataclass(frozen=True, slots=True)
class CaseProblem:
    """What keeps a case from being run, and the line to look at."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One expectation held against what the rules say.

    ``expected`` repeats it in a line, ``actual`` says what came out, and ``tree`` shows the
    verdicts behind that, where there are any.
    """

    line: int
    expected: str
    passed: bool
    actual: str
    tree: str = ""
