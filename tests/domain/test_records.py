"""One fact, written once: corrections, retractions, and what was known when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.kinds_read import KindsRead, all_but, some_kinds
from lms.domain.records import Records, Subject, moment, person
from tests.domain.facts import Facts


def test_a_subject_is_read_as_it_is_written() -> None:
    assert Subject.parse("cohort:ft-2025") == Subject("cohort", "ft-2025")
    assert str(person("ana")) == "person:ana"
    with pytest.raises(ValueError, match="write type:id"):
        Subject.parse("ana")


def test_a_corrected_record_is_no_longer_in_force() -> None:
    facts = Facts()
    facts.add("mark", "2026-03-01", id="first", assessment="essay", mark=46)
    facts.add("mark", "2026-03-02", id="second", assessment="essay", mark=64, replaces="first")
    assert [r.id for r in facts.every()] == ["second"]


def test_before_the_correction_was_known_the_old_record_was_in_force() -> None:
    facts = Facts()
    facts.add("mark", "2026-03-01", id="first", assessment="essay", mark=46)
    facts.add("mark", "2026-03-02", id="second", assessment="essay", mark=64, replaces="first")
    assert [r.id for r in facts.every(moment(date(2026, 3, 1)))] == ["first"]


def test_a_retracted_record_is_gone_and_so_is_the_retraction() -> None:
    facts = Facts()
    facts.add("declaration", "2026-03-01", id="signed", declaration="ethics")
    facts.add("retraction", "2026-03-02", replaces="signed")
    assert list(facts.every()) == []


def test_taking_back_a_correction_does_not_bring_back_what_it_corrected() -> None:
    facts = Facts()
    facts.add("mark", "2026-03-01", id="first", assessment="essay", mark=46)
    facts.add("mark", "2026-03-02", id="second", assessment="essay", mark=64, replaces="first")
    facts.add("retraction", "2026-03-03", replaces="second")
    assert list(facts.every()) == []


def test_records_come_in_the_order_of_the_ledger() -> None:
    facts = Facts()
    for n in range(5):
        facts.add("declaration", "2026-03-01", id=str(n), declaration="ethics")
    assert [r.id for r in Records(reversed(facts.told))] == list("01234")


def test_records_are_found_by_kind_and_exact_values() -> None:
    facts = Facts()
    facts.add("mark", "2026-03-01", id="a", assessment="essay", mark=60)
    facts.add("mark", "2026-03-01", id="b", assessment="viva", mark=60)
    facts.add("declaration", "2026-03-01", declaration="essay")
    records = facts.every()
    assert [r.id for r in records.of("mark", assessment="essay", mark=60)] == ["a"]
    assert records.of("mark", assessment="essay", mark=61) == []
    assert records.of("submission") == []


def test_a_field_that_holds_a_table_does_not_disturb_the_search() -> None:
    facts = Facts()
    facts.add("mark", "2026-03-01", id="a", assessment="essay", criteria={"theory": "merit"})
    assert facts.every().of("mark", criteria="theory") == []
    assert [r.id for r in facts.every().of("mark", assessment="essay")] == ["a"]


def test_parts_hold_one_subject_or_one_enrolment_only() -> None:
    facts = Facts()
    facts.add("declaration", "2026-03-01", id="a", declaration="ethics")
    facts.add("declaration", "2026-03-01", id="b", declaration="ethics", who="ben", enrolment="f")
    records = facts.every()
    assert [r.id for r in records.about(person("ben"))] == ["b"]
    assert [r.id for r in records.in_enrolment("e")] == ["a"]
    assert list(records.about(person("cleo"))) == []
    assert records.subjects == {person("ana"), person("ben")}


@pytest.mark.parametrize(
    ("until", "when", "covered"),
    [
        ("2026-03-31", "2026-02-28", False),
        ("2026-03-31", "2026-03-01", True),
        ("2026-03-31", "2026-03-31", True),
        ("2026-03-31", "2026-04-01", False),
        (None, "2026-02-28", False),
        (None, "2040-01-01", True),
    ],
)
def test_a_period_covers_its_days_both_ends_included(
    until: str | None, when: str, covered: bool
) -> None:
    role = Facts().add("role", "2026-03-01", until, role="tutor")
    assert role.covers(date.fromisoformat(when)) is covered


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 1, 15), datetime(2026, 1, 15, 23, 59, 59, 999999, UTC)),
        (date(2026, 7, 15), datetime(2026, 7, 15, 22, 59, 59, 999999, UTC)),  # summer time
    ],
)
def test_the_end_of_a_day_is_londons(day: date, last: datetime) -> None:
    assert moment(day) == last


chains = st.lists(
    st.tuples(st.integers(0, 9), st.booleans(), st.integers(0, 3)), min_size=1, max_size=12
)


@given(chains, st.integers(0, 40))
def test_one_record_of_each_chain_of_corrections_is_in_force_at_any_time(
    steps: list[tuple[int, bool, int]], until: int
) -> None:
    """Each step begins a chain or adds to one: a correction, or at times a retraction."""
    facts, chains, start, when = Facts(), {}, date(2026, 1, 1), 0
    for name, retract, wait in steps:
        when += wait
        on = (start + timedelta(days=when)).isoformat()
        chain = chains.setdefault(name, [])
        if chain and chain[-1].kind == "retraction":
            continue
        if chain and retract:
            chain.append(facts.add("retraction", on, replaces=chain[-1].id))
        else:
            replaced = chain[-1].id if chain else None
            new = facts.add("declaration", on, declaration=str(name), replaces=replaced)
            chain.append(new)
    known_at = moment(start + timedelta(days=until))
    expected = set()
    for chain in chains.values():
        known = [r for r in chain if r.recorded <= known_at]
        if known and known[-1].kind != "retraction":
            expected.add(known[-1].id)
    assert {r.id for r in facts.every(known_at)} == expected


def test_records_of_some_kinds_say_that_they_do_not_know_of_others() -> None:
    facts = Facts()
    facts.add("declaration", "2026-01-01", declaration="a")
    some = Records(facts.every(None), kinds=some_kinds("declaration"))
    nobody = some.about(person("nobody"))
    for records in (some, some.only(lambda _: True), Records.together([some, some]), nobody):
        assert len(records.of("declaration")) == len(records)
        with pytest.raises(LookupError, match='"hours" was not among'):
            records.of("hours")
        with pytest.raises(LookupError):
            records.in_enrolment("none").in_force_since(0, "hours")
    rest = Records(facts.every(None), kinds=all_but("hours"))
    assert len(rest.of("declaration")) == 1
    with pytest.raises(LookupError, match="all but hours"):
        rest.of("hours")
    both = Records.together([some, rest])
    assert len(both.of("declaration")) == 1
    for kind in ("hours", "log"):
        with pytest.raises(LookupError):
            both.of(kind)
    assert all_but("hours") & all_but("log") == all_but("hours", "log")
    assert some_kinds("log", "hours") & some_kinds("log") == some_kinds("log")


@pytest.mark.parametrize(
    ("read", "asked", "covered"),
    [
        (some_kinds("hours", "role"), some_kinds("role"), True),
        (some_kinds("role"), some_kinds("hours", "role"), False),
        (some_kinds("role"), all_but("hours"), False),
        (all_but("hours"), some_kinds("role"), True),
        (all_but("hours"), some_kinds("hours"), False),
        (all_but("hours"), all_but("hours", "role"), True),
        (all_but("hours", "role"), all_but("hours"), False),
        (all_but(), all_but(), True),
    ],
)
def test_what_was_read_covers_whatever_is_among_it(
    read: KindsRead, asked: KindsRead, covered: bool
) -> None:
    assert read.covers(asked) is covered
