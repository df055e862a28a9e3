"""Files and functions stay short enough to be read in one go."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
FILES = sorted(path for top in ("lms", "plugins") for path in (ROOT / top).rglob("*.py"))

# path, or path:function, and why it may be longer
EXCEPTIONS: dict[str, str] = {
    "lms/hookspecs.py": "a catalogue: each hook's docstring is its reference",
}


def test_no_file_is_over_400_lines_and_half_are_under_120() -> None:
    lines = {name(path): len(path.read_text().splitlines()) for path in FILES}
    assert too_long(lines, 400) == []
    assert median(lines.values()) < 120


def test_no_function_is_over_40_lines_and_half_are_under_10() -> None:
    lines = {
        f"{name(path)}:{function}": length for path in FILES for function, length in functions(path)
    }
    assert too_long(lines, 40) == []
    assert median(lines.values() or [0]) < 10


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def too_long(lines: dict[str, int], limit: int) -> list[str]:
    return [
        f"{place}: {length} lines"
        for place, length in lines.items()
        if length > limit and not {place, place.partition(":")[0]} & EXCEPTIONS.keys()
    ]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function's name and its length from `def` to the last line."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1
