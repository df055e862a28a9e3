"""The walk through the example plugin quotes the example, which tests/plugins installs and runs."""

from pathlib import Path

from tests.docs.pages import ROOT, blocks

EXAMPLE = ROOT / "docs" / "examples" / "joint-visits"
QUOTED = [b for b in blocks() if b.page == "docs/plugin-authors.md" and b.about]


def test_every_piece_of_code_stands_in_the_example() -> None:
    assert QUOTED
    strangers = [b.about for b in QUOTED if b.code not in (ROOT / b.about).read_text()]
    assert strangers == []


def test_every_file_of_the_plugin_is_shown() -> None:
    shown = {ROOT / block.about for block in QUOTED}
    code = {path for path in EXAMPLE.rglob("*.py") if "__pycache__" not in path.parts}
    assert code - shown == set()


def test_the_example_imports_the_public_door_alone() -> None:
    lines = [line for path in (EXAMPLE / "joint_visits").glob("*.py") for line in imports(path)]
    assert {line for line in lines if line.startswith("lms")} == {"lms.plugin"}


def imports(path: Path) -> list[str]:
    """The modules that a file imports from."""
    starts = [line.split() for line in path.read_text().splitlines()]
    return [words[1] for words in starts if words[:1] in (["from"], ["import"])]
