"""Ratings from 0 to 6: totals and means for talking about, differences once both raters are in."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lms.domain.assessment.outcome import Stand
from lms.domain.assessment.ratings import NOT_COVERED, both_raters, differences, rating, ratings
from lms.domain.assessment.results import results
from lms.domain.programme import Criterion
from tests.domain.small import Story, assessment

ITEMS = ("asking", "ending", "alliance")
SEVEN = tuple((str(n), "") for n in range(7))
TAPE = assessment(
    "tape",
    "pass-fail",
    markers="double",
    scale="0-6",
    criteria=tuple(Criterion(i, i.title(), None, SEVEN) for i in ITEMS),
)
DAY = date(2026, 3, 2)


def test_a_sheet_has_a_total_and_a_mean() -> None:
    sheet = ratings(TAPE, {"asking": "6", "ending": str(NOT_COVERED), "alliance": 4})
    assert (sheet.items, sheet.total, sheet.mean) == (3, 13, Fraction(13, 3))


def test_a_sheet_without_ratings_has_no_mean() -> None:
    assert ratings(TAPE, {}) == ratings(TAPE, {"asking": "Pass", "elsewhere": "6"})
    assert ratings(TAPE, {}).mean is None


def test_differences_are_told_item_by_item_in_the_tables_order() -> None:
    found = differences(TAPE, {"asking": "5", "ending": "2"}, {"asking": "3", "alliance": "1"})
    assert [(d.criterion, d.apart) for d in found] == [
        ("asking", 2),
        ("ending", None),
        ("alliance", None),
    ]


@given(st.one_of(st.integers(), st.text(), st.none(), st.booleans()))
def test_a_rating_is_0_to_6_or_none(value: object) -> None:
    assert rating(value) in (None, 0, 1, 2, 3, 4, 5, 6)


@given(st.dictionaries(st.sampled_from(ITEMS), st.integers(0, 6).map(str)))
def test_a_mean_lies_between_the_lowest_and_the_highest(given_: dict[str, str]) -> None:
    sheet = ratings(TAPE, given_)
    if sheet.mean is None:
        assert not given_
    else:
        numbers = sorted(int(v) for v in given_.values())
        assert numbers[0] <= sheet.mean <= numbers[-1]


def rated(*results_given: str) -> Story:
    story = Story()
    story.tell("submission", DAY, assessment="tape")
    for layer, result in zip(("first", "second", "third"), results_given, strict=False):
        sheet = dict.fromkeys(ITEMS, "4" if result == "pass" else "2")
        story.tell("mark", DAY, assessment="tape", layer=layer, result=result, criteria=sheet)
    return story


def test_one_raters_sheet_shows_nothing_of_the_difference() -> None:
    (result,) = results(rated("pass").work(TAPE, DAY))
    assert result.stand is Stand.MARKING
    assert both_raters(TAPE, result) == ()


def test_both_raters_differences_are_shown_once_both_are_in() -> None:
    (result,) = results(rated("pass", "fail").work(TAPE, DAY))
    assert result.stand is Stand.THIRD_MARKER
    assert [d.apart for d in both_raters(TAPE, result)] == [2, 2, 2]


def test_a_third_rater_decides_and_the_sheets_stay() -> None:
    found = results(rated("pass", "fail", "pass").work(TAPE, DAY))
    assert [r.passed for r in found] == [True]
    assert [d.apart for d in both_raters(TAPE, found[0])] == [2, 2, 2]


def test_ratings_never_become_a_mark() -> None:
    (result,) = results(rated("pass", "pass").work(TAPE, DAY))
    assert (result.raw, result.recorded, result.result) == (None, None, "pass")
