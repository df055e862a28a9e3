"""What people type for a day: every usual way is read, and what cannot be meant says why."""

from __future__ import annotations

from datetime import date

import pytest

from lms.domain.typed_days import read_typed_day

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("day", "month"),
    [
        *(("3", m) for m in ("3", "03", "March", "march", "MARCH", "Mar", "mar.", " Mar ", "marc")),
        *((d, "3") for d in ("03", " 3 ", "3rd", "3 RD", "\u00a03", "\u0663", "\uff13")),
    ],
)
def test_a_day_is_read_in_every_usual_way(day: str, month: str) -> None:
    assert read_typed_day(day, month, "2026", TODAY).day == date(2026, 3, 3)


@pytest.mark.parametrize("name", ["Sep", "Sept", "sept.", "September"])
def test_september_has_two_short_names(name: str) -> None:
    assert read_typed_day("1", name, " 2026 ", TODAY).day == date(2026, 9, 1)


def test_june_and_july_are_told_apart_and_a_shorter_name_is_asked_about() -> None:
    assert read_typed_day("1", "Jun", "2026", TODAY).day == date(2026, 6, 1)
    assert read_typed_day("1", "Jul", "2026", TODAY).day == date(2026, 7, 1)
    assert read_typed_day("1", "Ju", "2026", TODAY).boxes == ("month",)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("31", "February", "2026"), "February 2026 has 28 days."),
        (("29", "2", "2026"), "February 2026 has 28 days."),
        (("30", "2", "2028"), "February 2028 has 29 days."),
        (("29", "2", "1900"), "February 1900 has 28 days."),
        (("31", "4", "2026"), "April has 30 days."),
        (("31", "4", ""), "April has 30 days. Give the year too."),
        (
            ("31", "feb", "26"),
            "February has 28 days, or 29 in a leap year. Is 2026 meant? Give the year as four digits.",
        ),
    ],
)
def test_a_day_that_the_month_has_not_is_named(typed: tuple[str, str, str], says: str) -> None:
    assert read_typed_day(*typed, TODAY).says == says


def test_the_twenty_ninth_of_february_is_a_day_of_leap_years() -> None:
    assert read_typed_day("29", "2", "2028", TODAY).day == date(2028, 2, 29)
    assert read_typed_day("29", "2", "2000", TODAY).day == date(2000, 2, 29)


@pytest.mark.parametrize(
    ("year", "meant"),
    [("26", 2026), ("00", 2000), ("76", 2076), ("77", 1977), ("98", 1998), ("'26", 2026)],
)
def test_a_year_of_two_digits_is_asked_about_and_never_taken(year: str, meant: int) -> None:
    found = read_typed_day("1", "3", year, TODAY)
    assert found.day is None
    assert found.boxes == ("year",)
    assert found.says == f"Is {meant} meant? Give the year as four digits."


@pytest.mark.parametrize(
    "year",
    ["07700900123", "9" * 5_000, "202", "02026", "0000", "-2026", "2026.0", "1e3", "\u00b2026"],
)
def test_a_year_that_cannot_be_meant_says_how_to_give_one(year: str) -> None:
    found = read_typed_day("1", "3", year, TODAY)
    assert (found.day, found.boxes) == (None, ("year",))
    assert found.says == "Give the year as four digits, such as 2026."


@pytest.mark.parametrize(
    "typed",
    [
        "0",
        "32",
        "-1",
        "1.0",
        "1e0",
        "001",
        "9" * 5_000,
        "\u00b2",
        "\ud800",
        "\x00",
        "one",
        "[" * 100_000,
    ],
)
def test_no_other_day_is_read(typed: str) -> None:
    assert read_typed_day(typed, "3", "2026", TODAY).boxes == ("day",)
    assert read_typed_day(typed, "3", "2026", TODAY).day is None


@pytest.mark.parametrize("typed", ["0", "13", "-1", "1.0", "M\u00e4rz", ".", "9" * 5_000, "marchx"])
def test_no_other_month_is_read(typed: str) -> None:
    assert read_typed_day("1", typed, "2026", TODAY).boxes == ("month",)


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_the_boxes() -> None:
    found = read_typed_day("45", "smarch", "26", TODAY)
    assert found.boxes == ("day", "month", "year")
    assert len(found.says.split(". ")) == 3
    assert read_typed_day("", "3", "", TODAY).boxes == ("day", "year")


def test_nothing_typed_is_neither_a_day_nor_wrong() -> None:
    found = read_typed_day(" ", "", "\u00a0", TODAY)
    assert (found.day, found.wrong) == (None, ())
