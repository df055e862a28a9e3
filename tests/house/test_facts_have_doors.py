"""Every kind of record that a bundled rule reads can be entered by somebody, at a page and by the API."""

from __future__ import annotations

import ast
from pathlib import Path

from lms.registry import Registry
from tests.doors.table import leading, signed
from tests.doors.table.every import ACTS
from tests.doors.table.way import WAY

ROOT = Path(__file__).parents[2]
RULES = [p for top in ("lms/domain", "plugins") for p in sorted((ROOT / top).rglob("*.py"))]
DECLARED = ("lms/domain/kinds.py", "lms/domain/assessment/kinds.py")
"""Where kinds are declared, which is no reading."""
DONE = (*ACTS, *WAY, *leading.ROWS, *signed.BY_LINK)
"""What an act says that it writes is looked at where the act is done: twice (tests/doors/test_twice.py),
on a learner's way, or as a lead's decision. A kind that is missing here has no act, or none that says
so."""


def read_by_rules(kinds: set[str]) -> dict[str, set[str]]:
    """The kinds of record that rules name, whatever they ask of them, each with the files that do."""
    found: dict[str, set[str]] = {}
    for path in RULES:
        where = path.relative_to(ROOT).as_posix()
        if where not in DECLARED:
            for name in named_in(path) & kinds:
                found.setdefault(name, set()).add(where)
    return found


def named_in(path: Path) -> set[str]:
    """Every text that stands in a file of rules."""
    nodes = ast.walk(ast.parse(path.read_text()))
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def test_whatever_a_rule_reads_can_be_entered(installed_plugins: Registry) -> None:
    read = read_by_rules(set(installed_plugins.record_kinds))
    for door in ("page", "api"):
        entered = {kind for act in DONE if door in act.doors for kind in act.writes}
        assert {kind: read[kind] for kind in read.keys() - entered} == {}, door


def test_rules_are_found_to_read_what_the_kinds_of_requirement_are_about(
    installed_plugins: Registry,
) -> None:
    read = read_by_rules(set(installed_plugins.record_kinds)).keys()
    assert read >= {"recording-watched", "judgement", "certificate", "reading-note", "cohort-stage"}
