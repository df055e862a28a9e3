"""The documented list of reasons is the list of reasons in the rules."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from lms.domain.assessment.kinds import BOARD_OUTCOMES

ROOT = Path(__file__).parents[2]
RULES = [*(ROOT / "lms" / "domain").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")]
ROW = re.compile(r"^\| `([a-z-]+)` \| ([a-z, ]+) \| .* ?\|$", re.MULTILINE)

PLACE_OF_CODE = {"Finding": 2, "NotCounted": 1, "Refusal": 0, "Judgement": 99}
"""Which argument is the reason; where it is only ever named, a place that no call has."""


def codes() -> set[str]:
    """Every reason that the rules of core and of the bundled plugins can give."""
    return {code for path in RULES for code in codes_in(ast.parse(path.read_text()))} - {""}


def codes_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            for given in reasons_given(node, node.func.id):
                yield from texts(given)
        if isinstance(node, ast.FunctionDef) and node.name == "_code":
            for inside in ast.walk(node):
                if isinstance(inside, ast.Return) and inside.value:
                    yield from texts(inside.value)


def reasons_given(call: ast.Call, name: str) -> Iterator[ast.expr]:
    if name not in PLACE_OF_CODE:
        return
    yield from call.args[PLACE_OF_CODE[name] : PLACE_OF_CODE[name] + 1]
    yield from (k.value for k in call.keywords if k.arg == "code")


def texts(given: ast.expr) -> Iterator[str]:
    """The texts that an expression may come to, leaving out those that it compares with."""
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        yield given.value
    elif isinstance(given, ast.IfExp):
        yield from texts(given.body)
        yield from texts(given.orelse)


def documented() -> list[str]:
    return [match[1] for match in ROW.finditer((ROOT / "docs" / "reasons.md").read_text())]


def test_every_reason_in_the_rules_is_documented_and_no_other() -> None:
    decided = set(BOARD_OUTCOMES) - {"complete"}
    assert set(documented()) == codes() | decided


def test_no_reason_is_documented_twice() -> None:
    assert len(documented()) == len(set(documented()))


def test_reasons_are_machine_names() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes())
