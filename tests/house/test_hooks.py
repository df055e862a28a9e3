"""Every hook is explained, has a heading in the documents, somebody who uses it, and a test."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from lms import hookspecs
from tests.docs.pages import anchors, under

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "hooks.md"
TESTS = ROOT / "tests" / "plugins" / "test_hooks.py"
PARTS = ("When", "Return", "If it fails", "Example")
FAMILIES = {"lms_register_": "leave out", "lms_show_": "skip"}
HOOKS: dict[str, Callable[..., object]] = {
    name: hook for name, hook in vars(hookspecs).items() if name.startswith("lms_")
}


def parts(hook: Callable[..., object]) -> dict[str, str]:
    """The docstring's first sentence, under "", and what stands behind each of its words."""
    first, _, rest = inspect.cleandoc(hook.__doc__ or "").partition("\n\n")
    named = re.split(rf"^({'|'.join(PARTS)}):", rest, flags=re.MULTILINE)
    pairs = zip(named[1::2], named[2::2], strict=True)
    return {"": first, **{part: " ".join(text.split()) for part, text in pairs}}


def signature(name: str) -> str:
    """The hook as it is called: ``lms_show_panels(context: …) -> …``."""
    return name + str(inspect.signature(HOOKS[name])).replace("'", "")


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_says_when_it_is_asked_what_to_return_and_what_failure_does(name: str) -> None:
    said = parts(HOOKS[name])
    assert tuple(said) == ("", *PARTS)
    assert all(said.values())
    family = next(f for f in FAMILIES if name.startswith(f))
    assert said["If it fails"].startswith(FAMILIES[family])


@pytest.mark.parametrize("name", HOOKS)
def test_the_document_has_a_heading_equal_to_the_signature_and_says_the_same(name: str) -> None:
    section = under(PAGE, signature(name))
    said = parts(HOOKS[name])
    expected = [said[""], *(f"**{part}**: {said[part]}" for part in PARTS)]
    assert section.strip() == "\n\n".join(expected).replace("``", "`")


def test_the_document_names_no_hook_that_is_not_there() -> None:
    headings = re.findall(r"^## (lms_.+)$", PAGE.read_text(), re.MULTILINE)
    assert headings == [signature(name) for name in HOOKS]
    assert "the-hooks" in anchors(PAGE)


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_has_a_shipped_user(name: str) -> None:
    sources = [ROOT / "lms" / "builtin.py", *(ROOT / "plugins").rglob("*.py")]
    assert [path.name for path in sources if name in functions(path)]


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_has_a_test_of_its_own(name: str) -> None:
    short = name.removeprefix("lms_")
    assert [test for test in functions(TESTS) if test.startswith(f"test_{short}")]


def functions(path: Path) -> set[str]:
    """The names of the functions that a file defines."""
    return {n.name for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.FunctionDef)}
