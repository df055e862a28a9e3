"""Whether a plugin keeps the rules: it loads, uses the public door alone, and says what it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from lms.curriculum.files import read_files
from lms.domain.evidence import RequirementKind
from lms.domain.records import RecordKind
from lms.errors import BadInput
from lms.registry import GROUP, Registry
from lms.services.programmes import check

DOOR = "lms.plugin"


def complaints(registry: Registry, name: str) -> list[str]:
    """What is wrong with a plugin, each with what to do; empty where nothing is."""
    left_out = [p.reason for p in registry.left_out if p.name == name]
    if left_out:
        return [f"it is left out: {reason}" for reason in left_out]
    return [*_of_imports(name), *_of_kinds(registry, name), *_of_curricula(registry, name)]


def _of_imports(name: str) -> Iterator[str]:
    for path in _sources(name):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for module in _imported(node):
                if module.partition(".")[0] == "lms" and module != DOOR:
                    yield f"{path.name}:{node.lineno}: imports {module}; import from {DOOR} only"  # type: ignore[attr-defined]


def _sources(name: str) -> list[Path]:
    point = next(iter(entry_points(group=GROUP, name=name)), None)
    spec = find_spec(point.module) if point else None
    if spec is None:
        return []
    if spec.submodule_search_locations:
        return [p for folder in spec.submodule_search_locations for p in Path(folder).rglob("*.py")]
    return [Path(spec.origin)] if spec.origin else []


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module]
    return []


def _of_kinds(registry: Registry, name: str) -> Iterator[str]:
    for kind in registry.declared(name, "record_kinds"):
        yield from _of_record_kind(kind)
    for kind in registry.declared(name, "requirement_kinds"):
        yield from _of_requirement_kind(kind)


def _of_record_kind(kind: RecordKind) -> Iterator[str]:
    if not kind.title:
        yield f'record kind "{kind.name}" has no title; give it one that a learner understands'


def _of_requirement_kind(kind: RequirementKind) -> Iterator[str]:
    if not kind.says:
        yield f'requirement kind "{kind.name}" does not say when it is met; give it says=…'


def _of_curricula(registry: Registry, name: str) -> Iterator[str]:
    for folder in registry.declared(name, "curricula"):
        try:
            check(registry, read_files(folder))
        except BadInput as fault:
            yield from (f"{folder.name}/{problem}" for problem in fault.problems or (fault,))
