"""A published version of a programme, as the rules and the pages read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any

from lms.domain.verdicts import NO_BASIS, Basis


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that must be so; ``settings`` are checked against its kind's schema on publishing."""

    id: str
    title: str
    kind: str
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    basis: Basis = NO_BASIS
    part: str = "stage"  # entry, stage, judgement, milestone
    optional: bool = False
    help: str = ""
    of: tuple[Requirement, ...] = ()

    def walk(self) -> Iterator[Requirement]:
        """This requirement and those it is made of."""
        yield self
        for child in self.of:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class LearningOutcome:
    """One learning outcome of a stage."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Module:
    """A taught unit; ``hours`` are contact hours, ``days`` the taught days it fills."""

    id: str
    title: str
    days: tuple[int, ...]
    hours: Fraction
    outcomes: tuple[str, ...]
    body: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of a marking-criteria table: a descriptor for each band, in the table's order."""

    id: str
    title: str
    weight: int | None
    bands: tuple[tuple[str, str], ...]


ON_A_SCALE = "0-6"
"""Each item rated 0 to 6; one that was rightly not covered is rated 3 (SPS, Butler et al., 2018)."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A piece of assessed work; ``marking`` is mark, pass-fail or formative.

    ``handed_in`` says how it reaches its markers: as text, in person, or as a portfolio assembled
    from the learner's records. ``consent`` asks that a consent to recording, in date on the day, is
    named. ``scale`` is ``0-6`` for work rated item by item, and empty for all other work. ``with_logs`` says that the stage's accepted logs go with
    it, as a list.
    """

    id: str
    title: str
    kind: str
    marking: str
    body: str
    criteria: tuple[Criterion, ...] = ()
    words: int | None = None
    tolerance: int = 10
    pass_mark: int = 50
    markers: str = "single"
    due_month: int | None = None
    family_code: bool = False
    private: bool = False
    outcomes: tuple[str, ...] = ()
    path: str = ""
    handed_in: str = "text"
    consent: bool = False
    scale: str = ""
    with_logs: bool = False

    @property
    def in_person(self) -> bool:
        """Whether it is shown to its markers, and staff record that it was."""
        return self.handed_in == "in-person"

    @property
    def assembled(self) -> bool:
        """Whether its learner assembles it from records that exist already."""
        return self.handed_in == "portfolio"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One heading of a log template, and the guidance under it."""

    id: str
    title: str
    guidance: str


@dataclass(frozen=True, slots=True)
class LogTemplate:
    """A reflective log's prompts, in the tradition it names."""

    id: str
    title: str
    tradition: str
    introduction: str
    prompts: tuple[Prompt, ...]
    words_at_least: int | None = None
    words_at_most: int | None = None
    outcomes: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A text that the learner signs."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One year or course: admitted to, left and decided by a board on its own."""

    id: str
    title: str
    order: int
    enrolment: str
    level: str  # foundation, intermediate, qualifying, none
    award: bool
    months: int
    days: int
    taught_hours: Fraction
    terms: int
    requirements: tuple[Requirement, ...] = ()
    outcomes: tuple[LearningOutcome, ...] = ()
    modules: tuple[Module, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    logs: tuple[LogTemplate, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    body: str = ""
    path: str = ""

    def module(self, identity: str) -> Module | None:
        return next((m for m in self.modules if m.id == identity), None)

    def assessment(self, identity: str) -> Assessment | None:
        return next((a for a in self.assessments if a.id == identity), None)

    def log(self, identity: str) -> LogTemplate | None:
        return next((t for t in self.logs if t.id == identity), None)

    def requirement(self, identity: str) -> Requirement | None:
        """The requirement of that id, nested ones included."""
        found = (r for top in self.requirements for r in top.walk() if r.id == identity)
        return next(found, None)


@dataclass(frozen=True)
class Programme:
    """One immutable version of a programme; ``key`` is ``id@version``."""

    id: str
    title: str
    version: str
    plugins: tuple[str, ...]
    marking_policy: str
    stages: tuple[Stage, ...]
    body: str = ""
    digest: str = ""

    @property
    def key(self) -> str:
        return f"{self.id}@{self.version}"

    def stage(self, identity: str) -> Stage | None:
        return next((s for s in self.stages if s.id == identity), None)

    def stages_of(self, enrolment: str) -> tuple[Stage, ...]:
        """The stages that one enrolment runs through, in order."""
        return tuple(s for s in self.stages if s.enrolment == enrolment)

    def asking_for(self, assessment: str) -> frozenset[str]:
        """The ids of the requirements that ask for a piece of work, those they are part of included."""
        return self._asking.get(assessment, frozenset())

    @cached_property
    def _asking(self) -> Mapping[str, frozenset[str]]:
        asking: dict[str, set[str]] = {}
        every = (r for s in self.stages for top in s.requirements for r in top.walk())
        for requirement in every:
            for part in requirement.walk():
                assessment = part.settings.get("assessment")
                if isinstance(assessment, str):
                    asking.setdefault(assessment, set()).add(requirement.id)
        return {assessment: frozenset(ids) for assessment, ids in asking.items()}
