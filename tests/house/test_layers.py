"""Imports run one way: rules know nothing, each large library has one room, plugins use one door."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

ROOMS = {
    "markdown_it": ("lms/curriculum",),
    "pluggy": ("lms/registry.py", "lms/hookspecs.py", "lms/plugin.py"),
    "sqlalchemy": ("lms/store",),
}
# A use case is handed its transaction, and says so in its signature.
PASSED_ON = {"sqlalchemy.orm.Session"}


def test_no_import_runs_up_the_layers() -> None:
    """Asked in a process of its own, since it sets up logging and so silences every later test."""
    asked = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    found = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_rules_use_only_the_standard_library() -> None:
    allowed = sys.stdlib_module_names | {"lms.domain"}
    assert imports_outside(ROOT / "lms" / "domain", allowed) == []


def test_plugins_use_only_the_public_door() -> None:
    taken = [
        f"{place} imports {module}"
        for place, module in imports(ROOT / "plugins")
        if within(module, {"lms"}) and not within(module, {"lms.plugin"})
    ]
    assert taken == []


@pytest.mark.parametrize("library", ROOMS)
def test_a_large_library_is_known_in_one_room(library: str) -> None:
    rooms = tuple(ROOT / room for room in ROOMS[library])
    strangers = [
        f"{place} imports {module}"
        for place, module in imports(ROOT / "lms")
        if within(module, {library, f"flask_{library}"})
        and module not in PASSED_ON
        and not any((ROOT / place).is_relative_to(room) for room in rooms)
    ]
    assert strangers == []


def imports_outside(folder: Path, allowed: set[str] | frozenset[str]) -> list[str]:
    return [
        f"{place} imports {module}"
        for place, module in imports(folder)
        if not within(module, allowed)
    ]


@cache
def imports(folder: Path) -> tuple[tuple[str, str], ...]:
    """Each file under the folder with each module it imports, wherever in the file it does so."""
    return tuple(
        (path.relative_to(ROOT).as_posix(), module)
        for path in sorted(folder.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        for module in modules(node)
    )


def modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def within(module: str, packages: set[str] | frozenset[str]) -> bool:
    return any(f"{module}.".startswith(f"{package}.") for package in packages)
