"""A part of a long list: its rows, its place, and how long the whole is."""

import pytest

from lms.domain.part import Asked, page_asked, part_of

LETTERS = "abcdefg"


def test_a_page_holds_its_rows_and_says_how_many_there_are() -> None:
    part = part_of(LETTERS, page_asked(2, size=3))
    assert "".join(part) == "def"
    assert (part.number, part.pages, part.total, part.start) == (2, 3, 7, 3)


def test_the_last_page_holds_what_is_left() -> None:
    part = part_of(LETTERS, page_asked(3, size=3))
    assert list(part) == ["g"]
    assert part.after is None


def test_the_next_part_begins_where_one_ends() -> None:
    assert part_of(LETTERS, Asked(2, 2)).after == 4


def test_without_a_size_everything_is_one_page() -> None:
    part = part_of(LETTERS)
    assert len(part) == 7
    assert (part.number, part.pages, part.after) == (1, 1, None)


@pytest.mark.parametrize("number", [4, 999, 10**15])
def test_a_page_beyond_the_end_is_the_last(number: int) -> None:
    assert list(part_of(LETTERS, page_asked(number, size=3))) == ["g"]


@pytest.mark.parametrize("number", [None, 0, -3])
def test_no_page_is_the_first(number: int | None) -> None:
    assert part_of(LETTERS, page_asked(number, size=3)).number == 1


def test_a_full_last_page_has_none_behind_it() -> None:
    part = part_of("abcdef", page_asked(9, size=3))
    assert ("".join(part), part.number, part.pages) == ("def", 2, 2)


def test_an_empty_list_has_one_empty_page() -> None:
    part = part_of("", page_asked(5))
    assert (list(part), part.number, part.pages, part.total) == ([], 1, 1, 0)


def test_links_lead_to_the_ends_and_to_the_neighbours() -> None:
    assert part_of(range(1000), page_asked(10, size=50)).near == (1, 9, 10, 11, 20)
    assert part_of(range(60), page_asked(1)).near == (1, 2)


def test_something_else_is_made_of_the_rows_of_the_part_alone() -> None:
    made: list[str] = []
    part = part_of(LETTERS, page_asked(2, size=2)).made(lambda row: made.append(row) or row.upper())
    assert list(part) == ["C", "D"]
    assert made == ["c", "d"]
    assert part.total == 7
