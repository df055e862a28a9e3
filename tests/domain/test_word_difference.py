"""Two texts compared word by word: nothing is lost, and no text takes long."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from lms.domain import word_difference
from lms.domain.word_difference import GONE, MOST_EDITS, NEW, SAME, Passage, difference

TEXTS = st.text(alphabet="ab \n", max_size=60)


def test_a_changed_word_is_shown_in_its_place() -> None:
    assert difference("They sat down. All left.", "They stood up. All left.") == (
        Passage(SAME, "They "),
        Passage(GONE, "sat down. "),
        Passage(NEW, "stood up. "),
        Passage(SAME, "All left."),
    )


def test_a_paragraph_put_in_leaves_its_neighbours_as_they_are() -> None:
    found = difference("One.\nTwo.\n", "One.\nNew here.\nTwo.\n")
    assert [(p.how, p.text) for p in found] == [
        (SAME, "One.\n"),
        (NEW, "New here.\n"),
        (SAME, "Two.\n"),
    ]


def test_two_texts_that_are_one_have_no_changes() -> None:
    assert difference("", "") == ()
    assert difference("Same.", "Same.") == (Passage(SAME, "Same."),)


@given(TEXTS, TEXTS)
def test_what_is_shown_is_the_old_text_and_the_new(old: str, new: str) -> None:
    found = difference(old, new)
    assert "".join(p.text for p in found if p.how != NEW) == old
    assert "".join(p.text for p in found if p.how != GONE) == new
    assert all(p.text for p in found)


def test_texts_with_nothing_in_common_are_given_up_after_so_many_steps() -> None:
    old, new = "\n".join(["a b"] * 5000), "\n".join(["c d"] * 5000)
    steps: list[int] = []
    real = word_difference._trace

    def counted(*both: object) -> object:
        trace = real(*both)  # type: ignore[arg-type]
        steps.append(MOST_EDITS if trace is None else len(trace))
        return trace

    with patch.object(word_difference, "_trace", counted):
        found = difference(old, new)
    assert [p.how for p in found] == [GONE, NEW]
    assert sum(steps) <= 2 * (MOST_EDITS + 1)
