"""YAML at the top of a file: read with its lines, its surprises and shortcuts refused."""

from decimal import Decimal
from typing import Any

import pytest
import yaml

from lms.curriculum import yaml_nodes
from lms.curriculum.front_matter import Document, read_document
from lms.curriculum.problems import Problem, Problems
from lms.curriculum.yaml_nodes import Node


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """YAML's quick reader, which not every machine has, and its plain one."""
    monkeypatch.setattr(yaml_nodes, "LOADER", getattr(yaml, request.param, yaml.SafeLoader))


def read(front: str, body: str = "") -> tuple[Document | None, list[Problem]]:
    problems = Problems()
    return read_document("a.md", f"---\n{front}\n---\n{body}", problems), list(problems)


def plain(node: Node) -> Any:
    if isinstance(node.value, tuple):
        return [plain(item) for item in node.value]
    if hasattr(node.value, "items"):
        return {name: plain(item) for name, item in node.value.items()}
    return node.value


def test_values_know_their_kind_and_their_line() -> None:
    document, problems = read(
        'text: two words\nquoted: "012"\nwhole: -3\npart: 2.50\nyes-it-is: true\nnothing:\n'
        "list:\n  - a\n  - {b: 1}\nblock: |\n  no\n  012\n",
        "\nBody\n",
    )
    assert problems == []
    assert plain(document.front) == {
        "text": "two words",
        "quoted": "012",
        "whole": -3,
        "part": Decimal("2.50"),
        "yes-it-is": True,
        "nothing": None,
        "list": ["a", {"b": 1}],
        "block": "no\n012\n",
    }
    assert document.front.value["list"].value[1].line == 10
    assert (document.body.line, document.body.markdown) == (16, "\nBody\n")


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("no", 'write true or false, or "no" in quotes'),
        ("Yes", 'write true or false, or "Yes" in quotes'),
        ("True", "write true or false"),
        ("012", 'write 12, or "012" in quotes'),
        ("+5", "write 5, or"),
        ("1_000", "write a plain number"),
        ("0x1F", "write a plain number"),
        ("1:30", "write a plain number"),
        (".5", "write a plain number"),
        (".inf", "write a plain number"),
        ("9" * 40, "write a plain number"),
        ("2026-01-01", 'write "2026-01-01" in quotes'),
        ("=", "in quotes"),
    ],
)
def test_what_yaml_reads_in_its_own_way_is_refused(written: str, instead: str) -> None:
    document, (problem,) = read(f"a: 1\nb: {written}")
    assert problem.line == 3
    assert instead in problem.instead
    assert document.front.value["b"].odd


@pytest.mark.parametrize(
    ("front", "line", "what"),
    [
        ("a: &x 1\nb: 2", 2, "an anchor or alias"),
        ("a: 1\nb: *x", 3, "an anchor or alias"),
        ("a:\n  <<: {b: 1}", 3, "no name of a setting"),
        ("a: 1\n[b]: 2", 3, "no name of a setting"),
        ("a: !!str 1", 2, "the tag"),
        ("a: !!python/name:os.system x", 2, "the tag"),
        ("a: 1\nb: 2\na: 3", 4, '"a" is given twice'),
        ("a: {b: 1, b: 2}", 2, '"b" is given twice'),
        ("a: b: c", 2, "cannot be read here"),
        ("a: 'open", 3, "cannot be read here"),
        ("a: 1\n\tb: 2", 3, "cannot be read here"),
        ("- a\n- b", 2, "holds no settings"),
        ("words", 2, "holds no settings"),
        ("", 2, "holds no settings"),
        ("a: 1\n--- b", 3, "a second document"),
        ("a: " + "[" * 30 + "]" * 30, 2, "more than 16 deep"),
        ("a: 1\nb: \x07", 3, "cannot be shown (U+0007)"),
        ("a: 1\nb: \u2028", 3, "cannot be shown (U+2028)"),
        ("a: \ud800", 2, "cannot be shown (U+D800)"),
        ("a: " + "x" * 100_001, 1, "more than 100,000 characters"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(front: str, line: int, what: str) -> None:
    _, problems = read(front)
    assert problems
    assert problems[0].line in (line, line - 1)
    assert what in problems[0].what
    assert problems[0].instead


def test_a_file_needs_a_beginning_and_an_end() -> None:
    for text in ("", "---", "---\na: 1\n", "# Title\n---\n", " ---\na: 1\n---\n"):
        problems = Problems()
        assert read_document("a.md", text, problems) is None
        assert len(problems) == 1


def test_a_file_has_a_largest_size() -> None:
    _, (problem,) = read("a: 1", "x" * 1_000_000)
    assert problem.instead == "divide it"


def test_hostile_front_matter_is_refused_with_a_problem() -> None:
    for front in (
        "[" * 99_000,
        "{a: " * 24_000,
        "- " * 49_000,
        "? " * 49_000,
        "a: [" + "b," * 40_000,
    ):
        assert read(front)[1]


@pytest.mark.parametrize(
    ("written", "cut"),
    [
        ("Systems # and what lies behind", "# and what lies behind"),
        ("Systems #behind", "#behind"),
        ("Sys\n  tems # behind", "# behind"),
        ("Äußerung # behind", "# behind"),
        ("C# and F#", ""),
        ('"Systems" # a remark', ""),
        ("'Systems # whole'", ""),
        (">\n  Systems # whole", ""),
        ("3 # a remark", ""),
    ],
)
def test_what_yaml_cuts_off_a_text_is_known(written: str, cut: str) -> None:
    document, problems = read(f"a: 1\nb: {written}\nc: 2")
    assert problems == []
    assert document.front.value["b"].cut == cut
