"""A rule's reasons are read by the learner, the tutor, the lead and the board: they address nobody."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RULES = sorted(
    path
    for pattern in (
        "lms/domain/requirements/*.py",
        "lms/domain/signers.py",
        "lms/domain/registers.py",
        "lms/domain/standing_words.py",
        "lms/domain/progress.py",
        "plugins/lms_*/*.py",
    )
    for path in ROOT.glob(pattern)
)
ADDRESSED = re.compile(r"\b(?:you|yours?|yourself)\b", re.IGNORECASE)


@pytest.mark.parametrize("path", RULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_rule_speaks_to_nobody_in_particular(path: Path) -> None:
    said = [text for text in _sentences(ast.parse(path.read_text())) if ADDRESSED.search(text)]
    assert said == []


def _sentences(tree: ast.Module) -> Iterator[str]:
    """Every text of a module but what explains its code."""
    explains = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in explains
        ):
            yield node.value


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "lms/web/templates").rglob("*.html")),
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_a_template_keeps_the_capitals_inside_a_sentence(path: Path) -> None:
    """``capitalize`` makes "7 october" of "7 October" and "Ukcp" of "UKCP"; ``capital`` does not."""
    assert not re.search(r"\|\s*capitalize\b", path.read_text())
