"""An attempt's mark comes from its layers, step by step, and says how."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lms.domain.assessment.outcome import Result, Stand
from lms.domain.assessment.policies import LEVEL_7, LEVEL_7_B, LEVEL_7_D
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.assessment.results import results
from lms.domain.programme import Assessment
from lms.domain.records import LONDON
from tests.domain.small import Story, assessment

ESSAY = assessment()
DOUBLE = assessment(markers="blind-double")
DUE = date(2026, 5, 15)
"""A Friday."""
LATER = date(2026, 9, 1)


@pytest.fixture
def story() -> Story:
    return Story()


def found(
    story: Story,
    work: Assessment = ESSAY,
    on: date = LATER,
    policy: MarkingPolicy = LEVEL_7,
) -> tuple[Result, ...]:
    return results(story.work(work, on, policy))


def one(story: Story, work: Assessment = ESSAY, on: date = LATER, **more: Any) -> Result:
    (result,) = found(story, work, on, **more)
    return result


def hand_in(story: Story, days_late: int = 0, attempt: int = 1, **more: Any) -> None:
    day = DUE + timedelta(days=days_late)
    arrived = datetime(day.year, day.month, day.day, 11, tzinfo=LONDON).isoformat()
    story.tell(
        "submission", day, assessment="essay", attempt=attempt, **{"arrived": arrived, **more}
    )


def mark(
    story: Story, mark: int | None, layer: str = "first", attempt: int = 1, **more: Any
) -> str:
    told = story.tell(
        "mark", DUE, assessment="essay", attempt=attempt, mark=mark, layer=layer, **more
    )
    return told.id


def due(story: Story, on: date = DUE, attempt: int = 1, **more: Any) -> None:
    story.tell_of_cohort("deadline", on, assessment="essay", attempt=attempt, **more)


def accepted(story: Story, effect: str, attempt: int = 1, **more: Any) -> None:
    story.tell(
        "circumstances-decision",
        DUE,
        assessment="essay",
        attempt=attempt,
        decision="accepted",
        effect=effect,
        **more,
    )


def test_at_first_the_first_attempt_is_due(story: Story) -> None:
    assert one(story) == Result(1, Stand.DUE)


def test_one_marker_settles_single_work(story: Story) -> None:
    hand_in(story)
    assert one(story).stand is Stand.HANDED_IN
    mark(story, 62)
    result = one(story)
    assert (result.stand, result.raw, result.recorded, result.passed) == (
        Stand.SETTLED,
        62,
        62,
        True,
    )
    assert [s.name for s in result.steps] == ["first"]


def test_a_fail_makes_room_for_the_next_attempt_which_is_capped(story: Story) -> None:
    hand_in(story)
    mark(story, 46)
    hand_in(story, attempt=2)
    mark(story, 62, attempt=2)
    first, second = found(story)
    assert (first.recorded, first.passed) == (46, False)
    assert (second.raw, second.recorded, second.passed, second.capped) == (62, 50, True, True)


@pytest.mark.parametrize(
    ("raw", "policy", "recorded"),
    [(56, LEVEL_7, 50), (54, LEVEL_7, 49), (56, LEVEL_7_B, 41), (70, LEVEL_7_D, 50)],
)
def test_on_a_resit_the_penalty_comes_before_the_cap(
    story: Story, raw: int, policy: MarkingPolicy, recorded: int
) -> None:
    hand_in(story, attempt=1)
    mark(story, 40)
    due(story, DUE, attempt=2)
    hand_in(story, days_late=4, attempt=2)  # Friday to Tuesday: two working days
    mark(story, raw, attempt=2)
    assert found(story, policy=policy)[1].recorded == recorded


def test_late_work_says_what_was_taken_off(story: Story) -> None:
    due(story)
    hand_in(story, days_late=3)
    mark(story, 60)
    result = one(story)
    assert (result.raw, result.recorded) == (60, 57)
    assert result.steps[-1].because == "1 working day late: 60 × 0.95"


def test_without_a_deadline_nothing_is_late(story: Story) -> None:
    hand_in(story, days_late=60)
    mark(story, 60)
    assert one(story).recorded == 60


def test_a_submission_whose_hour_is_not_known_is_in_time_on_its_day(story: Story) -> None:
    due(story)
    story.tell("submission", DUE, assessment="essay", attempt=1)
    mark(story, 60)
    assert one(story).recorded == 60


def test_the_cohorts_own_hour_holds(story: Story) -> None:
    due(story, time="10:00")
    hand_in(story)
    assert one(story).late.working_days == 1


def test_an_extension_moves_the_deadline_and_never_back(story: Story) -> None:
    due(story)
    hand_in(story, days_late=3)
    accepted(story, "extension", extended_to=DUE + timedelta(days=3))
    assert not one(story).late.late
    accepted(story, "extension", extended_to=DUE - timedelta(days=3))
    assert not one(story).late.late


def test_accepted_lateness_costs_nothing(story: Story) -> None:
    due(story)
    hand_in(story, days_late=3)
    mark(story, 60)
    accepted(story, "lateness")
    assert one(story).recorded == 60


def test_nothing_handed_in_is_a_failed_attempt_once_no_late_day_is_left(story: Story) -> None:
    due(story)
    last_late_day = date(2026, 5, 22)
    assert one(story, on=last_late_day).stand is Stand.DUE
    result = one(story, on=last_late_day + timedelta(days=1))
    assert (result.stand, result.raw, result.passed) == (Stand.NOT_HANDED_IN, 0, False)
    assert "15 May 2026" in result.because


def test_the_day_on_which_silence_becomes_a_fail_is_foreseen(story: Story) -> None:
    due(story)
    work = story.work(ESSAY, DUE)
    results(work)
    assert work.as_of.good_until == date(2026, 5, 23)


@pytest.mark.parametrize("kind", ["withdrawal", "interruption"])
def test_who_was_away_or_had_left_owed_nothing(story: Story, kind: str) -> None:
    due(story)
    story.tell(kind, date(2026, 5, 1), until=date(2026, 6, 30) if kind == "interruption" else None)
    assert one(story).stand is Stand.DUE


def test_formative_work_is_never_failed_for_silence(story: Story) -> None:
    due(story)
    assert one(story, assessment(marking="formative")).stand is Stand.DUE


def test_a_deferral_uses_up_no_attempt_and_takes_no_mark_away(story: Story) -> None:
    hand_in(story)
    mark(story, 40)
    accepted(story, "deferral")
    assert (one(story).stand, one(story).deferred) == (Stand.DUE, 1)
    hand_in(story, days_late=30)
    mark(story, 62)
    result = one(story)
    assert (result.attempt, result.recorded, result.capped) == (1, 62, False)


def test_a_deferred_second_attempt_keeps_its_cap(story: Story) -> None:
    hand_in(story)
    mark(story, 40)
    hand_in(story, attempt=2)
    accepted(story, "deferral", attempt=2)
    hand_in(story, days_late=30, attempt=2)
    mark(story, 70, attempt=2)
    assert found(story)[-1].recorded == 50


def test_the_boards_date_is_the_deadline_of_the_next_attempt(story: Story) -> None:
    due(story)
    hand_in(story)
    mark(story, 40)
    day = date(2026, 7, 31)
    story.tell(
        "board-outcome", date(2026, 6, 1), stage="small/year", outcome="referred", reassess_by=day
    )
    first, second = found(story, on=date(2026, 8, 20))
    assert not first.late.late
    assert (second.attempt, second.stand) == (2, Stand.NOT_HANDED_IN)


def test_two_markers_stay_open_until_both_are_in(story: Story) -> None:
    hand_in(story)
    mark(story, 62)
    assert one(story, DOUBLE).stand is Stand.MARKING
    mark(story, 65, "second")
    result = one(story, DOUBLE)
    assert (result.raw, result.because) == (64, "62 and 65: their average")


def test_markers_on_two_sides_of_a_boundary_agree_a_mark(story: Story) -> None:
    hand_in(story)
    mark(story, 48)
    mark(story, 52, "second")
    assert one(story, DOUBLE).stand is Stand.TO_AGREE
    mark(story, 50, "agreed", reason="why")
    assert one(story, DOUBLE).recorded == 50


def test_markers_far_apart_need_a_third(story: Story) -> None:
    hand_in(story)
    mark(story, 45)
    mark(story, 68, "second")
    assert one(story, DOUBLE).stand is Stand.THIRD_MARKER
    mark(story, 55, "third")
    assert (one(story, DOUBLE).recorded, one(story, DOUBLE).because) == (
        55,
        "Decided by a third marker",
    )


def test_two_results_that_differ_need_a_third(story: Story) -> None:
    viva = assessment(marking="pass-fail", markers="double")
    mark(story, None, result="pass")
    mark(story, None, "second", result="fail")
    assert one(story, viva).stand is Stand.THIRD_MARKER
    mark(story, None, "third", result="pass")
    assert one(story, viva).passed is True


def test_a_board_decides_over_everything(story: Story) -> None:
    due(story)
    hand_in(story, days_late=3)
    mark(story, 60)
    mark(story, 60, "board", reason="why")
    assert (one(story).recorded, one(story).because) == (60, "Decided by the board")


def test_suspected_misconduct_holds_until_it_is_decided(story: Story) -> None:
    hand_in(story)
    mark(story, 62)
    case = story.tell("misconduct", DUE, assessment="essay", attempt=1)
    assert (one(story).stand, one(story).passed, one(story).raw) == (Stand.HELD, None, None)
    story.tell("misconduct-decision", DUE, case=case.id, outcome="no-case")
    assert one(story).recorded == 62


def test_misconduct_that_is_found_leaves_no_mark(story: Story) -> None:
    hand_in(story)
    mark(story, 62)
    case = story.tell("misconduct", DUE, assessment="essay", attempt=1)
    story.tell("misconduct-decision", DUE, case=case.id, outcome="zero")
    assert (one(story).recorded, one(story).passed) == (0, False)


def test_what_is_found_after_the_board_holds_and_takes_the_boards_mark_too(story: Story) -> None:
    hand_in(story)
    mark(story, 62, "board", reason="why")
    case = story.tell("misconduct", DUE, assessment="essay", attempt=1)
    assert one(story).stand is Stand.HELD
    story.tell("misconduct-decision", DUE, case=case.id, outcome="zero")
    assert one(story).recorded == 0


def test_a_board_that_knew_of_misconduct_decides_over_it(story: Story) -> None:
    hand_in(story)
    case = story.tell("misconduct", DUE, assessment="essay", attempt=1)
    story.tell("misconduct-decision", DUE, case=case.id, outcome="zero")
    mark(story, 40, "board", reason="why")
    assert one(story).recorded == 40


def slip(story: Story, grade: str = "minor") -> None:
    at = datetime(2026, 5, 18, 9, tzinfo=LONDON).isoformat()
    story.tell("slip", date(2026, 5, 18), assessment="essay", attempt=1, grade=grade, at=at)


def correct(story: Story, arrived: datetime) -> None:
    story.tell(
        "submission", arrived.date(), assessment="essay", attempt=1, arrived=arrived.isoformat()
    )


def test_a_minor_slip_waits_for_its_correction_and_the_late_clock_does_not_run(
    story: Story,
) -> None:
    due(story)
    hand_in(story)
    slip(story)
    assert one(story, on=date(2026, 5, 19)).stand is Stand.RETURNED
    correct(story, datetime(2026, 5, 20, 9, tzinfo=LONDON))
    mark(story, 62)
    assert (one(story).recorded, one(story).late.late) == (62, False)


def test_a_minor_slip_corrected_too_late_fails(story: Story) -> None:
    hand_in(story)
    slip(story)
    correct(story, datetime(2026, 5, 20, 9, 1, tzinfo=LONDON))
    assert one(story).passed is False


def test_a_minor_slip_never_corrected_fails_the_day_after_its_clock(story: Story) -> None:
    hand_in(story)
    slip(story)
    assert one(story, on=date(2026, 5, 20)).stand is Stand.RETURNED
    assert one(story, on=date(2026, 5, 21)).passed is False


def test_a_major_slip_fails_whatever_the_mark(story: Story) -> None:
    hand_in(story)
    mark(story, 80)
    slip(story, "major")
    assert (one(story).recorded, one(story).passed) == (0, False)


def test_pass_or_fail_work_is_not_penalised_but_can_be_too_late(story: Story) -> None:
    judged = assessment(marking="pass-fail")
    due(story)
    hand_in(story, days_late=4)
    mark(story, None, result="pass")
    assert one(story, judged).passed is True
    story = Story()
    due(story)
    hand_in(story, days_late=14)
    mark(story, None, result="pass")
    assert one(story, judged).passed is False


def test_a_mark_left_open_settles_nothing(story: Story) -> None:
    hand_in(story)
    mark(story, None)
    assert one(story).stand is Stand.HANDED_IN


def test_attempts_past_any_sense_do_not_run_away(story: Story) -> None:
    mark(story, 40, attempt=10**6)
    assert len(found(story)) == 1
