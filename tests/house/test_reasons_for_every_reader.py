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


RULE_NUMBER = re.compile(r"\b8a\.\d|\bdecision \d")


@pytest.mark.parametrize("folder", ["lms", "plugins"])
def test_nobody_reads_a_rule_by_its_number(folder: str) -> None:
    """The document with the numbers is the programmers'; a page says "this site's own rule"."""
    said = [
        f"{path.name}: {text}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for text in _sentences(ast.parse(path.read_text()))
        if RULE_NUMBER.search(text)
    ]
    assert said == []


@pytest.mark.parametrize("folder", ["curricula", "lms/web/templates"])
def test_no_text_names_a_rule_by_its_number(folder: str) -> None:
    files = sorted(p for p in (ROOT / folder).rglob("*") if p.suffix in (".md", ".html"))
    assert [p.name for p in files if RULE_NUMBER.search(p.read_text())] == []


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "lms/web/templates").rglob("*.html")),
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_a_template_keeps_the_capitals_inside_a_sentence(path: Path) -> None:
    """``capitalize`` makes "7 october" of "7 October" and "Ukcp" of "UKCP"; ``capital`` does not."""
    assert not re.search(r"\|\s*capitalize\b", path.read_text())
