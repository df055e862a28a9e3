"""Memberships that lapse only warn, and a new registrant owes only the fee that November."""

from __future__ import annotations

import pytest

from lms.domain.as_of import AsOf
from lms.domain.renewal import membership_notes, new_registrant
from lms.domain.standing import PipelineStage
from lms.domain.standing_words import why
from tests.domain.facts import Facts, day, entry, requirement, verdict
from tests.domain.test_standing import on

AGAIN = "Re-registration may be needed."


def member(register: str, last: str, gone: str | None) -> Facts:
    """A membership seen to a last day, and perhaps a look that found none."""
    facts = Facts()
    entry(facts, register, "2019-03-01", last, checked="2019-03-10")
    if gone:
        nothing = {"register": register, "result": "absent", "checked": gone, "last": last}
        facts.add("registration", gone, **nothing)
    return facts


def said(facts: Facts, when: str) -> str:
    return " ".join(membership_notes(facts.every(), AsOf(day(when))))


@pytest.mark.parametrize(
    ("register", "last", "still", "again"),
    [
        ("aft", "2023-02-28", "2024-02-28", "2024-02-29"),
        ("aft", "2024-02-29", "2025-02-28", "2025-03-01"),
        ("ift", "2022-01-30", "2025-01-30", "2025-01-31"),
    ],
)
def test_re_registration_may_be_needed_after_the_corresponding_day(
    register: str, last: str, still: str, again: str
) -> None:
    facts = member(register, last, "2025-03-20")
    assert "lapsed" in said(facts, still)
    assert "The UKCP entry decides." in said(facts, still)
    assert AGAIN not in said(facts, still)
    assert AGAIN in said(facts, again)


def test_a_membership_that_nobody_looked_at_again_is_no_lapse() -> None:
    facts = member("aft", "2023-02-28", None)
    assert "unconfirmed since 1 March 2023; that is not a lapse" in said(facts, "2025-03-01")
    assert "since 1 March 2019, until 28 February 2023" in said(facts, "2023-02-28")


def test_nothing_is_said_of_an_association_in_which_somebody_never_was() -> None:
    facts = Facts()
    facts.add("registration", "2024-01-05", register="aft", result="absent", checked="2024-01-05")
    assert said(facts, "2026-01-01") == said(Facts(), "2026-01-01") == ""


def test_a_lapsed_membership_takes_nothing_from_a_standing() -> None:
    facts = member("aft", "2024-02-29", "2024-03-20")
    entry(facts, "swe", "2012-10-01", "2026-11-30", checked="2025-12-20")
    entry(facts, "ukcp", "2021-03-01", "2026-09-30", checked="2025-12-20")
    found = on(facts)
    assert found.stage is PipelineStage.DUAL_QUALIFIED
    assert AGAIN in why(found)[-1]


def test_the_requirement_to_be_on_the_ukcp_register_warns_of_it() -> None:
    facts = member("aft", "2024-02-29", "2024-03-20")
    facts.add("enrolment", "2024-09-01", id="e", programme="course", version="1", admission="x")
    entry(facts, "ukcp", "2021-03-01", "2026-09-30", checked="2025-12-20")
    found = verdict(facts, requirement("registration", register="ukcp"), "2026-01-10")
    assert found.outcome.value == "met"
    assert AGAIN in found.finding.warning


def test_a_membership_is_no_professional_registration() -> None:
    facts = member("aft", "2024-02-29", None)
    assert not on(facts).in_pipeline


@pytest.mark.parametrize(
    ("joined", "when", "owes"),
    [
        ("2025-08-31", "2025-09-10", False),
        ("2025-09-01", "2025-09-01", True),
        ("2025-09-01", "2025-11-30", True),
        ("2025-09-01", "2025-12-01", False),
        ("2025-11-30", "2025-11-30", True),
        ("2025-12-01", "2025-12-01", False),
        ("2025-09-01", "2026-10-01", False),
    ],
)
def test_who_joined_from_september_owes_only_the_fee_that_november(
    joined: str, when: str, owes: bool
) -> None:
    facts = Facts()
    entry(facts, "swe", joined, "2026-11-30", checked=joined)
    found = new_registrant(facts.every(), AsOf(day(when)))
    assert bool(found) is owes
    assert not owes or "only the fee is owed by 30 November 2025, and no CPD" in found


def test_who_was_restored_owes_only_the_fee_and_who_was_suspended_owes_all() -> None:
    facts = Facts()
    entry(facts, "swe", "2012-10-01", "2024-11-30", checked="2024-06-01")
    entry(facts, "swe", "2025-09-15", "2025-11-30", checked="2025-09-15")
    assert "15 September 2025" in new_registrant(facts.every(), AsOf(day("2025-10-01")))
    facts = Facts()
    entry(facts, "swe", "2012-10-01", "2025-11-30", checked="2024-12-20")
    entry(facts, "swe", "2025-05-01", "2025-11-30", checked="2025-05-10", suspended=True)
    entry(facts, "swe", "2012-10-01", "2025-11-30", checked="2025-09-20")
    assert new_registrant(facts.every(), AsOf(day("2025-10-01"))) == ""
