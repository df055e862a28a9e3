"""Words are counted by the rule that learners are told."""

from __future__ import annotations

import pytest

from lms.domain.word_count import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("One two\nthree", 3),
        ("a dash – and * * * stars", 4),
        ("mother-in-law didn't (1989)", 3),
        ("## A heading counts", 3),
        ("naïve Ωmega 東京", 3),
    ],
)
def test_words_are_runs_that_hold_a_letter_or_a_digit(text: str, words: int) -> None:
    assert count_words(text) == words
