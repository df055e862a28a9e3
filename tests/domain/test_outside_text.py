"""What comes from outside is text that every database keeps, and no deeper or larger than anything needs."""

from __future__ import annotations

from typing import Any

import pytest

from lms.domain.outside_text import (
    DEEPEST,
    LARGEST_NUMBER,
    NO_NUMBER,
    TOO_DEEP,
    TOO_LARGE,
    outside_problems,
    why_not_text,
)


@pytest.mark.parametrize("text", ["", "Zoë", "a\r\nb\tc", "\x0b\x0c\x01", "\ufffe", "😀", "\u202e"])
def test_text_of_any_script_can_be_kept(text: str) -> None:
    assert why_not_text(text) == ""


@pytest.mark.parametrize("bad", ["\x00", "\ud800"])
def test_what_is_no_text_is_refused_with_its_place(bad: str) -> None:
    says = why_not_text(f"one\ntwo{bad}three")
    assert "line 2, character 4" in says
    assert says.isprintable()


def test_every_place_in_a_message_is_named() -> None:
    given = {
        "a": ["x", "\x00"],
        "b": {"c": {"d": "\ud800"}},
        "\x00": 1,
        "e": 2**53,
        "f": float("inf"),
    }
    found = dict(outside_problems(given))
    assert found.keys() == {(), ("a", "1"), ("b", "c", "d"), ("e",), ("f",)}
    assert found[("e",)] == TOO_LARGE
    assert found[("f",)] == NO_NUMBER


def test_numbers_that_every_reader_takes_are_fine() -> None:
    fine = [0, -1, LARGEST_NUMBER, -LARGEST_NUMBER, 1.5, True, None, "9" * 5_000]
    assert list(outside_problems(fine)) == []
    assert [says for _, says in outside_problems([float("nan"), -(2**70)])] == [
        NO_NUMBER,
        TOO_LARGE,
    ]


def nested(levels: int) -> Any:
    found: Any = "deep"
    for _ in range(levels):
        found = [found]
    return found


def test_how_deep_a_message_may_be_is_bounded_and_looked_at_without_recursion() -> None:
    assert list(outside_problems(nested(DEEPEST))) == []
    assert [says for _, says in outside_problems(nested(DEEPEST + 1))] == [TOO_DEEP]
    assert [says for _, says in outside_problems(nested(100_000))] == [TOO_DEEP]
