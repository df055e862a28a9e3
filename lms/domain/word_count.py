"""How words are counted: one rule, stated to whoever writes and applied to whatever is handed in."""

from __future__ import annotations

RULE = (
    "A word is whatever stands between two spaces and holds a letter or a digit. Headings, "
    "quotations and references count like everything else."
)
"""What learners are told beside the count."""


def count_words(text: str) -> int:
    """The words of a text by ``RULE``: a dash or a row of stars standing alone is none."""
    return sum(any(c.isalnum() for c in run) for run in text.split())
