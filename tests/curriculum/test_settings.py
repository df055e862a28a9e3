"""A requirement's settings hold what its kind says they hold, and nothing else."""

from decimal import Decimal
from typing import Any

import pytest

from lms.curriculum.keys import Keys
from lms.curriculum.problems import Problems
from lms.curriculum.settings import read_settings
from lms.curriculum.yaml_nodes import compose
from lms.domain.evidence import RequirementKind
from lms.domain.records import Field, FieldType
from tests.curriculum.example import _never

KIND = RequirementKind(
    "example",
    "Example",
    _never,
    (
        Field("word", choices=("one", "two")),
        Field("words", FieldType.CODES),
        Field("whole", FieldType.INTEGER),
        Field("part", FieldType.DECIMAL),
        Field("yes", FieldType.BOOLEAN),
        Field("stage", FieldType.STAGE),
        Field("group", FieldType.TABLE),
        Field("groups", FieldType.TABLES),
        Field("given", default="unless said"),
    ),
)


def read(settings: str) -> tuple[dict[str, Any], list[str]]:
    problems = Problems()
    node, _ = compose(settings, 1)
    keys = Keys(node, "stage.md", problems)
    found = read_settings(keys, KIND)
    keys.finish()
    return dict(found), [str(problem) for problem in problems]


def test_every_type_of_setting_is_read() -> None:
    found, problems = read(
        "word: one\nwords: [a, b]\nwhole: 3\npart: 2.5\nyes: true\nstage: a/b-c\n"
        "group: {a: 1, b: text}\ngroups: [{a: 30}, {a: 70}]\n"
    )
    assert problems == []
    assert (found["word"], found["words"], found["whole"]) == ("one", ("a", "b"), 3)
    assert (found["part"], found["yes"], found["stage"]) == (Decimal("2.5"), True, "a/b-c")
    assert (dict(found["group"]), dict(found["groups"][1])) == ({"a": 1, "b": "text"}, {"a": 70})
    assert found["given"] == "unless said"


def test_a_part_that_is_whole_stays_a_whole_number() -> None:
    assert read("part: 80")[0]["part"] == 80


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("word: three", "which is not among its values; choose from one, two"),
        ("word: tow", 'did you mean "two"?'),
        ("word: 3", "is a number, where a word is needed; choose from one, two"),
        ("word: [one]", "is a list"),
        ("words: one", 'is the text "one"; write words: [one, two]'),
        ("words: []", "is an empty list"),
        ("words: [a, a]", "names something twice"),
        ("words: [a, 1]", "is a number"),
        ("whole: 2.5", '"whole" is 2.5; write a whole number'),
        ("whole: -1", '"whole" is -1'),
        ('whole: "3"', 'is the text "3"'),
        ("whole: true", "is true or false"),
        ("part: -0.5", '"part" is -0.5'),
        ("yes: 1", "write true or false"),
        ("stage: year-2", "write programme/stage"),
        ("group: [a]", "is needed; write {name: value, …}"),
        ("group: {a: [1]}", "is needed; write {name: value, …}"),
        ("groups: {a: 1}", "write groups: [one, two]"),
        ("groups: [1]", "is needed; write {name: value, …}"),
        ("hole: 3", '"hole" is not known here; did you mean "whole"?'),
    ],
)
def test_what_a_setting_cannot_hold_is_told(written: str, said: str) -> None:
    _, problems = read(written)
    assert len(problems) == 1
    assert said in problems[0]
    assert problems[0].startswith("stage.md:1: ")
