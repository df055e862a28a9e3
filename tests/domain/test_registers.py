"""What dated checks of a register show about any day."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.as_of import AsOf
from lms.domain.payloads import BadPayload
from lms.domain.records import Record, moment
from lms.domain.register_spans import timeline
from lms.domain.registers import Entry, Holding, entry_on
from tests.domain.facts import Facts, day, entry


def on(facts: Facts, when: str, register: str = "swe") -> Entry:
    return entry_on(facts.every(), register, AsOf(day(when)))


def holding(facts: Facts, when: str, register: str = "swe") -> str:
    return on(facts, when, register).holding.value


def one_check(last: str | None = "2025-11-30", **more: object) -> Facts:
    facts = Facts()
    entry(facts, "swe", "2016-10-01", last, checked="2025-03-01", **more)
    return facts


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2016-09-30", "never"),
        ("2016-10-01", "held"),
        ("2025-11-30", "held"),
        ("2025-12-01", "unconfirmed"),
        ("2035-01-01", "unconfirmed"),
    ],
)
def test_an_entry_holds_from_its_first_to_its_last_day_and_is_then_unconfirmed(
    when: str, expected: str
) -> None:
    assert holding(one_check(), when) == expected


def test_an_entry_without_a_last_day_holds_until_something_else_is_known() -> None:
    assert holding(one_check(last=None), "2040-01-01") == "held"


def test_somebody_never_checked_was_never_known_there() -> None:
    found = on(Facts(), "2026-01-01")
    assert (found.holding, found.ever) == (Holding.NEVER, False)


def test_a_later_end_shows_that_it_was_held_all_along() -> None:
    facts = one_check()
    entry(facts, "swe", "2016-10-01", "2026-11-30", checked="2026-02-10")
    assert holding(facts, "2025-12-01") == "held"
    assert on(facts, "2026-01-15").since == day("2016-10-01")


def test_one_day_more_is_one_day_more() -> None:
    facts = one_check()
    entry(facts, "swe", "2016-10-01", "2025-12-01", checked="2025-12-05")
    assert holding(facts, "2025-12-01") == "held"
    assert holding(facts, "2025-12-02") == "unconfirmed"


def test_absence_reaches_back_to_the_day_after_the_last_known() -> None:
    facts = one_check()
    facts.add("registration", "2026-02-10", register="swe", result="absent", checked="2026-02-10")
    assert holding(facts, "2025-11-30") == "held"
    assert holding(facts, "2025-12-01") == "absent"
    assert on(facts, "2026-03-01").since == day("2025-12-01")


@pytest.mark.parametrize("end", [{"last": "2025-10-13"}, {"ended": "2025-10-14"}])
def test_absence_begins_the_day_after_the_last_that_the_register_gives(end: dict[str, str]) -> None:
    facts = one_check()
    gone = {"register": "swe", "result": "absent", "checked": "2026-02-10", **end}
    assert facts.add("registration", "2026-02-10", **gone).get("last") == day("2025-10-13")
    assert holding(facts, "2025-10-13") == "held"
    assert holding(facts, "2025-10-14") == "absent"


def test_a_last_day_and_the_day_after_it_agree_or_are_refused() -> None:
    gone = {"register": "swe", "result": "absent", "last": "2025-10-13"}
    one_check().add("registration", "2026-02-10", ended="2025-10-14", **gone)
    with pytest.raises(BadPayload, match="last: give it or ended, not both"):
        one_check().add("registration", "2026-02-10", ended="2025-10-13", **gone)


def test_an_entry_has_its_end_in_its_period_and_nowhere_else() -> None:
    refused = one_check().refusal(
        "registration", "2026-01-01", "2026-11-30", register="swe", last="2026-11-30"
    )
    assert refused is not None
    assert refused.code == "last-day"


def test_absence_found_before_the_last_day_counts_from_the_day_it_was_found() -> None:
    facts = one_check()
    facts.add("registration", "2025-06-10", register="swe", result="absent", checked="2025-06-10")
    assert holding(facts, "2025-06-09") == "held"
    assert holding(facts, "2025-06-10") == "absent"


def test_a_later_start_shows_that_the_gap_was_not_held() -> None:
    facts = one_check()
    entry(facts, "swe", "2026-01-07", "2026-11-30", checked="2026-01-08")
    assert holding(facts, "2025-12-01") == "absent"
    assert holding(facts, "2026-01-06") == "absent"
    assert on(facts, "2026-01-07").since == day("2026-01-07")


def test_a_start_on_the_day_after_the_last_leaves_no_gap() -> None:
    facts = one_check()
    entry(facts, "swe", "2025-12-01", "2026-11-30", checked="2025-12-10")
    assert on(facts, "2025-12-10").since == day("2016-10-01")


def test_after_a_restoration_the_last_day_is_again_unconfirmed_and_not_absent() -> None:
    facts = one_check()
    facts.add("registration", "2025-12-10", register="swe", result="absent", checked="2025-12-10")
    entry(facts, "swe", "2026-01-07", "2026-11-30", checked="2026-01-08")
    assert holding(facts, "2026-01-06") == "absent"
    assert holding(facts, "2026-12-01") == "unconfirmed"


def test_days_on_which_somebody_saw_no_entry_are_not_won_back_by_a_later_check() -> None:
    facts = one_check()
    facts.add("registration", "2025-12-10", register="swe", result="absent", checked="2025-12-10")
    entry(facts, "swe", "2016-10-01", "2026-11-30", checked="2026-02-02")
    assert holding(facts, "2025-12-10") == "absent"
    assert holding(facts, "2026-02-02") == "held"


def test_a_check_that_repeats_the_old_end_changes_nothing() -> None:
    facts = one_check()
    entry(facts, "swe", "2016-10-01", "2025-11-30", checked="2025-12-02")
    assert holding(facts, "2025-11-30") == "held"
    assert holding(facts, "2025-12-02") == "unconfirmed"


def test_an_earlier_end_seen_later_is_believed() -> None:
    facts = one_check()
    entry(facts, "swe", "2016-10-01", "2025-06-30", checked="2025-05-01")
    assert holding(facts, "2025-06-30") == "held"
    assert holding(facts, "2025-07-01") == "unconfirmed"


def test_history_looked_up_late_leaves_what_is_known_of_later_days() -> None:
    facts = one_check()
    entry(facts, "swe", "2008-10-01", "2012-11-30", checked="2025-09-09")
    assert holding(facts, "2010-01-01") == "held"
    assert holding(facts, "2014-01-01") == "absent"
    assert holding(facts, "2025-11-30") == "held"


def test_history_that_ends_on_the_first_known_day_is_a_newer_look_at_that_day() -> None:
    facts = one_check()
    entry(facts, "swe", "2008-10-01", "2016-10-01", checked="2025-09-09")
    assert holding(facts, "2016-10-01") == "held"
    assert holding(facts, "2016-10-02") == "absent"


@pytest.mark.parametrize(
    ("looked", "after"),
    [("2025-06-30", "unconfirmed"), ("2025-07-01", "absent"), ("2025-11-30", "absent")],
)
def test_an_earlier_last_day_was_the_last_one_only_where_the_look_was_made_after_it(
    looked: str, after: str
) -> None:
    facts = one_check()
    entry(facts, "swe", "2016-10-01", "2025-06-30", checked=looked)
    assert holding(facts, "2025-06-30") == "held"
    assert [holding(facts, d) for d in ("2025-07-01", "2025-11-30", "2026-07-01")] == [after] * 3


def test_an_earlier_last_day_is_believed_from_the_moment_at_which_it_is_known() -> None:
    facts = one_check()
    entry(facts, "swe", "2016-10-01", "2025-06-30", checked="2025-08-01", known="2025-08-04")
    before = facts.every(moment(day("2025-08-03")))
    assert entry_on(before, "swe", AsOf(day("2025-07-15"))).held
    assert not entry_on(facts.every(moment(day("2025-08-04"))), "swe", AsOf(day("2025-07-15"))).held


@pytest.mark.parametrize("wrong", ["2035-11-30", None])
def test_a_mistyped_last_day_corrected_on_the_same_day_never_makes_anybody_lapsed(
    wrong: str | None,
) -> None:
    facts = Facts()
    entry(facts, "swe", "2016-10-01", wrong, checked="2025-03-01")
    entry(facts, "swe", "2016-10-01", "2025-11-30", checked="2025-03-01")
    assert holding(facts, "2025-11-30") == "held"
    assert holding(facts, "2025-12-01") == "unconfirmed"
    entry(facts, "swe", "2016-10-01", "2025-11-30", checked="2025-12-02")  # not renewed there yet
    assert holding(facts, "2025-12-02") == "unconfirmed"


def test_an_earlier_last_day_of_an_entry_that_begins_later_ends_both() -> None:
    facts = one_check()
    entry(facts, "swe", "2025-04-01", "2025-06-30", checked="2025-08-01")
    assert holding(facts, "2025-06-30") == "held"
    assert holding(facts, "2025-07-01") == "absent"


def test_conditions_seen_on_the_way_do_not_outlive_a_last_day_moved_back() -> None:
    facts = one_check()
    entry(facts, "swe", "2016-10-01", "2025-11-30", checked="2025-06-01", conditions=True)
    entry(facts, "swe", "2016-10-01", "2025-03-31", checked="2025-09-01")
    assert holding(facts, "2025-03-31") == "held"
    assert holding(facts, "2025-04-01") == holding(facts, "2025-07-01") == "absent"


def test_after_an_earlier_last_day_a_later_end_shows_that_it_was_held_all_along() -> None:
    facts = one_check()
    entry(facts, "swe", "2016-10-01", "2025-06-30", checked="2025-08-01")
    entry(facts, "swe", "2016-10-01", "2025-06-30", checked="2025-08-20")
    assert holding(facts, "2025-08-20") == "absent"
    entry(facts, "swe", "2016-10-01", "2026-11-30", checked="2025-09-01")
    assert on(facts, "2025-07-15").since == day("2016-10-01")


def test_after_an_earlier_last_day_a_later_start_leaves_a_gap() -> None:
    facts = one_check()
    entry(facts, "swe", "2016-10-01", "2025-06-30", checked="2025-08-01")
    entry(facts, "swe", "2025-08-15", "2026-11-30", checked="2025-09-01")
    assert holding(facts, "2025-08-14") == "absent"
    assert on(facts, "2025-09-01").since == day("2025-08-15")


def test_of_two_looks_on_one_day_the_one_recorded_later_decides() -> None:
    facts = one_check()
    nothing = {"register": "swe", "result": "absent", "checked": "2025-06-10"}
    facts.add("registration", "2025-06-10", **nothing)
    entry(facts, "swe", "2016-10-01", "2025-11-30", checked="2025-06-10")
    assert holding(facts, "2025-06-10") == "held"
    facts.add("registration", "2025-06-10", **nothing)
    assert holding(facts, "2025-06-10") == "absent"


def absent_then_found(first: str, looked: str) -> Facts:
    """Gone at the end of November, not there on 10 and 20 December, then there again."""
    facts = one_check()
    for when in ("2025-12-10", "2025-12-20"):
        facts.add("registration", when, register="swe", result="absent", checked=when)
    entry(facts, "swe", first, "2026-11-30", checked=looked)
    return facts


@pytest.mark.parametrize(
    ("first", "held_from"),
    [
        ("2016-10-01", "2026-02-02"),  # as if it had been there all along
        ("2025-12-15", "2026-02-02"),  # begun between two looks that found nothing
        ("2025-12-20", "2026-02-02"),  # on the day of the last of them
        ("2025-12-21", "2025-12-21"),
        ("2026-01-07", "2026-01-07"),
    ],
)
def test_what_looks_made_absent_stays_so_until_a_start_after_the_last_or_the_finding_look(
    first: str, held_from: str
) -> None:
    facts = absent_then_found(first, "2026-02-02")
    assert holding(facts, "2025-11-30") == "held"
    day_before = (day(held_from) - timedelta(days=1)).isoformat()
    assert {holding(facts, d) for d in ("2025-12-01", "2025-12-15", day_before)} == {"absent"}
    assert on(facts, held_from).since == day(held_from)


def test_what_was_found_on_the_day_of_a_look_that_found_nothing_is_held_from_that_day() -> None:
    facts = absent_then_found("2016-10-01", "2025-12-20")
    assert holding(facts, "2025-12-19") == "absent"
    assert holding(facts, "2025-12-20") == "held"


def test_an_absence_taken_back_as_a_mistake_leaves_the_entry_as_it_was() -> None:
    facts = one_check(last="2026-11-30")
    mistake = facts.add(
        "registration", "2025-06-10", register="swe", result="absent", checked="2025-06-10"
    )
    assert holding(facts, "2025-07-01") == "absent"
    facts.add("retraction", "2025-08-01", replaces=mistake.id)
    assert holding(facts, "2025-07-01") == "held"
    assert entry_on(facts.every(moment(day("2025-07-31"))), "swe", AsOf(day("2025-07-01"))).since


def test_a_later_end_that_a_register_gives_with_an_absence_shows_that_it_was_held_till_then() -> (
    None
):
    facts = one_check()
    gone = {"register": "swe", "result": "absent", "checked": "2026-02-10", "last": "2025-12-14"}
    facts.add("registration", "2026-02-10", **gone)
    assert holding(facts, "2025-12-14") == "held"
    assert holding(facts, "2025-12-15") == "absent"


def test_an_absence_ends_an_entry_without_a_last_day_on_the_day_of_the_look() -> None:
    facts = one_check()
    entry(facts, "swe", "2026-01-01", None, checked="2026-01-10")
    facts.add("registration", "2026-05-05", register="swe", result="absent", checked="2026-05-05")
    assert holding(facts, "2026-05-04") == "held"
    assert holding(facts, "2026-05-05") == "absent"


def test_the_order_of_checking_counts_and_not_that_of_writing_down() -> None:
    facts = Facts()
    entry(facts, "swe", "2016-10-01", "2026-11-30", checked="2026-02-10", known="2026-02-10")
    entry(facts, "swe", "2016-10-01", "2025-11-30", checked="2025-03-01", known="2026-02-11")
    assert holding(facts, "2026-06-01") == "held"


def test_a_check_without_a_day_was_made_when_it_was_written_down() -> None:
    facts = one_check()
    facts.add(
        "registration", "2016-10-01", "2025-11-30", known="2025-10-01", register="swe", source="x"
    )
    assert not on(facts, "2025-11-30").recheck_due


def test_suspended_is_not_held_from_the_day_on_which_it_began() -> None:
    facts = one_check()
    entry(facts, "swe", "2025-05-12", "2025-11-30", checked="2025-06-01", suspended=True)
    assert holding(facts, "2025-05-11") == "held"
    assert holding(facts, "2025-05-12") == "absent"


def test_a_suspension_that_repeats_the_entrys_own_start_counts_from_the_check() -> None:
    facts = one_check()
    entry(facts, "swe", "2016-10-01", "2025-11-30", checked="2025-06-01", suspended=True)
    assert holding(facts, "2025-05-31") == "held"
    assert holding(facts, "2025-06-01") == "absent"


def test_a_suspension_that_is_lifted_stays_true_of_its_own_days() -> None:
    facts = one_check()
    entry(facts, "swe", "2025-05-12", "2025-11-30", checked="2025-06-01", suspended=True)
    entry(facts, "swe", "2016-10-01", "2026-11-30", checked="2025-09-01")
    assert holding(facts, "2025-08-31") == "absent"
    assert on(facts, "2025-09-01").since == day("2025-09-01")


def test_conditions_are_a_flag_on_an_entry_that_is_held() -> None:
    facts = one_check()
    entry(facts, "swe", "2016-10-01", "2025-11-30", checked="2025-06-01", conditions=True)
    assert not on(facts, "2025-05-31").conditions
    found = on(facts, "2025-06-01")
    assert (found.held, found.conditions, found.since) == (True, True, day("2016-10-01"))


def test_a_ukcp_entry_counts_only_under_the_systemic_title() -> None:
    facts = Facts()
    entry(facts, "ukcp", "2019-03-01", "2026-09-30", title="other")
    assert holding(facts, "2020-01-01", "ukcp") == "never"
    entry(facts, "ukcp", "2021-03-01", "2026-09-30")
    assert holding(facts, "2020-01-01", "ukcp") == "never"
    assert holding(facts, "2021-03-01", "ukcp") == "held"


def test_absence_from_ukcp_needs_no_title() -> None:
    facts = Facts()
    entry(facts, "ukcp", "2021-03-01", "2025-09-30", checked="2025-01-10")
    facts.add("registration", "2025-10-10", register="ukcp", result="absent", checked="2025-10-10")
    assert holding(facts, "2025-10-01", "ukcp") == "absent"


def test_registers_do_not_mix() -> None:
    assert holding(one_check(), "2025-01-01", "scw") == "never"


def test_a_recheck_is_due_when_the_newest_check_is_over_ninety_days_old() -> None:
    facts = one_check()
    assert not on(facts, "2025-05-30").recheck_due
    assert on(facts, "2025-05-31").recheck_due  # 91 days after 1 March
    entry(facts, "swe", "2016-10-01", "2025-11-30", checked="2025-05-20")
    assert not on(facts, "2025-05-31").recheck_due


def test_no_recheck_is_called_due_for_somebody_known_to_be_absent() -> None:
    facts = one_check()
    facts.add("registration", "2025-06-10", register="swe", result="absent", checked="2025-06-10")
    assert not on(facts, "2027-01-01").recheck_due


def test_the_day_before_an_entry_its_start_is_the_day_on_which_the_answer_turns() -> None:
    as_of = AsOf(day("2016-09-30"))
    entry_on(one_check().every(), "swe", as_of)
    assert as_of.good_until == day("2016-10-01")


START = date(2020, 1, 1)


def days(least: int = 0, most: int = 60) -> st.SearchStrategy[date]:
    return st.integers(least, most).map(lambda n: START + timedelta(days=n))


checks = st.lists(
    st.fixed_dictionaries(
        {
            "looked": days(),
            "first": days(0, 50),
            "length": st.none() | st.integers(0, 30),
            "result": st.sampled_from(["entry", "entry", "entry", "absent"]),
            "suspended": st.booleans(),
            "last": st.none() | days(0, 50),
        }
    ),
    max_size=6,
)


def told(drawn: list[dict[str, Any]]) -> Facts:
    facts = Facts()
    for each in drawn:
        looked = each["looked"].isoformat()
        if each["result"] == "absent":
            last_day = {"last": each["last"]} if each["last"] else {}
            facts.add(
                "registration",
                looked,
                register="swe",
                result="absent",
                checked=looked,
                known="2020-12-31",
                **last_day,
            )
        else:
            first = each["first"]
            last = each["length"] is not None and first + timedelta(days=each["length"])
            entry(
                facts,
                "swe",
                first.isoformat(),
                last.isoformat() if last else None,
                checked=looked,
                known="2020-12-31",
                suspended=each["suspended"],
            )
    return facts


def registrations(facts: Facts) -> list[Record]:
    return facts.every().of("registration")


def test_a_last_day_moved_back_before_an_absence_keeps_the_spans_apart() -> None:
    facts = absent_then_found("2016-10-01", "2026-02-02")
    entry(facts, "swe", "2016-10-01", "2025-11-30", checked="2026-03-01")
    spans = timeline(registrations(facts))
    assert [span.last for span in spans[:-1]] == [
        span.first - timedelta(days=1) for span in spans[1:]
    ]
    assert holding(facts, "2025-11-30") == "held"
    assert holding(facts, "2025-12-01") == holding(facts, "2026-02-02") == "absent"


@given(checks)
def test_the_spans_follow_one_another_without_gap_or_overlap_and_the_last_is_open(
    drawn: list[dict[str, Any]],
) -> None:
    spans = timeline(registrations(told(drawn)))
    assert bool(spans) == bool(drawn)
    for before, after in pairwise(spans):
        assert before.last is not None
        assert before.last >= before.first
        assert after.first == before.last + timedelta(days=1)
    assert not spans or spans[-1].last is None


@given(checks)
def test_what_the_newest_check_saw_on_its_own_day_is_what_holds_that_day(
    drawn: list[dict[str, Any]],
) -> None:
    facts = told(drawn)
    for newest in registrations(facts):
        looked = newest.get("checked")
        later = [c for c in registrations(facts) if c is not newest and c.get("checked") >= looked]
        if later:
            continue
        seen = newest.get("result") == "entry" and newest.covers(looked)
        if seen:
            expected = Holding.ABSENT if newest.get("suspended") else Holding.HELD
            assert entry_on(facts.every(), "swe", AsOf(looked)).holding is expected
        if newest.get("result") == "absent" and (newest.get("last") or date.min) < looked:
            found = entry_on(facts.every(), "swe", AsOf(looked)).holding
            assert found is Holding.ABSENT


@given(checks, days(-5, 100), st.integers(1, 120))
def test_until_it_turns_every_later_day_gives_the_same_entry(
    drawn: list[dict[str, Any]], today: date, later: int
) -> None:
    records = told(drawn).every()
    as_of = AsOf(today)
    found = entry_on(records, "swe", as_of)
    then = today + timedelta(days=later)
    if as_of.good_until is None or then < as_of.good_until:
        assert entry_on(records, "swe", AsOf(then)) == found


@given(checks, days(-5, 100))
def test_the_days_since_which_it_is_so_were_all_so(
    drawn: list[dict[str, Any]], today: date
) -> None:
    records = told(drawn).every()
    found = entry_on(records, "swe", AsOf(today))
    if found.since is None:
        return
    assert found.since <= today
    assert entry_on(records, "swe", AsOf(found.since)).holding is found.holding
    before = entry_on(records, "swe", AsOf(found.since - timedelta(days=1)))
    assert before.holding is not found.holding
