"""stage.md: what a stage asks, and what it promises to teach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.curriculum.drafts import Draft, draft
from lms.curriculum.front_matter import Document, Text
from lms.curriculum.keys import Keys
from lms.curriculum.names import NAME
from lms.curriculum.problems import Problems
from lms.curriculum.requirements import RequirementDraft, RequirementReader
from lms.domain.programme import (
    Assessment,
    Declaration,
    LearningOutcome,
    LogTemplate,
    Module,
    Stage,
)

LEVELS = ("foundation", "intermediate", "qualifying", "none")


@dataclass(frozen=True, slots=True)
class StageDraft:
    """A stage with everything in its folder; ``whole`` where each of its files gave its id."""

    own: Draft[Stage]
    folder: str
    requirements: tuple[RequirementDraft, ...]
    outcome_lines: Mapping[str, int]
    declaration_lines: Mapping[str, int]
    prose: tuple[Text, ...]
    modules: tuple[Draft[Module], ...] = ()
    assessments: tuple[Draft[Assessment], ...] = ()
    logs: tuple[Draft[LogTemplate], ...] = ()
    whole: bool = True

    @property
    def value(self) -> Stage:
        return self.own.value

    def every_requirement(self) -> list[RequirementDraft]:
        """The requirements, nested ones included."""
        return [inner for top in self.requirements for inner in top.walk()]


def read_stage(document: Document, reader: RequirementReader, problems: Problems) -> StageDraft:
    """A stage without the modules, assessments and logs of its folder."""
    keys = Keys(document.front, document.path, problems)
    prose: list[Text] = []
    outcomes, outcome_lines = _outcomes(keys, prose)
    declarations, declaration_lines = _declarations(keys, prose)
    requirements = tuple(reader.read(group) for group in keys.groups("requirements"))
    stage = Stage(
        id=keys.identity(pattern=NAME),
        title=keys.text("title"),
        order=keys.integer("order", least=1),
        enrolment=keys.identity("enrolment", NAME),
        level=keys.choice("level", LEVELS),
        award=keys.truth("award", required=True),
        months=keys.integer("months", least=1, most=120),
        days=keys.integer("days", most=1000),
        taught_hours=keys.amount("taught-hours"),
        terms=keys.integer("terms", least=1, most=24),
        requirements=tuple(r.value for r in requirements),
        outcomes=outcomes,
        declarations=declarations,
        body=document.body.markdown,
        path=document.path,
    )
    keys.finish()
    return StageDraft(
        draft(stage, keys, document.body),
        document.path.rpartition("/")[0],
        requirements,
        outcome_lines,
        declaration_lines,
        tuple(prose),
    )


def _outcomes(keys: Keys, prose: list[Text]) -> tuple[tuple[LearningOutcome, ...], dict[str, int]]:
    found: list[LearningOutcome] = []
    lines: dict[str, int] = {}
    for group in keys.groups("outcomes"):
        outcome = LearningOutcome(group.identity(), group.text("text"))
        group.finish()
        _note(keys, "outcomes", outcome.id, group, lines)
        prose.append(Text(keys.path, group.line("text"), outcome.text))
        found.append(outcome)
    return tuple(found), lines


def _declarations(keys: Keys, prose: list[Text]) -> tuple[tuple[Declaration, ...], dict[str, int]]:
    found: list[Declaration] = []
    lines: dict[str, int] = {}
    for group in keys.groups("declarations", required=False):
        declaration = Declaration(group.identity(), group.text("title"), group.markdown("text"))
        group.finish()
        _note(keys, "declarations", declaration.id, group, lines)
        prose.append(Text(keys.path, group.line("text"), declaration.text))
        found.append(declaration)
    return tuple(found), lines


def _note(keys: Keys, name: str, identity: str, group: Keys, lines: dict[str, int]) -> None:
    if identity in lines:
        what = f'the id "{identity}" is used twice'
        keys.complain(name, what, f"the first is in line {lines[identity]}", group.line("id"))
    elif identity:
        lines[identity] = group.line("id")
    if group.broken:
        keys.broken.add(name)
