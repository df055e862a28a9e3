"""Who employs somebody on a day."""

from fractions import Fraction

import pytest

from lms.domain.employment import employers_on, posts_on
from tests.domain.facts import Facts, day


def job(facts: Facts, employer: str, first: str, last: str | None = None, **more: str) -> None:
    facts.add("employment", first, last, employer=employer, **more)


@pytest.mark.parametrize(
    ("when", "expected"),
    [("2024-12-31", 0), ("2025-01-01", 1), ("2025-06-30", 1), ("2025-07-01", 0)],
)
def test_a_post_holds_from_its_first_to_its_last_day(when: str, expected: int) -> None:
    facts = Facts()
    job(facts, "medway", "2025-01-01", "2025-06-30")
    assert len(employers_on(facts.every(), day(when))) == expected


def test_somebody_leaves_the_day_after_the_last_day() -> None:
    facts = Facts()
    job(facts, "medway", "2020-01-01")
    facts.add("employment-end", "2025-02-28", employer="medway")
    assert employers_on(facts.every(), day("2025-02-28")) == {"medway"}
    assert employers_on(facts.every(), day("2025-03-01")) == set()


def test_somebody_may_leave_on_the_first_day() -> None:
    facts = Facts()
    job(facts, "medway", "2025-02-28")
    facts.add("employment-end", "2025-02-28", employer="medway")
    assert employers_on(facts.every(), day("2025-02-28")) == {"medway"}
    assert employers_on(facts.every(), day("2025-03-01")) == set()


def test_leaving_one_employer_says_nothing_of_another_or_of_a_later_post() -> None:
    facts = Facts()
    job(facts, "medway", "2020-01-01")
    job(facts, "kent", "2020-01-01")
    job(facts, "medway", "2025-09-01")
    facts.add("employment-end", "2025-02-28", employer="medway")
    assert employers_on(facts.every(), day("2025-03-01")) == {"kent"}
    assert employers_on(facts.every(), day("2025-09-01")) == {"kent", "medway"}


def test_a_post_has_a_team_and_a_share_of_full_time() -> None:
    facts = Facts()
    job(facts, "medway", "2020-01-01", team="pod-2", fte="0.4")
    job(facts, "kent", "2020-01-01")
    posts = {p.employer: p for p in posts_on(facts.every(), day("2025-01-01"))}
    assert (posts["medway"].team, posts["medway"].fte) == ("pod-2", Fraction(2, 5))
    assert (posts["kent"].team, posts["kent"].fte) == (None, Fraction(1))
