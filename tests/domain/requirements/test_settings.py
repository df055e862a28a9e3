"""Settings that several requirement kinds share."""

from fractions import Fraction

import pytest

from lms.domain.requirements.settings import ROLES, threshold
from tests.domain.facts import decimal, requirement


@pytest.mark.parametrize(
    ("given", "exact"),
    [(60, Fraction(60)), (decimal("2.5"), Fraction(5, 2)), ("0.1", Fraction(1, 10))],
)
def test_a_threshold_is_an_exact_number(given: object, exact: Fraction) -> None:
    assert threshold(requirement("hours", at_least=given)) == exact


def test_no_role_is_named_twice() -> None:
    assert len(ROLES) == len(set(ROLES))
