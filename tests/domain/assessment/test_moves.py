"""What was handed in, marked and ratified before a move to another cohort stays as it was (8a.24)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.domain.assessment.deadlines import deadline_of
from lms.domain.assessment.moves import move_before
from lms.domain.assessment.outcome import Stand
from lms.domain.assessment.results import results
from tests.domain.essay import board, due, due_by, hand_in, keeps, mark, move, one, work
from tests.domain.facts import Facts, day, enrolled, enrolment_of


@pytest.fixture
def facts() -> Facts:
    """Ana is in autumn, whose essay is due in December; spring's was due in March, summer's is in July."""
    told = Facts()
    enrolled(told, "2025-09-01", cohort="autumn")
    due(told, "autumn", "2025-12-10")
    due(told, "spring", "2025-03-10")
    due(told, "summer", "2026-07-10")
    return told


@pytest.mark.parametrize("to", ["spring", "summer"])
def test_a_move_changes_nothing_of_a_mark_given_before_it(facts: Facts, to: str) -> None:
    hand_in(facts, "2025-12-10")
    mark(facts, "2026-01-15", 62)
    before = one(facts)
    move(facts, "2026-02-01", to)
    assert one(facts) == before
    move(facts, "2026-03-01", "autumn")
    assert one(facts) == before
    assert (before.recorded, before.late.late) == (62, False)


def test_work_handed_in_late_stays_as_late_as_it_was(facts: Facts) -> None:
    hand_in(facts, "2025-12-12")
    mark(facts, "2026-01-15", 60)
    move(facts, "2026-02-01", "summer")
    found = one(facts)
    assert (found.recorded, found.late.working_days) == (54, 2)


def test_the_policy_is_that_of_the_cohort_in_which_it_was_handed_in(facts: Facts) -> None:
    keeps(facts, "spring", "level-7-late-b@1")
    hand_in(facts, "2025-12-12")
    mark(facts, "2026-01-15", 60)
    move(facts, "2026-02-01", "spring")
    assert one(facts).recorded == 54


def test_a_next_attempt_handed_in_after_the_move_is_judged_by_the_new_cohort(facts: Facts) -> None:
    keeps(facts, "summer", "level-7-late-b@1")
    hand_in(facts, "2025-12-10")
    mark(facts, "2026-01-15", 40)
    move(facts, "2026-02-01", "summer")
    due(facts, "summer", "2026-06-01", attempt=2)
    hand_in(facts, "2026-06-03", attempt=2)
    mark(facts, "2026-06-20", 60, attempt=2)
    first, second = results(work(facts))
    assert first.recorded == 40
    assert [s.name for s in second.steps] == ["first", "late"]
    assert second.recorded == 45


def test_work_not_handed_in_is_due_by_the_present_cohorts_deadline(facts: Facts) -> None:
    move(facts, "2025-10-01", "summer")
    assert due_by(facts, "2025-09-30") == (day("2025-12-10"), "cohort")
    assert due_by(facts, "2025-10-01") == (day("2026-07-10"), "cohort")
    assert one(facts, "2026-02-01").stand is Stand.DUE


def test_a_deadline_that_had_passed_before_the_move_does_not_bind(facts: Facts) -> None:
    move(facts, "2025-10-01", "spring")
    assert due_by(facts, "2025-10-01") is None
    hand_in(facts, "2026-01-10")
    assert not one(facts).late.late


def test_the_day_that_a_move_names_binds_in_its_place(facts: Facts) -> None:
    moved = move(facts, "2025-10-01", "spring", a1="2026-02-02")
    found = deadline_of(work(facts, "2025-10-01"), 1)
    assert found is not None
    assert (found.day, found.why, found.record) == (day("2026-02-02"), "move", moved.id)
    assert one(facts, "2026-02-09").stand is Stand.DUE
    assert one(facts, "2026-02-10").stand is Stand.NOT_HANDED_IN
    hand_in(facts, "2026-02-03")
    assert one(facts).late.working_days == 1


def test_a_deadline_set_after_the_move_binds_where_it_is_later_than_the_day_named(
    facts: Facts,
) -> None:
    move(facts, "2025-10-01", "spring", a1="2026-02-02")
    due(facts, "spring", "2026-03-02", known="2025-11-01")
    assert due_by(facts, "2025-12-01") == (day("2026-03-02"), "cohort")


def test_of_two_moves_the_days_named_at_the_last_one_hold(facts: Facts) -> None:
    move(facts, "2025-10-01", "spring", a1="2026-02-02")
    move(facts, "2025-11-01", "summer")
    assert due_by(facts, "2025-10-31") == (day("2026-02-02"), "move")
    assert due_by(facts, "2025-11-01") == (day("2026-07-10"), "cohort")


def test_moving_back_before_the_deadline_makes_it_bind_again(facts: Facts) -> None:
    move(facts, "2025-10-01", "summer")
    move(facts, "2025-11-01", "autumn")
    assert due_by(facts, "2025-11-01") == (day("2025-12-10"), "cohort")
    move(facts, "2025-11-10", "summer")
    move(facts, "2026-01-10", "autumn", a1="2026-03-02")
    assert due_by(facts, "2026-01-10") == (day("2026-03-02"), "move")


def test_an_attempt_that_had_failed_before_the_move_stays_failed(facts: Facts) -> None:
    closed = "2025-12-18"  # five working days after 10 December are over on the 17th
    move(facts, closed, "summer")
    found = one(facts, closed)
    assert (found.stand, found.recorded) == (Stand.NOT_HANDED_IN, 0)
    assert found.deadline is not None
    assert found.deadline.day == day("2025-12-10")


def test_a_board_before_the_move_decided_nothing_about_what_was_still_to_come(
    facts: Facts,
) -> None:
    board(facts, "2025-10-10", "referred")
    move(facts, "2025-11-03", "winter")
    assert one(facts, "2026-01-15").stand is Stand.DUE
    board(facts, "2026-02-02", "failed")
    assert one(facts, "2026-02-02").stand is Stand.NOT_HANDED_IN


def test_an_attempt_that_could_still_earn_something_at_the_move_had_not_failed(
    facts: Facts,
) -> None:
    move(facts, "2025-12-16", "summer")
    assert one(facts, "2026-01-15").stand is Stand.DUE
    assert due_by(facts, "2026-01-15") == (day("2026-07-10"), "cohort")


def test_the_old_cohorts_deadline_moved_back_helps_who_handed_in_there(facts: Facts) -> None:
    old = facts.told[-3]
    hand_in(facts, "2025-12-12")
    mark(facts, "2026-01-15", 60)
    due(facts, "autumn", "2025-12-15", known="2025-12-14", replaces=old.id)
    assert one(facts).recorded == 60
    move(facts, "2026-02-01", "summer")
    assert one(facts).recorded == 60


def test_a_deadline_moved_back_changes_no_ratified_mark(facts: Facts) -> None:
    old = facts.told[-3]
    hand_in(facts, "2025-12-12")
    mark(facts, "2026-01-15", 60)
    board(facts, "2026-02-01")
    due(facts, "autumn", "2026-12-15", known="2026-02-02", replaces=old.id)
    assert one(facts).recorded == 54


def test_a_deadline_brought_forward_never_makes_late_what_was_in_time(facts: Facts) -> None:
    old = facts.told[-3]
    hand_in(facts, "2025-12-09")
    due(facts, "autumn", "2025-12-05", known="2025-12-09", replaces=old.id)
    assert not one(facts).late.late
    other = Facts()
    enrolled(other, "2025-09-01", cohort="autumn")
    first = due(other, "autumn", "2025-12-10")
    due(other, "autumn", "2025-12-05", known="2025-12-01", replaces=first.id)
    hand_in(other, "2025-12-09")
    assert one(other).late.late


def test_a_move_written_down_for_an_earlier_day_judges_nothing_anew(facts: Facts) -> None:
    text = hand_in(facts, "2025-12-10")
    mark(facts, "2026-01-15", 62)
    move(facts, "2025-10-01", "spring", known="2026-02-01")
    found = one(facts)
    assert (found.recorded, found.late.late) == (62, False)
    came = move_before(enrolment_of(facts).moves, text)
    assert came is not None
    assert came.cohort == "autumn"


def test_a_move_for_an_earlier_day_asks_for_nothing_before_it_was_written_down(
    facts: Facts,
) -> None:
    due(facts, "winter", "2025-11-10")
    move(facts, "2025-11-01", "winter", known="2025-11-20")
    assert due_by(facts, "2025-11-20") is None
    assert one(facts, "2025-11-28").stand is Stand.DUE


def test_an_extension_goes_with_the_learner(facts: Facts) -> None:
    facts.add(
        "circumstances-decision",
        "2025-11-01",
        assessment="essay",
        decision="accepted",
        effect="extension",
        extended_to="2026-01-20",
    )
    move(facts, "2025-12-01", "spring")
    assert due_by(facts, "2025-12-01") == (day("2026-01-20"), "extension")
    move(facts, "2025-12-05", "summer")
    assert due_by(facts, "2025-12-05") == (day("2026-07-10"), "cohort")


def test_an_extension_of_the_old_cohort_still_covers_what_was_handed_in_there(
    facts: Facts,
) -> None:
    facts.add(
        "circumstances-decision",
        "2025-11-01",
        assessment="essay",
        decision="accepted",
        effect="extension",
        extended_to="2026-01-20",
    )
    hand_in(facts, "2026-01-19")
    mark(facts, "2026-01-25", 60)
    move(facts, "2026-02-01", "spring")
    assert one(facts).recorded == 60


def test_a_ratified_result_is_as_known_at_the_boards_record(facts: Facts) -> None:
    hand_in(facts, "2025-12-10")
    first = mark(facts, "2026-01-15", 62)
    board(facts, "2026-02-01", "referred")
    mark(facts, "2026-02-02", 40, replaces=first.id)
    assert one(facts, "2026-03-01").recorded == 62
    board(facts, "2026-03-10", "referred")
    assert one(facts, "2026-03-10").recorded == 40


def test_the_boards_own_mark_changes_a_ratified_result(facts: Facts) -> None:
    hand_in(facts, "2025-12-12")
    mark(facts, "2026-01-15", 60)
    board(facts, "2026-02-01")
    mark(facts, "2026-02-10", 58, layer="board", reason="d", after_release=True)
    move(facts, "2026-03-01", "spring")
    found = one(facts)
    assert (found.recorded, found.passed) == (58, True)


def test_a_case_of_misconduct_holds_a_ratified_result(facts: Facts) -> None:
    hand_in(facts, "2025-12-10")
    mark(facts, "2026-01-15", 62)
    board(facts, "2026-02-01")
    case = facts.add("misconduct", "2026-02-10", assessment="essay")
    held = one(facts)
    assert (held.stand, held.passed, held.recorded) == (Stand.HELD, None, None)
    facts.add("misconduct-decision", "2026-02-20", case=case.id, outcome="no-case")
    assert one(facts).recorded == 62


def test_a_board_that_is_written_down_late_has_the_cohort_of_its_day(facts: Facts) -> None:
    hand_in(facts, "2025-12-12")
    mark(facts, "2026-01-15", 60)
    move(facts, "2026-02-10", "summer")
    board(facts, "2026-02-01", known="2026-02-20")
    found = one(facts)
    assert (found.recorded, found.board is not None) == (54, True)


def test_a_later_boards_day_leaves_the_lateness_of_the_attempt_before_it(facts: Facts) -> None:
    hand_in(facts, "2025-12-10")
    mark(facts, "2026-01-15", 40)
    board(facts, "2026-02-01", "referred", reassess_by="2026-03-02")
    hand_in(facts, "2026-03-04", attempt=2)
    mark(facts, "2026-03-20", 54, attempt=2)
    assert one(facts, attempt=2).recorded == 49
    board(facts, "2026-04-01", "referred", reassess_by="2026-05-01")
    assert one(facts, attempt=2).recorded == 49


def test_somebody_who_is_enrolled_after_a_deadline_has_not_missed_it(facts: Facts) -> None:
    late = Facts()
    enrolled(late, "2026-01-12", cohort="autumn")
    due(late, "autumn", "2025-12-10")
    assert due_by(late, "2026-01-12") is None
    assert one(late, "2026-02-12").stand is Stand.DUE
    hand_in(late, "2026-02-10")
    assert not one(late).late.late


DAYS = st.dates(date(2025, 9, 2), date(2026, 7, 31))
HAPPENS = st.sampled_from(("hand-in", "mark", "board", "spring", "summer", "autumn"))


@settings(max_examples=60)
@given(
    events=st.lists(st.tuples(DAYS, HAPPENS), min_size=3, max_size=10), points=st.integers(0, 100)
)
def test_no_sequence_of_moves_changes_what_was_handed_in(
    events: list[tuple[date, str]], points: int
) -> None:
    facts = Facts()
    enrolled(facts, "2025-09-01", cohort="autumn")
    keeps(facts, "spring", "level-7-late-b@1")
    for name, on in (("autumn", "2025-12-10"), ("spring", "2025-10-10"), ("summer", "2026-04-10")):
        due(facts, name, on)
        due(facts, name, on, attempt=2)
    for on, what in sorted(events):
        before = {r.attempt: r for r in results(work(facts)) if r.submission}
        attempt = results(work(facts, str(on)))[-1].attempt
        if what == "hand-in" and attempt not in before:
            hand_in(facts, str(on), attempt)
        elif what == "mark" and attempt in before and not before[attempt].layers:
            mark(facts, str(on), points, attempt=attempt)
        elif what == "board":
            board(facts, str(on), "referred")
        elif what in ("spring", "summer", "autumn"):
            move(facts, str(on), what)
            after = {r.attempt: r for r in results(work(facts)) if r.submission}
            assert after == before
