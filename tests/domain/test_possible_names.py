"""Capitalised words side by side are asked about where they may be somebody's name, and only there."""

from time import thread_time

import pytest

from lms.domain.possible_names import possible_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("then Gordon Brook said no", ("Gordon Brook",)),
        ("I rang Ewelina Zabłocka twice.", ("Ewelina Zabłocka",)),
        ("Jane Smith came late.", ("Jane Smith",)),
        ("They left. Priya Young stayed.", ("Priya Young",)),
        ("- Kwame Mensah, his uncle", ("Kwame Mensah",)),
        ("Today Winston Peters rang", ("Winston Peters",)),
        ("Jane Smith’s view, and Jane Smith again", ("Jane Smith",)),
        ("for Kent County Council and Mark Young", ("Mark Young",)),
        ("with Siobhan O'Neill-Hart", ("Siobhan O'Neill-Hart",)),
        ("with a Social Worker Tola Balogun", ("Tola Balogun",)),
        (
            "his aunt (Ewelina Zabłocka) and his uncle – Tola Balogun – came",
            ("Ewelina Zabłocka", "Tola Balogun"),
        ),
        ("Present: Ewelina Zabłocka, Şerife Yılmaz", ("Ewelina Zabłocka", "Şerife Yılmaz")),
        ("with Gordon BROOK and with Tola J. Balogun", ("Gordon BROOK", "Tola J. Balogun")),
        ("then Fatima al Hassan rang", ("Fatima al Hassan",)),
        (f"{'so it went and ' * 4}Gordon\nBrook said no", ("Gordon Brook",)),
        ("Gordon Brook holds what safe uncertainty is (Mason, B. 1993)", ("Gordon Brook",)),
    ],
)
def test_what_may_be_a_name_is_asked_about_once(text: str, names: tuple[str, ...]) -> None:
    assert possible_names(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "under the Children Act and Working Together, as Social Work England asks",
        "the Local Authority Designated Officer in Tunbridge Wells, near Tower Hamlets",
        "on Monday I'm at work; If I'd known; by Good Friday",
        "Read Maturana again. Perhaps Maya was right.",
        "# Jane Smith comes home",
        "JANE SMITH COMES HOME",
        "Mason, B. (1993) Towards Positions of Safe Uncertainty. Human Systems.",
        "as Gordon Brook (1987) wrote",
        "what Gordon Brook holds (Brook, 1987)",
        "I think of Karl Tomm and of Open Dialogue",
        "# References\nGordon Brook wrote this\n",
        "with Jane Smith (not her real name)",
        "the Joseph Rowntree Foundation and the Gordon Brook Trust",
        "an Adverse Reaction, a Motivational Interview and Cognitive Behavioural Therapy",
        "Introduction\nGordon came",
    ],
)
def test_terms_bodies_places_days_and_authors_are_not_asked_about(text: str) -> None:
    assert possible_names(text) == ()


def test_words_of_a_term_here_are_no_name() -> None:
    assert possible_names("our Sculpting Chair") == ("Sculpting Chair",)
    assert possible_names("our Sculpting Chair", {"sculpting"}) == ()


@pytest.mark.parametrize(
    "piece", ["Ab ", "Ab-", "A'", "Jane ", "a, A. ", "(1999) ", "Ab, ", "x", "Ab A. "]
)
def test_a_long_text_built_to_be_slow_is_read_in_a_moment(piece: str) -> None:
    begin = thread_time()
    possible_names(piece * (300_000 // len(piece)))
    assert thread_time() - begin < 5
