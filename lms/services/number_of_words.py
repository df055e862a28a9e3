"""A number of words that somebody gives: what is a number, and what is said where it is none."""

from __future__ import annotations

from lms.services.problem_at import ProblemAt

MOST_WORDS = 500_000


def number_problems(field: str, words: int | None) -> list[ProblemAt]:
    """What is wrong with a number of words that has to be given."""
    if words is not None and 0 < words <= MOST_WORDS:
        return []
    return [ProblemAt(field, "Give the number of words in digits, such as 3200.")]
