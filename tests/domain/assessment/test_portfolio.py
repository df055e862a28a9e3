"""A portfolio's text: evidence between two lines, set in once, and not counted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lms.domain.assessment.portfolio import (
    BEGINS,
    ENDS,
    Extract,
    assemble,
    count_own_words,
    own_part,
)
from lms.domain.word_count import count_words

HOURS, LOG = (
    Extract("Clinic, 12:00 hours"),
    Extract("A log, 2 March 2026", "The door\n\nstood open."),
)
CRITERIA = ("Approach", "Endings")


def test_a_new_portfolio_has_its_evidence_and_a_heading_for_each_criterion() -> None:
    assert assemble("", [HOURS, LOG], CRITERIA) == (
        "## Evidence\n\n"
        "Evidence begins: Clinic, 12:00 hours\n\nEvidence ends.\n\n"
        "Evidence begins: A log, 2 March 2026\n\nThe door\n\nstood open.\n\nEvidence ends.\n\n"
        "## Commentary\n\n### Approach\n\n### Endings\n"
    )


def test_what_was_written_stays_and_new_evidence_goes_before_the_commentary() -> None:
    before = assemble("", [HOURS], CRITERIA).replace("### Approach", "### Approach\n\nI ask more.")
    after = assemble(before, [LOG], CRITERIA)
    assert "I ask more." in after
    assert after.index(LOG.first_line) < after.index("## Commentary")
    assert after.index(HOURS.first_line) < after.index(LOG.first_line)
    assert after.count("## Evidence") == after.count("### Endings") == 1


def test_setting_something_in_again_changes_nothing() -> None:
    once = assemble("My own beginning.", [HOURS, LOG], CRITERIA)
    assert assemble(once, [LOG, HOURS], CRITERIA) == once


def test_only_ones_own_words_are_counted() -> None:
    text = assemble("", [HOURS, LOG], ())
    assert count_own_words(text) == 2  # the two headings
    assert count_own_words(f"{text}\nI ask more than I did.") == 8


def test_a_beginning_without_an_end_takes_nothing_away() -> None:
    text = f"One two\n{BEGINS} three\nfour five"
    assert count_own_words(text) == count_words(text)


def test_an_end_without_a_beginning_is_counted_like_any_line() -> None:
    assert own_part(f"One\n{ENDS}\ntwo") == f"One\n{ENDS}\ntwo"


LINES = st.lists(
    st.sampled_from(["own words here", f"{BEGINS} a log", ENDS, "", "## Commentary", "taken"]),
    max_size=12,
)


@given(LINES)
def test_own_words_are_never_more_than_all_words(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert 0 <= count_own_words(text) <= count_words(text)


@given(LINES, st.sampled_from([[HOURS], [LOG], [HOURS, LOG], []]))
def test_assembling_loses_no_line_and_is_done_once(lines: list[str], chosen: list[Extract]) -> None:
    text = "\n".join(lines)
    once = assemble(text, chosen, CRITERIA)
    assert assemble(once, chosen, CRITERIA) == once
    for line in set(filter(None, lines)):
        assert once.splitlines().count(line) >= lines.count(line)
