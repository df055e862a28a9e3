"""Numbers, lists and codes as sentences say them."""

from fractions import Fraction

import pytest

from lms.domain.requirements.practice import category_title
from lms.domain.wording import agreed, capital, in_units, listed, many, parted, titled


@pytest.mark.parametrize(
    ("said", "is_said"),
    [
        (many(1, "log"), "1 log"),
        (many(0, "log"), "0 logs"),
        (many(2, "entry", "entries"), "2 entries"),
        (agreed(Fraction(1), "waits", "wait"), "waits"),
        (agreed(Fraction(3, 2), "waits", "wait"), "wait"),
        (agreed(0, "word"), "words"),
        (in_units(Fraction(1), "sessions"), "session"),
        (in_units(0, "hours"), "hours"),
        (in_units(None, "marks"), "marks"),
        (listed([]), ""),
        (listed(["a"]), "a"),
        (listed(["a", "b"]), "a and b"),
        (listed(["a", "b", "c"], "or"), "a, b or c"),
        (parted("live-supervisor"), "live supervisor"),
        (titled("consultant-social-worker"), "Consultant social worker"),
        (capital("an extension until 7 October 2026"), "An extension until 7 October 2026"),
        (capital("UKCP"), "UKCP"),
        (category_title("ppd"), "Personal and professional development"),
        (category_title("supervision-received"), "Supervision received"),
    ],
)
def test_it_is_said_so(said: str, is_said: str) -> None:
    assert said == is_said
