"""What a marker is offered: a mark from bands and weights, and the word rule applied."""

from __future__ import annotations

import pytest

from lms.domain.marking import suggested_mark, word_rule
from lms.domain.programme import Assessment, Criterion

BANDS = (("Fail", "…"), ("Pass", "…"), ("Merit", "…"), ("Distinction", "…"))
ESSAY = Assessment(
    "essay",
    "The essay",
    "essay",
    "mark",
    "",
    criteria=(Criterion("seeing", "Seeing", 60, BANDS), Criterion("saying", "Saying", 40, BANDS)),
    words=100,
    tolerance=10,
)


@pytest.mark.parametrize(
    ("seeing", "saying", "mark"),
    [
        ("Pass", "Pass", 55),
        ("Distinction", "Distinction", 75),
        ("Fail", "Distinction", 54),
        ("Merit", "Pass", 61),
    ],
)
def test_bands_are_weighed_into_a_mark(seeing: str, saying: str, mark: int) -> None:
    assert suggested_mark(ESSAY, {"seeing": seeing, "saying": saying}) == mark


def test_a_band_of_marks_stands_for_its_middle_and_a_fail_for_ten_less_than_it() -> None:
    parted = (BANDS[0], ("40 to 49", "…"), *BANDS[1:])
    criteria = (Criterion("a", "A", 50, parted), Criterion("b", "B", 50, parted))
    essay = Assessment("e", "E", "essay", "mark", "", criteria=criteria)
    assert suggested_mark(essay, {"a": "40 to 49", "b": "40 to 49"}) == 45
    assert suggested_mark(essay, {"a": "Fail", "b": "Fail"}) == 30
    assert suggested_mark(essay, {"a": "Fail", "b": "Pass"}) == 43


def test_half_a_mark_is_rounded_up() -> None:
    criteria = (Criterion("a", "A", 50, BANDS), Criterion("b", "B", 50, BANDS))
    essay = Assessment("e", "E", "essay", "mark", "", criteria=criteria)
    assert suggested_mark(essay, {"a": "Fail", "b": "Pass"}) == 48


def test_no_mark_is_suggested_before_every_criterion_has_a_band() -> None:
    assert suggested_mark(ESSAY, {"seeing": "Pass"}) is None


def test_work_without_weights_gets_no_suggestion() -> None:
    criteria = (Criterion("a", "A", None, (("Not yet", "…"), ("Pass", "…"))),)
    viva = Assessment("v", "V", "viva", "pass-fail", "", criteria=criteria)
    assert suggested_mark(viva, {"a": "Pass"}) is None


@pytest.mark.parametrize(
    ("words", "kept", "says"),
    [
        (100, True, "100 words; 90 to 110 words are asked for."),
        (90, True, "90 words; 90 to 110 words are asked for."),
        (89, False, "89 words, 1 too few; 90 to 110 words are asked for."),
        (111, False, "111 words, 1 too many; 90 to 110 words are asked for."),
        (None, True, "90 to 110 words are asked for; the words were not counted."),
    ],
)
def test_the_word_rule_counts_the_tolerance_either_side(
    words: int | None, kept: bool, says: str
) -> None:
    rule = word_rule(ESSAY, words)
    assert rule is not None
    assert (rule.kept, rule.says) == (kept, says)


def test_work_without_a_length_has_no_word_rule() -> None:
    assert word_rule(Assessment("g", "G", "genogram", "formative", ""), 300) is None
